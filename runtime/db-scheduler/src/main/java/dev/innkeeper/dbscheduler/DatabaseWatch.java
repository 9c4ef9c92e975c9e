package dev.innkeeper.dbscheduler;

import dev.innkeeper.runtime.report.Health;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Looks into the table every few seconds: how much there is to do, and whether it can be asked. It
 * does so on a thread of its own, as db-scheduler's do, and in the time of the machine, since the
 * database has no other.
 */
final class DatabaseWatch {

  /** Once a second while it is away. */
  private static final int SECONDS_WHILE_THERE = 5;

  private final DurableWork work;
  private final ScheduledExecutorService thread;

  // The thread's own:
  private @Nullable Long awaySince;
  private int secondsSinceLook;

  DatabaseWatch(DurableWork work) {
    this.work = work;
    this.thread =
        Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name(work.port().threadName() + "/watch").factory());
  }

  void start() {
    Future<?> unused = thread.scheduleWithFixedDelay(this::lookIfTimely, 0, 1, TimeUnit.SECONDS);
  }

  /** A look that goes on is not disturbed, and nobody waits for it. */
  void stop() {
    thread.shutdown();
  }

  /** Somebody has had trouble with it, or has changed what is shown of it. */
  void lookNow() {
    try {
      thread.execute(this::look);
    } catch (RejectedExecutionException e) {
      return; // it was stopped meanwhile
    }
  }

  private void lookIfTimely() {
    secondsSinceLook++;
    if (awaySince != null || secondsSinceLook >= SECONDS_WHILE_THERE) {
      secondsSinceLook = 0;
      look();
    }
  }

  private void look() {
    if (work.isEnding()) {
      return;
    }
    try {
      work.seen().look(work.now());
    } catch (Throwable t) { // whatever a driver or a pool throws, or nobody would look any more
      isAway(t);
      return;
    }
    work.plan()
        .recurring()
        .forEach(job -> job.record().isNext(work.seen().depth(job.name()).next()));
    isThere();
  }

  private void isThere() {
    if (awaySince != null) {
      work.log().databaseIsBack(TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - awaySince));
      awaySince = null;
      work.port().healthOfJobs(Health.up());
      work.engines().forEach(Engine::resume);
    }
  }

  private void isAway(Throwable e) {
    if (awaySince == null) {
      awaySince = System.nanoTime();
      work.log().databaseIsAway(e);
      work.port().healthOfJobs(Health.down("the database cannot be asked: " + e.getMessage()));
      work.engines().forEach(Engine::pause);
    }
  }
}
