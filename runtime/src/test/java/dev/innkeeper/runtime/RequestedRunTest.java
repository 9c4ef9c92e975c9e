package dev.innkeeper.runtime;

import static dev.innkeeper.runtime.HostFixture.seconds;
import static dev.innkeeper.runtime.HostFixture.sleep;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.innkeeper.runtime.jobs.JobHandle;
import dev.innkeeper.runtime.jobs.RecurringJob;
import dev.innkeeper.timer.Schedule;
import dev.innkeeper.timer.testing.ManualTimeSource;
import java.time.Duration;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

/** A requested run never costs a scheduled one. */
class RequestedRunTest {

  private final HostFixture fixture = new HostFixture();
  private final ManualTimeSource time = fixture.time;
  private final List<String> trail = fixture.trail;
  private final RecurringJobFixture jobs = new RecurringJobFixture(fixture);
  private final List<String> events = new CopyOnWriteArrayList<>();

  /** Marks what it does, and takes so long each time. */
  private RecurringJob.Body taking(Duration duration) {
    return run -> {
      fixture.mark(run.trigger() + " begins");
      sleep(time, duration);
      fixture.mark(run.trigger() + " ends");
    };
  }

  private Host started(RecurringJob job) throws Exception {
    return fixture.start(fixture.host().recurring("job", job));
  }

  @Test
  void aDailyPointThatFallsIntoItIsRunAfterIt() throws Exception {
    RecurringJob job =
        RecurringJob.on(Schedule.daily(LocalTime.of(3, 0), ZoneOffset.UTC))
            .build(run -> {
              events.add(run.trigger() + " at " + time.instant());
              sleep(time, Duration.ofMinutes(5));
            });
    Host host = started(job);
    time.advance(Duration.ofHours(2).plusMinutes(59));
    jobs.request(job);
    time.advance(Duration.ofDays(1));
    assertEquals(
        List.of("REQUEST at 2000-01-01T02:59:00Z", "SCHEDULE at 2000-01-01T03:04:00Z"), events);
    assertEquals(0, job.status().skipped());
    assertTrue(fixture.stop(host).clean());
  }

  @Test
  void aTickThatFindsItWaitingIsRunAfterIt() throws Exception {
    RecurringJob job = RecurringJob.every(seconds(10)).build(taking(seconds(4)));
    Host host = started(job);
    time.advance(seconds(7));
    JobHandle<Void> first = jobs.request(job); // runs from 7 to 11
    JobHandle<Void> second = jobs.request(job); // and this one after it
    time.advance(seconds(10));
    assertEquals(JobHandle.State.SUCCEEDED, first.state());
    assertEquals(JobHandle.State.SUCCEEDED, second.state());
    assertTrue(fixture.stop(host).clean());
    assertEquals(
        List.of(
            "7 REQUEST begins",
            "11 REQUEST ends",
            "11 REQUEST begins",
            "15 REQUEST ends",
            "15 SCHEDULE begins",
            "19 SCHEDULE ends"),
        trail);
    assertEquals(0, job.status().skipped());
  }

  @Test
  void ofSeveralTicksThatFallIntoItOneIsRunAndTheOthersAreCounted() throws Exception {
    RecurringJob job = RecurringJob.every(seconds(10)).build(taking(seconds(35)));
    Host host = started(job);
    time.advance(seconds(5));
    jobs.request(job); // until 40: the ticks at 10, 20, 30 and 40
    time.advance(seconds(36));
    assertEquals(3, job.status().skipped());
    assertEquals(List.of("5 REQUEST begins", "40 REQUEST ends", "40 SCHEDULE begins"), trail);
    assertTrue(fixture.stop(host).clean());
  }

  @Test
  void whoAsksWhileOneOfTheScheduleWaitsGetsThatOne() throws Exception {
    RecurringJob job = RecurringJob.every(seconds(10)).build(taking(seconds(4)));
    Host host = started(job);
    time.advance(seconds(9));
    JobHandle<Void> running = jobs.request(job);
    time.advance(seconds(2));
    JobHandle<Void> waiting = jobs.request(job);
    assertSame(waiting, jobs.request(job));
    time.advance(seconds(7));
    assertEquals(JobHandle.State.SUCCEEDED, running.state());
    assertEquals(JobHandle.State.SUCCEEDED, waiting.state());
    assertTrue(fixture.stop(host).clean());
    assertEquals(
        List.of("9 REQUEST begins", "13 REQUEST ends", "13 SCHEDULE begins", "17 SCHEDULE ends"),
        trail);
  }

  @Test
  void aTickThatFallsIntoARunOfTheScheduleIsSkippedAsEver() throws Exception {
    RecurringJob job = RecurringJob.every(seconds(10)).build(taking(seconds(12)));
    Host host = started(job);
    time.advance(seconds(23));
    assertTrue(fixture.stop(host).clean());
    assertEquals(List.of("10 SCHEDULE begins", "22 SCHEDULE ends"), trail);
    assertEquals(1, job.status().skipped());
  }

  @Test
  void aStopHandsBackAllThatWait() throws Exception {
    RecurringJob job = RecurringJob.every(seconds(10)).build(taking(seconds(100)));
    Host host = started(job);
    time.advance(seconds(5));
    JobHandle<Void> running = jobs.request(job);
    JobHandle<Void> waiting = jobs.request(job);
    time.advance(seconds(10)); // and the tick at 10 waits, too
    assertTrue(fixture.stop(host).clean());
    assertEquals(JobHandle.State.HANDED_BACK, running.state());
    assertEquals(JobHandle.State.HANDED_BACK, waiting.state());
    assertEquals(List.of("5 REQUEST begins"), trail);
  }
}
