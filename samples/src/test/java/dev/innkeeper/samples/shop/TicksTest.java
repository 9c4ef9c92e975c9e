package dev.innkeeper.samples.shop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import dev.innkeeper.runtime.Host;
import dev.innkeeper.runtime.jobs.RecurringJob;
import dev.innkeeper.timer.PeriodicTimer;
import dev.innkeeper.timer.testing.ManualTimeSource;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What is noted of ticks, in manual time. */
class TicksTest {

  private final ManualTimeSource time = new ManualTimeSource();
  private final Ticks ticks = new Ticks();

  @Test
  void aTickIsNotedWithItsTimeItsLatenessAndWhatWasMissed() throws Exception {
    Instant start = time.instant();
    try (PeriodicTimer timer =
        PeriodicTimer.builder(Duration.ofSeconds(2)).timeSource(time).build()) {
      time.advance(Duration.ofMillis(2_003));
      timer.waitForNextTick();
      ticks.note(timer, time);
      assertEquals(
          new Ticks.Seen(
              start.plusSeconds(2), start.plusSeconds(4), 0, List.of(Duration.ofMillis(3))),
          ticks.seen());

      time.advance(Duration.ofMillis(6_002));
      timer.waitForNextTick();
      ticks.note(timer, time);
      assertEquals(2, ticks.seen().missed());
      assertEquals(List.of(Duration.ofMillis(3), Duration.ofMillis(5)), late());
    }
  }

  private List<Duration> late() {
    return ticks.seen().lateness();
  }

  @Test
  void theLastSixtyAreKept() throws Exception {
    try (PeriodicTimer timer =
        PeriodicTimer.builder(Duration.ofSeconds(1)).timeSource(time).build()) {
      for (int i = 0; i < 61; i++) {
        time.advance(i == 0 ? Duration.ofMillis(1_001) : Duration.ofSeconds(1));
        timer.waitForNextTick();
        ticks.note(timer, time);
      }
    }
    assertEquals(Collections.nCopies(60, Duration.ofMillis(1)), late());
  }

  @Test
  void ofAJobOnlyTheRunsOfItsScheduleAreTicks() throws Exception {
    RecurringJob job = RecurringJob.every(Duration.ofSeconds(10)).build(ticks.around(run -> {}));
    Host host = Host.builder("test").recurring("job", job).timeSource(time).build();
    host.start();
    Instant start = time.instant();

    time.drive(() -> job.runNow().await(Duration.ofSeconds(1)));
    assertNull(ticks.seen().scheduled());
    time.advance(Duration.ofSeconds(10));
    assertEquals(start.plusSeconds(10), ticks.seen().scheduled());
    assertEquals(List.of(Duration.ZERO), late());

    time.drive(host::stop);
  }
}
