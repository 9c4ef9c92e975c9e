package dev.innkeeper.runtime.jobs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.innkeeper.fray.Cast;
import dev.innkeeper.fray.Schedules.Story;
import dev.innkeeper.runtime.jobs.JobHandle.State;
import dev.innkeeper.runtime.report.RunTrigger;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;

/** What is due is run, in whatever order the threads take their steps. */
enum SchedulerStory implements Story {
  A_JOB_COMES("a job that comes while the thread of its scheduler goes to sleep is run") {
    @Override
    public void live() throws InterruptedException {
      Stage stage = new Stage();
      new Cast()
          .with("service", stage.work::work)
          .with(
              "user",
              () -> {
                stage.addDue();
                stage.ticked.await();
                stage.stop();
              })
          .play();
      stage.assertRuns(1);
    }
  },

  IT_STOPS("a run that ends while its scheduler stops is waited for") {
    @Override
    public void live() throws InterruptedException {
      Stage stage = new Stage();
      stage.addDue();
      new Cast().with("service", stage.work::work).with("host", stage::stop).play();
      assertTrue(stage.runs.get() <= 1);
      stage.assertRuns(stage.runs.get());
    }
  },

  IT_IS_PAUSED("a job that is due while it is paused is run when it is resumed") {
    @Override
    public void live() throws InterruptedException {
      Stage stage = new Stage();
      ScheduledJob job = stage.addDue();
      new Cast()
          .with("service", stage.work::work)
          .with(
              "user",
              () -> {
                job.pause();
                job.resume();
                stage.ticked.await();
                stage.stop();
              })
          .play();
      stage.assertRuns(1);
    }
  },

  A_RUN_IS_REQUESTED("a run that is requested does not overlap with one that is due") {
    @Override
    public void live() throws InterruptedException {
      Stage stage = new Stage();
      ScheduledJob job = stage.addDue();
      AtomicInteger requested = new AtomicInteger();
      new Cast()
          .with("service", stage.work::work)
          .with(
              "user",
              () -> {
                requested.addAndGet(stage.runNowUnlessOver(job) ? 1 : 0);
                stage.ticked.await();
                stage.stop();
              })
          .play();
      stage.assertRuns(1 + requested.get());
    }
  },

  TWO_RUNS_ARE_REQUESTED("a run that is requested while another one ends is run") {
    @Override
    public void live() throws InterruptedException {
      Stage stage = new Stage();
      ScheduledJob job = stage.add(new Timing.Every(Duration.ofHours(1).toNanos()));
      AtomicInteger users = new AtomicInteger(2);
      Story request =
          () -> {
            assertTrue(stage.runNowUnlessOver(job));
            if (users.decrementAndGet() == 0) {
              stage.stop();
            }
          };
      new Cast().with("service", stage.work::work).with("a", request).with("b", request).play();
      int runs = stage.runs.get();
      assertTrue(runs == 1 || runs == 2, "runs: " + runs);
      stage.assertRuns(runs);
    }
  };

  /** A scheduler of one job, and its runs. */
  private static final class Stage {

    private final PlainHost host = new PlainHost();
    private final JobRegistry registry =
        new JobRegistry("jobs", new Tolerance(Duration.ZERO), null);
    final SchedulerWork work = new SchedulerWork(registry, host);

    final AtomicInteger runs = new AtomicInteger();
    private final AtomicInteger running = new AtomicInteger();
    private final AtomicInteger overlaps = new AtomicInteger();

    /** The run of the schedule has come. */
    final CountDownLatch ticked = new CountDownLatch(1);

    Stage() {
      registry.begin(work);
    }

    /** Due at once, and no more after that. */
    ScheduledJob addDue() {
      return add(JobRegistry.after(Duration.ZERO));
    }

    ScheduledJob add(Timing timing) {
      return registry.add("job", choices -> timing, this::run, choices -> {});
    }

    private void run(ScheduledJob.Run run) {
      if (running.incrementAndGet() > 1) {
        overlaps.incrementAndGet();
      }
      runs.incrementAndGet();
      running.decrementAndGet();
      if (run.trigger() == RunTrigger.SCHEDULE) {
        ticked.countDown();
      }
    }

    /** False: the job has no more runs. */
    boolean runNowUnlessOver(ScheduledJob job) throws InterruptedException {
      try {
        JobHandle<Void> handle = job.runNow();
        handle.await();
        assertEquals(State.SUCCEEDED, handle.state());
        return true;
      } catch (RejectedExecutionException e) {
        return false;
      }
    }

    /** As the host does. */
    void stop() {
      host.requestStop();
      work.wakeForStop();
    }

    void assertRuns(int expected) {
      work.close();
      host.assertNothingHasFailed();
      assertEquals(expected, runs.get(), "runs");
      assertEquals(0, running.get(), "runs that have not ended");
      assertEquals(0, overlaps.get(), "runs beside another one");
    }
  }

  private final String sentence;

  SchedulerStory(String sentence) {
    this.sentence = sentence;
  }

  @Override
  public String toString() {
    return sentence;
  }
}
