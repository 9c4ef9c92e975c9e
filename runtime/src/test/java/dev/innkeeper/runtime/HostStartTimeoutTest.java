package dev.innkeeper.runtime;

import static dev.innkeeper.runtime.HostFixture.seconds;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.innkeeper.runtime.report.ServiceState;
import dev.innkeeper.timer.testing.ManualTimeSource;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;

/** The time that a start may take, as a whole and for each service. */
class HostStartTimeoutTest {

  private final HostFixture fixture = new HostFixture();
  private final ManualTimeSource time = fixture.time;
  private final List<String> trail = fixture.trail;
  private final MarkingServices marking = new MarkingServices(fixture);

  @Test
  void theStartupTimeoutIsHardAndNamesThoseStillStartingWithTheirStacks() {
    Host host =
        fixture
            .host()
            .startConcurrently()
            .startupTimeout(seconds(10))
            .add("quick", marking.service("quick", 1, 0))
            .add("slow", marking.service("slow", 99, 0))
            .add("slower", marking.service("slower", 999, 0))
            .build();
    HostStartException failed = fixture.startFails(host);
    assertEquals(TimeoutException.class, failed.getCause().getClass());
    assertEquals("not started within PT10S: slow, slower", failed.getCause().getMessage());
    Throwable[] stacks = failed.getCause().getSuppressed();
    assertEquals("thread 'inn/slow' is still here", stacks[0].getMessage());
    assertTrue(
        Arrays.stream(stacks[0].getStackTrace())
            .anyMatch(frame -> frame.getMethodName().equals("sleep")));
    assertEquals(
        List.of(
            "0 quick starts",
            "0 slow starts",
            "0 slower starts",
            "1 quick started",
            "10 slow interrupted",
            "10 slower interrupted",
            "10 quick stops"),
        trail);
  }

  @Test
  void aServicesOwnStartTimeoutIsAStartFailure() {
    Host host =
        fixture
            .host()
            .add("quick", marking.service("quick", 1, 0), s -> s.startTimeout(seconds(2)))
            .add("slow", marking.service("slow", 99, 0), s -> s.startTimeout(seconds(2)))
            .build();
    HostStartException failed = fixture.startFails(host);
    assertEquals("not started within PT2S: slow", failed.getCause().getMessage());
    assertEquals(ServiceState.FAILED, host.services().get(1).state());
    assertFalse(host.isLive());
    assertEquals(
        List.of(
            "0 quick starts",
            "1 quick started",
            "1 slow starts",
            "3 slow interrupted",
            "3 quick stops"),
        trail);
  }

  @Test
  void aStartupTimeoutThatWasNotReachedHasNoEffectLater() throws Exception {
    Host host =
        fixture.host().startupTimeout(seconds(5)).add("a", marking.service("a", 4, 0)).build();
    fixture.start(host);
    time.advance(Duration.ofDays(1));
    assertTrue(host.isReady());
    assertTrue(fixture.stop(host).clean());
    assertEquals(List.of("0 a starts", "4 a started", "86404 a stops"), trail);
  }

  @Test
  void aStartupTimeoutThatTheStartingServiceIgnoresEndsTheStartAllTheSame() {
    Host host =
        fixture
            .host()
            .startupTimeout(seconds(3))
            .add("deaf", marking.deafToStart("deaf", 5))
            .add("next", marking.service("next"))
            .build();
    fixture.markLifetime(host);
    HostStartException failed = fixture.startFails(host);
    assertEquals(TimeoutException.class, failed.getCause().getClass());
    assertEquals(
        List.of("0 deaf starts", "3 stopping", "5 deaf started", "5 deaf stops", "5 stopped"),
        trail);
  }

  @Test
  void aStartThatNeverReturnsIsAbandonedAndStartThrowsAtTheDeadlineOfTheRollback() {
    Host host =
        fixture
            .host()
            .startupTimeout(seconds(3))
            .add("deaf", marking.deafToStart("deaf", 86_400))
            .build();
    fixture.markLifetime(host);
    HostStartException failed = fixture.startFails(host);
    assertEquals("not started within PT3S: deaf", failed.getCause().getMessage());
    assertEquals(ServiceState.ABANDONED, host.services().get(0).state());
    assertEquals(List.of("0 deaf starts", "3 stopping", "22.750 stopped"), trail);
  }
}
