package dev.innkeeper.timer;

import dev.innkeeper.timer.testing.ManualTimeSource;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * A manual time that begins with the year 2000, calendar timers on it, and consumers, whose ticks
 * become a trail: {@code 01 10:00 late PT5M missed 9} is the point, by day and time.
 */
final class CalendarFixture {

  static final Instant MIDNIGHT = Instant.parse("2000-01-01T00:00:00Z");
  static final Schedule HOURLY = Schedule.hourly(ZoneOffset.UTC);
  static final Duration HOUR = Duration.ofHours(1);
  static final Duration MINUTE = Duration.ofMinutes(1);

  private final ManualTimeSource time = new ManualTimeSource(MIDNIGHT);
  private final List<String> trail = new CopyOnWriteArrayList<>();

  ManualTimeSource time() {
    return time;
  }

  List<String> trail() {
    return trail;
  }

  CalendarTimer on(Schedule schedule) {
    return on(schedule, MissedTicks.SKIP);
  }

  CalendarTimer on(Schedule schedule, MissedTicks choice) {
    return CalendarTimer.builder(schedule).timeSource(time).missedTicks(choice).build();
  }

  void consume(CalendarTimer timer) {
    time.start(
        "consumer",
        () -> {
          try {
            while (timer.waitForNextTick()) {
              trail.add(describe(timer));
            }
            trail.add("false at " + clock(time.instant()));
          } catch (InterruptedException e) {
            trail.add("interrupted");
          }
        });
  }

  String describe(CalendarTimer timer) {
    Tick tick = timer.lastTick();
    return clock(timer.lastScheduled())
        + (tick.lateness().isZero() ? "" : " late " + tick.lateness())
        + (tick.missed() == 0 ? "" : " missed " + tick.missed());
  }

  private static String clock(Instant instant) {
    return instant.toString().substring(8, 16).replace('T', ' ');
  }
}
