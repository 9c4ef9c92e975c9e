package dev.innkeeper.runtime;

import static dev.innkeeper.runtime.HostFixture.seconds;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.innkeeper.runtime.jobs.JobScheduler;
import dev.innkeeper.timer.Schedule;
import dev.innkeeper.timer.testing.ManualTimeSource;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Jobs of a scheduler when the wall clock is set: as with a CalendarTimer. It is 2000-01-01. */
class JobSchedulerClockTest {

  private static final Duration HOUR = Duration.ofHours(1);

  private final HostFixture fixture = new HostFixture();
  private final ManualTimeSource time = fixture.time;
  private final JobScheduler scheduler = JobScheduler.builder("jobs").build();
  private final List<String> runs = new ArrayList<>();
  private Host host;

  @BeforeEach
  void start() throws Exception {
    host = fixture.start(fixture.host().jobScheduler(scheduler));
    scheduler.schedule(
        "fixed",
        Schedule.daily(LocalTime.of(2, 0), ZoneOffset.UTC),
        run -> note("fixed", run.scheduled()));
    scheduler.schedule(
        "hourly", Schedule.hourly(ZoneOffset.UTC), run -> note("hourly", run.scheduled()));
    scheduler.schedule(
        "period", Schedule.every(Duration.ofMinutes(90)), run -> note("period", time.instant()));
    scheduler.scheduleAt(
        "once", time.instant().plus(HOUR.multipliedBy(4)), run -> note("once", run.scheduled()));
  }

  @AfterEach
  void stop() throws Exception {
    fixture.stop(host);
  }

  private void note(String job, Instant at) {
    runs.add(job + " " + at.toString().substring(11, 16));
  }

  @Test
  void setForwardTheyRunWhatHasPassedOnce() {
    time.advance(seconds(60));
    time.moveWallClock(HOUR.multipliedBy(3));
    time.advance(Duration.ofMinutes(2));
    assertEquals(List.of("hourly 03:00", "fixed 02:00"), runs);
    assertEquals(2, scheduler.find("hourly").orElseThrow().status().skipped());
    time.advance(HOUR);
    assertEquals(List.of("hourly 03:00", "fixed 02:00", "once 04:00", "hourly 04:00"), runs);
    time.advance(HOUR);
    assertEquals("period 04:30", runs.get(4), "an hour and a half after the start");
  }

  @Test
  void setBackThoseWithFixedHoursDoNotRunAgain() {
    time.advance(Duration.ofMinutes(125));
    assertEquals(List.of("hourly 01:00", "period 01:30", "fixed 02:00", "hourly 02:00"), runs);
    runs.clear();
    time.moveWallClock(HOUR.negated());
    time.advance(HOUR.multipliedBy(2));
    assertEquals(List.of("period 02:00", "hourly 02:00", "hourly 03:00"), runs);
    runs.clear();
    time.advance(HOUR.multipliedBy(23));
    assertEquals(1, runs.stream().filter("fixed 02:00"::equals).count(), "the next day");
    assertEquals(1, runs.stream().filter("once 04:00"::equals).count());
  }

  @Test
  void setBackALongTimeBeforeTheNextPointTheyMissNone() {
    scheduler.find("hourly").orElseThrow().cancel();
    time.advance(seconds(60));
    time.moveWallClock(HOUR.multipliedBy(10).negated());
    time.advance(HOUR.multipliedBy(13));
    assertEquals(1, runs.stream().filter("fixed 02:00"::equals).count());
  }
}
