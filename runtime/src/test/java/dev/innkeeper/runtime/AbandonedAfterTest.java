package dev.innkeeper.runtime;

import static dev.innkeeper.runtime.HostFixture.seconds;
import static dev.innkeeper.runtime.HostFixture.sleepDeaf;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.innkeeper.runtime.report.HostEvent;
import dev.innkeeper.runtime.service.FailurePolicy;
import dev.innkeeper.runtime.service.HostedLifecycleService;
import dev.innkeeper.runtime.service.HostedService;
import dev.innkeeper.runtime.service.ServiceContext;
import dev.innkeeper.timer.testing.ManualTimeSource;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** How long a service was given before it was abandoned, wherever it hangs. */
class AbandonedAfterTest {

  private final HostFixture fixture = new HostFixture();
  private final ManualTimeSource time = fixture.time;
  private final List<String> trail = fixture.trail;

  private void hear(HostEvent event) {
    if (event instanceof HostEvent.ServiceAbandoned abandoned) {
      fixture.mark("abandoned after " + abandoned.after().toSeconds() + " s");
    }
  }

  private void hang() {
    sleepDeaf(time, Duration.ofDays(1));
  }

  private static void startAndFail(Host host) {
    assertThrows(HostStartException.class, host::start);
  }

  @Test
  void countsFromWhenItsStartWasGivenUp() throws Exception {
    HostedService deaf = context -> hang();
    Host host =
        fixture
            .host()
            .listener(this::hear)
            .add(
                "deaf",
                deaf,
                s ->
                    s.startTimeout(seconds(3))
                        .stopTimeout(seconds(5))
                        .onStartFailure(FailurePolicy.restart()))
            .build();
    time.start("starter", () -> startAndFail(host));
    time.advance(seconds(20));
    fixture.stop(host);
    assertEquals(List.of("8 abandoned after 5 s"), trail);
  }

  @Test
  void countsFromWhenItWasAskedIfItHangsInTheStepAfterAnOrderedStop() throws Exception {
    HostedLifecycleService deaf =
        new HostedLifecycleService() {
          @Override
          public void stopped(ServiceContext context) {
            hang();
          }
        };
    Host host =
        fixture.start(
            fixture.host().listener(this::hear).add("deaf", deaf, s -> s.stopTimeout(seconds(5))));
    time.advance(seconds(2));
    time.drive(() -> host.control("deaf").stop());
    fixture.stop(host);
    assertEquals(List.of("7 abandoned after 5 s"), trail);
  }
}
