package dev.innkeeper.dbscheduler;

import com.github.kagkarlsson.scheduler.task.Execution;
import dev.innkeeper.runtime.jobs.JobFailureHandler;
import dev.innkeeper.runtime.jobs.JobHandle;
import dev.innkeeper.runtime.port.HostPort;
import dev.innkeeper.runtime.service.JobAttempt;
import dev.innkeeper.runtime.thread.Ending;
import dev.innkeeper.runtime.thread.Workplace;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** What an instance does with a job of a queue that it has picked. */
final class QueueRunner<T> implements JobRunner {

  private final DurableWork work;
  private final QueuePlan<T> plan;
  private final QueueTally tally;
  private final RecentFailures failures;
  private final JobTable table;
  private final HostPort port;

  /** Each failure draws its jitter from a source of its own. */
  private final AtomicLong seeds;

  QueueRunner(DurableWork work, DurableQueue<T> queue) {
    this.work = work;
    this.plan = queue.plan();
    this.tally = queue.tally();
    this.failures = queue.failures();
    this.table = work.table();
    this.port = work.port();
    this.seeds = new AtomicLong(port.seed() + plan.name().hashCode());
  }

  /** The item, once it was read. */
  private final class Reading {
    private @Nullable T item;

    /** What is told of a job whose item cannot be read is its id. */
    Object itemOr(String id) {
      return item == null ? id : item;
    }
  }

  @Override
  public void run(Execution job, byte[] data) throws SQLException {
    if (work.isHurried()) {
      handBack(job);
      return;
    }
    tally.begins(Duration.between(job.executionTime, work.now()));
    String id = work.id(plan.name(), job.getId());
    DurableCall call = new DurableCall(work, plan.name(), id);
    JobAttempt attempt =
        new DurableCall.Attempt(
            work.context(),
            job.consecutiveFailures + 1,
            id,
            Optional.ofNullable(plan.timeout()).map(work.now()::plus));
    Reading reading = new Reading();
    Ending<Void> ending =
        call.make(
            () -> {
              T item = work.payloads().read(plan.name(), job.getId(), plan.type(), data);
              reading.item = item;
              plan.handler().handle(item, attempt);
              return null;
            },
            attempt,
            plan.timeout());
    if (DurableCall.succeeded(ending)) {
      succeeded(job, call);
    } else if (call.wasStopped(ending)) {
      handBack(job);
    } else {
      hasFailed(job, call, attempt, reading, call.failure(ending));
    }
  }

  private void succeeded(Execution job, DurableCall call) throws SQLException {
    if (!table.remove(job)) {
      work.log().wasTakenForDead(call);
    }
    tally.succeeded();
    port.jobEnded(JobHandle.State.SUCCEEDED.name(), call::took);
  }

  private void handBack(Execution job) throws SQLException {
    table.release(job, false);
    tally.handedBack();
  }

  private void hasFailed(
      Execution job, DurableCall call, JobAttempt attempt, Reading reading, Throwable failure)
      throws SQLException {
    Instant now = work.now();
    Duration delay = delay(attempt.number(), failure);
    if (delay != null) {
      tally.retried();
      port.jobRetrying( // before somebody can run it again
          new DurableEvents.JobRetrying(
              port.hostName(),
              work.context().name(),
              call.id(),
              reading.itemOr(job.getId()),
              attempt.number(),
              delay,
              failure));
      if (table.failed(job, now, now.plus(delay))) {
        work.wakeAt(plan.name(), now.plus(delay));
      } else {
        work.log().wasTakenForDead(call);
      }
      return;
    }
    tally.failed();
    failures.add(job.getId(), failure);
    port.jobEnded(JobHandle.State.FAILED.name(), call::took);
    boolean handled = isHandled(call, attempt, reading, failure);
    boolean kept = table.failed(job, now, JobTable.NEVER);
    port.jobFailed(
        new DurableEvents.JobFailed(
            port.hostName(),
            work.context().name(),
            call.id(),
            reading.itemOr(job.getId()),
            attempt.number(),
            failure),
        handled);
    if (!kept) {
      work.log().wasTakenForDead(call);
    }
  }

  /** Calls the user's predicate. Null: there is no retry. */
  private @Nullable Duration delay(int attempts, Throwable failure) {
    try {
      SplittableRandom random = new SplittableRandom(seeds.getAndIncrement());
      return plan.retry().delay(attempts, failure, random).orElse(null);
    } catch (Throwable t) {
      suppress(t, failure);
      return null;
    }
  }

  /** Calls the user's handler. If that fails, too, both failures are for the log. */
  private boolean isHandled(
      DurableCall call, JobAttempt attempt, Reading reading, Throwable failure) {
    JobFailureHandler<? super T> handler = plan.failures();
    T item = reading.item;
    if (handler == null || item == null) {
      return false;
    }
    try {
      return Workplace.current()
          .inJob(
              call,
              () -> {
                handler.failed(item, failure, attempt);
                return true;
              });
    } catch (Throwable t) {
      suppress(t, failure);
      return false;
    }
  }

  @SuppressWarnings("ReferenceEquality") // the same exception cannot be suppressed in itself
  private static void suppress(Throwable thrown, Throwable failure) {
    if (thrown != failure) {
      failure.addSuppressed(thrown);
    }
  }
}
