package dev.innkeeper.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.innkeeper.runtime.service.ServiceContext;
import dev.innkeeper.timer.CalendarTimer;
import dev.innkeeper.timer.MissedTicks;
import dev.innkeeper.timer.PeriodicTimer;
import dev.innkeeper.timer.Schedule;
import dev.innkeeper.timer.WaitableTimer;
import dev.innkeeper.timer.testing.ManualTimeSource;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/** The timers that a service gets from its context go by the host's time and end with it. */
class ServiceTimersTest {

  private static final Duration HOUR = Duration.ofHours(1);

  private final ManualTimeSource time = new ManualTimeSource();
  private final List<String> trail = new CopyOnWriteArrayList<>();

  private Host host(Function<ServiceContext, WaitableTimer> timer) {
    return Host.builder("clock")
        .timeSource(time)
        .background(
            "bell",
            context -> {
              try (WaitableTimer bell = timer.apply(context)) {
                while (bell.waitForNextTick()) {
                  trail.add(time.instant() + tickOf(bell));
                }
                trail.add(time.instant() + " over");
              }
            })
        .build();
  }

  private static String tickOf(WaitableTimer bell) {
    long missed = bell.lastTick().missed();
    return missed == 0 ? "" : " missed " + missed;
  }

  private void runFor(Duration duration, Host host) throws Exception {
    time.drive(() -> {
      host.start();
      return host;
    });
    time.advance(duration);
    time.drive(host::stop);
  }

  @Test
  void aTimerOnAScheduleTicksAtItsPointsUntilTheStop() throws Exception {
    Schedule quarterPast = Schedule.hourlyAt(15, ZoneOffset.UTC);
    runFor(HOUR.multipliedBy(2).plusMinutes(30), host(context -> context.timer(quarterPast)));
    assertEquals(
        List.of(
            "2000-01-01T00:15:00Z",
            "2000-01-01T01:15:00Z",
            "2000-01-01T02:15:00Z",
            "2000-01-01T02:30:00Z over"),
        trail);
  }

  @Test
  void aWholeHostRunsThroughAYearOfHours() throws Exception {
    runFor(Duration.ofDays(366), host(context -> context.timer(Schedule.hourly(ZoneOffset.UTC))));
    assertEquals(8_784 + 1, trail.size());
    assertEquals("2001-01-01T00:00:00Z", trail.get(8_783));
    assertEquals("2001-01-01T00:00:00Z over", trail.getLast());
  }

  @Test
  void aTimerWithChoicesOfItsOwnIsTheHostsAsWell() throws Exception {
    PeriodicTimer.Builder builder =
        PeriodicTimer.builder(HOUR).initialDelay(Duration.ZERO).missedTicks(MissedTicks.BURST);
    runFor(HOUR, host(context -> context.timer(builder)));
    assertEquals(
        List.of("2000-01-01T00:00:00Z", "2000-01-01T01:00:00Z", "2000-01-01T01:00:00Z over"),
        trail);
  }

  @Test
  void soIsOneOnASchedule() throws Exception {
    CalendarTimer.Builder builder =
        CalendarTimer.builder(Schedule.every(HOUR)).missedTicks(MissedTicks.DELAY);
    runFor(HOUR, host(context -> context.timer(builder)));
    assertEquals(List.of("2000-01-01T01:00:00Z", "2000-01-01T01:00:00Z over"), trail);
  }
}
