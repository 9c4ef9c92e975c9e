package dev.innkeeper.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.innkeeper.runtime.jobs.JobScheduler;
import dev.innkeeper.runtime.jobs.ScheduledJob;
import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.junit.jupiter.api.Test;

/**
 * Jobs come and go from eight threads in real time, by sets of ids. {@code
 * -Dinnkeeper.scheduler.jobs} sets how many.
 */
class JobSchedulerComesAndGoesIT {

  private static final int THREADS = 8;
  private static final int JOBS = Integer.getInteger("innkeeper.scheduler.jobs", 200_000);
  private static final int EACH = JOBS / THREADS;

  private final JobScheduler scheduler = JobScheduler.builder("jobs").build();
  private final AtomicIntegerArray runs = new AtomicIntegerArray(JOBS);

  /** 1: it was cancelled, and no run of it is going on. 2: it was cancelled during its run. */
  private final AtomicIntegerArray gone = new AtomicIntegerArray(JOBS);

  /** How often it had been run when it was gone. */
  private final AtomicIntegerArray runsThen = new AtomicIntegerArray(JOBS);

  private final AtomicInteger tooLate = new AtomicInteger();
  private final AtomicReferenceArray<ScheduledJob> jobs = new AtomicReferenceArray<>(JOBS);

  /** Of one job in a hundred. */
  private final Queue<WeakReference<ScheduledJob.Body>> bodies = new ConcurrentLinkedQueue<>();

  private void run(int id) {
    if (gone.get(id) == 1) {
      tooLate.incrementAndGet();
    }
    runs.incrementAndGet(id);
  }

  /** One in three is cancelled, mostly when it is about to be run; the others are run once. */
  private void comeAndGo(int thread) {
    SplittableRandom random = new SplittableRandom(thread);
    int[] toCancel = new int[100];
    for (int i = 0; i < EACH; i++) {
      int id = thread * EACH + i;
      ScheduledJob.Body body = run -> run(id);
      if (id % 100 == 0) {
        bodies.add(new WeakReference<>(body));
      }
      Duration delay = Duration.ofNanos(random.nextLong(3_000_000));
      jobs.set(id, scheduler.scheduleAfter("job " + id, delay, body));
      if (id % 3 == 0) {
        int slot = random.nextInt(toCancel.length);
        cancel(toCancel[slot] - 1);
        toCancel[slot] = id + 1;
      }
    }
    for (int id : toCancel) {
      cancel(id - 1);
    }
  }

  private void cancel(int id) {
    if (id >= 0) {
      ScheduledJob job = jobs.get(id);
      boolean cancelled = job.cancel();
      if (cancelled && !job.status().running()) {
        runsThen.set(id, runs.get(id));
        gone.set(id, 1);
      } else if (cancelled) {
        gone.set(id, 2);
      }
    }
  }

  @Test
  void noneIsLostAndNoneRunsAfterItWasCancelled() throws Exception {
    try (Host host = Host.builder("inn").jobScheduler(scheduler).build()) {
      host.start();
      CountDownLatch done = new CountDownLatch(THREADS);
      for (int t = 0; t < THREADS; t++) {
        int thread = t;
        Thread.ofVirtual()
            .start(() -> {
              comeAndGo(thread);
              done.countDown();
            });
      }
      done.await();
      CountDownLatch last = new CountDownLatch(1);
      awaitAll(last);
      last.await();
    }
    List<Integer> wrong = new ArrayList<>();
    for (int id = 0; id < JOBS; id++) {
      int state = gone.get(id);
      boolean right =
          switch (state) {
            case 0 -> runs.get(id) == 1;
            case 1 -> runs.get(id) == runsThen.get(id) && runs.get(id) <= 1;
            default -> runs.get(id) <= 1;
          };
      if (!right) {
        wrong.add(id);
      }
    }
    assertEquals(List.of(), wrong);
    assertEquals(0, tooLate.get(), "runs after the job was cancelled");
    assertEquals(0, scheduler.status().jobs());
    assertTrue(jobs.get(0).status().ended());
    for (int id = 0; id < JOBS; id++) {
      jobs.set(id, null);
    }
    assertNoBodyIsLeft();
  }

  @Test
  void anIdleSchedulerKeepsNothingOfTheRunsThatHaveEnded() throws Exception {
    try (Host host = Host.builder("inn").jobScheduler(scheduler).build()) {
      host.start();
      CountDownLatch done = new CountDownLatch(1_000);
      for (int id = 0; id < 1_000; id++) {
        ScheduledJob.Body body = run -> done.countDown();
        bodies.add(new WeakReference<>(body));
        scheduler.scheduleAfter("job " + id, Duration.ofMillis(1), body);
      }
      done.await();
      assertNoBodyIsLeft();
    }
  }

  private void assertNoBodyIsLeft() {
    for (int i = 0; i < 50 && (bodiesLeft() > 0 || scheduler.status().jobs() > 0); i++) {
      System.gc();
    }
    assertEquals(0, bodiesLeft(), "bodies of jobs that are gone, and are no garbage");
  }

  private long bodiesLeft() {
    return bodies.stream().filter(body -> body.get() != null).count();
  }

  /** By a job that looks for others. */
  private void awaitAll(CountDownLatch last) {
    scheduler.scheduleEvery(
        "last",
        Duration.ofMillis(20),
        run -> {
          if (scheduler.status().jobs() == 1) {
            run.job().cancel();
            last.countDown();
          }
        });
  }
}
