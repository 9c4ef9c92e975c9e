package dev.innkeeper.runtime;

import static dev.innkeeper.runtime.HostFixture.sleepDeaf;
import static dev.innkeeper.runtime.HostFixture.states;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.innkeeper.runtime.report.ServiceState;
import dev.innkeeper.runtime.report.StopReport;
import dev.innkeeper.runtime.service.HostedService;
import dev.innkeeper.runtime.service.ServiceContext;
import dev.innkeeper.timer.testing.ManualTimeSource;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A stop returns at its deadline, and until then everybody has a share of the time. */
class HostStopDeadlineTest {

  private final HostFixture fixture = new HostFixture();
  private final ManualTimeSource time = fixture.time;
  private final List<String> trail = fixture.trail;
  private final MarkingServices marking = new MarkingServices(fixture);

  @Test
  void isKeptWithAThousandServicesThatIgnoreEverythingAndAllAreNamed() throws Exception {
    HostBuilder builder = fixture.host().stopConcurrently().startConcurrently();
    for (int i = 0; i < 1_000; i++) {
      builder.background("s" + i, context -> sleepDeaf(time, Duration.ofDays(1)));
    }
    Host host = fixture.started(builder);
    StopReport report = fixture.stop(host);
    assertEquals(Duration.ofMillis(19_750), report.took());
    assertEquals(1_000, report.in(ServiceState.ABANDONED).size());
    assertTrue(report.services().stream().allMatch(s -> s.stuckIn().size() == 1));
  }

  @Test
  void isSharedSoThatNobodyStarvesOneAfterTheOther() throws Exception {
    HostBuilder builder = fixture.host();
    for (String name : List.of("last", "deaf 2", "deaf 1", "first")) {
      builder.add(
          name,
          new HostedService() {
            @Override
            public void start(ServiceContext context) {}

            @Override
            public void stop(ServiceContext context) {
              fixture.mark(name + " stops");
              sleepDeaf(
                  time, name.startsWith("deaf") ? Duration.ofDays(1) : Duration.ofMillis(500));
            }
          });
    }
    Host host = fixture.started(builder);
    StopReport report = fixture.stop(host);
    assertEquals(
        List.of("0 first stops", "0.500 deaf 1 stops", "17.750 deaf 2 stops", "18.750 last stops"),
        trail);
    assertEquals(
        List.of("last STOPPED", "deaf 2 ABANDONED", "deaf 1 ABANDONED", "first STOPPED"),
        states(report));
  }

  @Test
  void is25SecondsByDefaultAndAStartMayTakeForEver() throws Exception {
    Host host =
        Host.builder("inn")
            .timeSource(time)
            .background("deaf", context -> sleepDeaf(time, Duration.ofDays(2)))
            .add("slow", marking.service("slow", 86_400, 0))
            .build();
    fixture.start(host);
    assertTrue(host.isReady());
    assertEquals(Duration.ofMillis(24_750), fixture.stop(host).took());
  }
}
