package dev.innkeeper.runtime;

import static dev.innkeeper.runtime.HostFixture.seconds;
import static dev.innkeeper.runtime.HostFixture.sleepDeaf;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.innkeeper.runtime.report.ServiceStatus;
import dev.innkeeper.runtime.report.StopReport;
import dev.innkeeper.runtime.scope.TaskScope;
import dev.innkeeper.timer.testing.ManualTimeSource;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** What a stop reports. */
class StopReportTest {

  private final HostFixture fixture = new HostFixture();
  private final ManualTimeSource time = fixture.time;
  private final MarkingServices marking = new MarkingServices(fixture);

  @Test
  void isTextForPeople() throws Exception {
    Host host =
        fixture.started(
            fixture
                .host()
                .stopConcurrently()
                .add("a", marking.service("a", 0, 1))
                .background(
                    "deaf",
                    context -> sleepDeaf(time, Duration.ofDays(1)),
                    s -> s.stopTimeout(seconds(4))));
    String text = fixture.stop(host).toString();
    assertEquals(
        """
        inn stopped in 4.00 s: 1 abandoned, 1 stopped
          a STOPPED in 1.00 s
          deaf ABANDONED after 4.00 s
              thread 'inn/deaf' is stuck
        """,
        text.lines().limit(4).collect(Collectors.joining("\n", "", "\n")));
    assertTrue(text.contains("\n        at "), text);
  }

  @Test
  void showsTheStackOfAChildIfItIsTheChildThatIsStuck() throws Exception {
    Host host =
        fixture.started(
            fixture
                .host()
                .background(
                    "w",
                    context -> {
                      try (TaskScope scope = context.openScope("fetch")) {
                        scope.fork(this::childThatIsDeaf);
                        scope.join();
                      }
                    },
                    s -> s.stopTimeout(seconds(6))));
    StopReport report = fixture.stop(host);
    List<ServiceStatus.StuckThread> stuck = report.services().get(0).stuckIn();
    assertEquals(1, stuck.size());
    assertEquals("inn/w/fetch-1", stuck.get(0).thread());
    assertTrue(
        stuck.get(0).stack().stream().anyMatch(f -> f.getMethodName().equals("childThatIsDeaf")));
  }

  private Object childThatIsDeaf() {
    sleepDeaf(time, Duration.ofDays(1));
    return "late";
  }
}
