package dev.innkeeper.runtime;

import static dev.innkeeper.runtime.HostFixture.seconds;
import static dev.innkeeper.runtime.HostFixture.sleep;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.innkeeper.runtime.jobs.JobHandle;
import dev.innkeeper.runtime.jobs.JobScheduler;
import dev.innkeeper.runtime.jobs.ScheduledJob;
import dev.innkeeper.runtime.jobs.WhenBusy;
import dev.innkeeper.timer.Schedule;
import dev.innkeeper.timer.testing.ManualTimeSource;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

/** What a scheduled job does when two things come together. */
class ScheduledJobEdgesTest {

  private final HostFixture fixture = new HostFixture();
  private final ManualTimeSource time = fixture.time;
  private final JobScheduler scheduler = JobScheduler.builder("jobs").build();
  private Host host;

  @BeforeEach
  void start() throws Exception {
    host = fixture.start(fixture.host().jobScheduler(scheduler));
  }

  @AfterEach
  void stop() throws Exception {
    fixture.stop(host);
  }

  private ScheduledJob.Body takes(long seconds) {
    return run -> {
      fixture.mark("run " + run.number());
      sleep(time, seconds(seconds));
    };
  }

  /** Its turn may have come or not, and its thread may have begun or not. */
  @RepeatedTest(20)
  void aRequestThatIsCancelledAtOnceIsCancelled() {
    ScheduledJob job = scheduler.scheduleEvery("job", Duration.ofDays(1), takes(100));
    JobHandle<Void> asked = job.runNow();
    assertTrue(asked.cancel());
    time.advance(seconds(1));
    assertEquals(CancellationException.class, asked.failure().getClass());
  }

  @Test
  void aJobThatIsToBeRunOnceMoreDuringItsRunIsRunAfterIt() {
    scheduler.scheduleAfter(
        "job",
        seconds(1),
        run -> {
          fixture.mark("run " + run.number());
          if (run.number() == 1) {
            run.job().rescheduleAfter(Duration.ZERO);
            sleep(time, seconds(5));
          }
        });
    time.advance(seconds(20));
    assertEquals(List.of("1 run 1", "6 run 2"), fixture.trail);
    assertEquals(0, scheduler.status().jobs());
  }

  /** A schedule is asked without the lock: what it says is void if the job goes by another now. */
  @Test
  void aJobThatIsRescheduledWhileItsScheduleIsAskedGoesByTheNewTimingAlone() {
    AtomicReference<ScheduledJob> job = new AtomicReference<>();
    AtomicInteger asked = new AtomicInteger();
    Schedule schedule =
        after -> {
          if (asked.incrementAndGet() == 2) {
            job.get().rescheduleEvery(seconds(7));
          }
          return after.plusSeconds(5);
        };
    job.set(scheduler.schedule("job", schedule, run -> fixture.mark("run " + run.number())));
    time.advance(seconds(30));
    assertEquals(List.of("12 run 1", "19 run 2", "26 run 3"), fixture.trail);
  }

  @Test
  void aRequestThatIsCancelledTakesNoTickWithIt() {
    ScheduledJob job =
        scheduler.scheduleEvery(
            "job", seconds(10), takes(15), options -> options.whenBusy(WhenBusy.QUEUE_ONE));
    time.advance(seconds(21));
    assertTrue(job.runNow().cancel());
    time.advance(seconds(5));
    assertEquals(List.of("10 run 1", "25 run 2"), fixture.trail);
  }

  @Test
  void aRequestOfAJobThatOverlapsIsRunBesideTheOthers() {
    ScheduledJob job =
        scheduler.scheduleEvery(
            "job", seconds(10), takes(15), options -> options.whenBusy(WhenBusy.OVERLAP));
    time.advance(seconds(12));
    job.runNow();
    time.advance(seconds(1));
    assertEquals(List.of("10 run 1", "12 run 2"), fixture.trail);
  }

  @Test
  void theLastInstantIsNeverAlsoWithJitter() {
    scheduler.scheduleAt("at", Instant.MAX, takes(1), options -> options.jitter(seconds(1)));
    scheduler.scheduleAt("begin", Instant.MIN, takes(1), options -> options.jitter(seconds(1)));
    scheduler.scheduleAfter("after", Duration.ofSeconds(Long.MAX_VALUE), takes(1));
    scheduler.schedule("on", after -> Instant.MAX, takes(1), options -> options.jitter(seconds(1)));
    time.advance(seconds(10));
    assertEquals(1, fixture.trail.size());
    assertEquals(3, scheduler.status().jobs());
  }

  @Test
  void aTickThatWaitsWhenTheStopComesIsCounted() throws Exception {
    ScheduledJob job =
        scheduler.scheduleEvery(
            "job", seconds(10), takes(12), options -> options.whenBusy(WhenBusy.QUEUE_ONE));
    time.advance(seconds(21));
    time.drive(() -> host.control("jobs").stop());
    assertEquals(List.of("10 run 1"), fixture.trail);
    assertEquals(1, job.status().skipped());
    time.drive(() -> host.control("jobs").start());
    time.advance(seconds(10));
    assertEquals(2, fixture.trail.size());
  }

  @Test
  void aJobThatComesAndGoesAtOneTimeLeavesNothingBehind() {
    Instant midnight = time.instant().plus(Duration.ofDays(1));
    scheduler.scheduleAt("stays", midnight, run -> fixture.mark("stays"));
    for (int i = 0; i < 10_000; i++) {
      scheduler.scheduleAt(
          "comes", midnight, run -> fixture.mark("comes"), options -> options.replace());
    }
    ScheduledJob last = scheduler.find("comes").orElseThrow();
    for (int i = 0; i < 10_000; i++) {
      last.rescheduleAt(midnight);
    }
    time.advance(Duration.ofDays(1));
    assertEquals(List.of("86400 stays", "86400 comes"), fixture.trail);
  }
}
