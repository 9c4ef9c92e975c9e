package dev.innkeeper.dbscheduler;

import dev.innkeeper.runtime.report.Health;
import java.sql.SQLException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks into the table every few seconds: how much there is to do, and whether it can be asked. In
 * the time of the machine, since the database has no other.
 */
final class DatabaseWatch {

  private static final Logger LOG = LoggerFactory.getLogger(DurableJobs.class);
  private static final long MILLIS_WHILE_THERE = 5_000;
  private static final long MILLIS_WHILE_AWAY = 1_000;

  private final DurableWork work;
  private final Semaphore looks = new Semaphore(0);

  DatabaseWatch(DurableWork work) {
    this.work = work;
  }

  /** Somebody has had trouble with it. */
  void lookNow() {
    looks.release();
  }

  /** On its thread, until the work ends. */
  void watch() {
    Long awaySince = null;
    while (!work.isEnding()) {
      awaySince = look(awaySince);
      await(awaySince == null ? MILLIS_WHILE_THERE : MILLIS_WHILE_AWAY);
    }
  }

  /** Returns since when it is away, if it is. */
  private @Nullable Long look(@Nullable Long awaySince) {
    try {
      work.depths().look(work.now());
    } catch (SQLException e) {
      return isAway(awaySince, e);
    } catch (RuntimeException e) { // a pool that was closed
      return isAway(awaySince, e);
    }
    work.plan().recurring().forEach(job -> job.record().isNext(work.depths().of(job.name()).next()));
    if (awaySince != null) {
      LOG.info(
          "The database of {} is back after {} s",
          work.port().threadName(),
          TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - awaySince));
      work.port().healthOfJobs(Health.up());
      work.engines().forEach(Engine::resume);
    }
    return null;
  }

  private Long isAway(@Nullable Long awaySince, Exception e) {
    if (awaySince != null) {
      return awaySince;
    }
    long since = System.nanoTime();
    LOG.warn(
        "The database of {} cannot be asked: no job is begun until it is back",
        work.port().threadName(),
        e);
    work.port().healthOfJobs(Health.down("the database cannot be asked: " + e.getMessage()));
    work.engines().forEach(Engine::pause);
    return since;
  }

  /** Woken by trouble, and by the end. */
  private void await(long millis) {
    boolean woken =
        Outside.await(work.time(), () -> looks.tryAcquire(millis, TimeUnit.MILLISECONDS));
    if (woken) {
      looks.drainPermits();
    }
  }
}
