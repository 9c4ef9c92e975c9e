package dev.innkeeper.runtime;

import static dev.innkeeper.runtime.HostFixture.seconds;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.innkeeper.runtime.jobs.RecurringJob;
import dev.innkeeper.timer.Schedule;
import dev.innkeeper.timer.testing.ManualTimeSource;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

/** The jobs of a host whose machine has a wrong clock for a while. */
class WrongClockTest {

  private static final Duration MINUTE = Duration.ofMinutes(1);
  private static final Duration HOUR = Duration.ofHours(1);

  private final HostFixture fixture = new HostFixture();
  private final ManualTimeSource time = fixture.time;
  private final List<Instant> scheduled = new CopyOnWriteArrayList<>();

  private Host started(Schedule schedule) throws Exception {
    RecurringJob job = RecurringJob.on(schedule).build(run -> scheduled.add(run.scheduled()));
    return fixture.start(fixture.host().recurring("job", job));
  }

  private void wrongForAMinute(Duration by) {
    time.moveWallClock(by);
    time.advance(MINUTE);
    time.moveWallClock(by.negated());
  }

  @Test
  void aMinutelyJobGoesOnWhenAClockThatWasAheadIsRightAgain() throws Exception {
    Host host = started(after -> after.truncatedTo(ChronoUnit.MINUTES).plus(MINUTE));
    wrongForAMinute(HOUR.multipliedBy(2));
    scheduled.clear();
    time.advance(MINUTE.multipliedBy(120));
    fixture.stop(host);
    assertEquals(119, scheduled.size()); // the first minute is that in which it is noticed
  }

  @Test
  void aJobOnAPeriodDoesNotNoticeAClockThatIsSetBack() throws Exception {
    Host host = started(Schedule.every(seconds(5)));
    time.moveWallClock(HOUR.negated());
    time.advance(MINUTE);
    fixture.stop(host);
    assertEquals(12, scheduled.size());
    assertEquals(time.instant(), scheduled.getLast());
  }

  /** Whether the service has got as far as its first wait when the clock is set is no accident. */
  @RepeatedTest(200)
  void aClockThatIsSetAtOnceAfterTheStartHasOneOutcome() throws Exception {
    RecurringJob job =
        RecurringJob.on(Schedule.hourly(ZoneOffset.UTC))
            .build(run -> scheduled.add(run.scheduled()));
    Host host = fixture.host().recurring("job", job).build();
    host.start();
    time.moveWallClock(HOUR.multipliedBy(3));
    time.advance(MINUTE.multipliedBy(2));
    assertEquals(List.of(Instant.parse("2000-01-01T03:00:00Z")), scheduled);
    assertTrue(fixture.stop(host).clean());
  }

  @Test
  void aNightlyJobRunsOnceANightAndOnEachNight() throws Exception {
    Host host = started(Schedule.daily(LocalTime.of(3, 0), ZoneOffset.UTC));
    time.advance(HOUR.multipliedBy(2));
    wrongForAMinute(HOUR.multipliedBy(2)); // it is run an hour too early
    time.advance(HOUR.multipliedBy(24));
    time.moveWallClock(HOUR.multipliedBy(-24)); // before that run
    time.advance(HOUR.multipliedBy(49));
    fixture.stop(host);
    assertEquals(
        List.of(
            Instant.parse("2000-01-01T03:00:00Z"),
            Instant.parse("2000-01-02T03:00:00Z"),
            Instant.parse("2000-01-03T03:00:00Z")),
        scheduled);
  }
}
