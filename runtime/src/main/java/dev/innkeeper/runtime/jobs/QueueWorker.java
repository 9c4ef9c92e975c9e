package dev.innkeeper.runtime.jobs;

import dev.innkeeper.runtime.port.HostPort;
import dev.innkeeper.runtime.snapshot.Events;
import dev.innkeeper.runtime.thread.Interruptible;
import dev.innkeeper.runtime.thread.Workplace;
import java.time.Duration;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** One worker of a queue: takes jobs, and runs one after the other. */
final class QueueWorker<T, R extends @Nullable Object> {

  private final QueueWork<T, R> work;
  private final QueuePlan<T, R> plan;
  private final Backlog<T, R> backlog;
  private final WorkerSlot<T, R> slot;
  private final SplittableRandom random;
  private final HostPort port;
  private final @Nullable TimeLimit<QueueCall<T, R>> limit;

  QueueWorker(
      QueueWork<T, R> work, QueuePlan<T, R> plan, Backlog<T, R> backlog, WorkerSlot<T, R> slot) {
    this.work = work;
    this.plan = plan;
    this.backlog = backlog;
    this.slot = slot;
    this.port = work.port();
    this.random = new SplittableRandom(port.seed() + slot.number());
    this.limit = work.limit();
  }

  /** From 0. */
  int number() {
    return slot.number();
  }

  /** On its thread, which others interrupt by {@code whole}: until there are no more jobs. */
  void work(Interruptible whole) {
    Workplace here = Workplace.current();
    Callable<R> handling = this::handle; // made once, and not for each job
    Callable<R> calling = () -> port.job(handling, slot.call(), job().traits().context());
    Callable<R> running = () -> here.inJob(job(), calling);
    Supplier<QueueCall<T, R>> newCall = () -> new QueueCall<>(work, whole);
    while (true) {
      hurryIfInterrupted(whole); // somebody's callback may have swallowed it
      Job<T, R> job = take(newCall, whole);
      if (job == null) {
        slot.clear();
        return;
      }
      run(job, here, running, whole);
      backlog.leave(slot); // not if that has thrown: then the stop finds the job there
    }
  }

  /** Any other interrupt than that of a stop has strayed here. */
  private @Nullable Job<T, R> take(Supplier<QueueCall<T, R>> newCall, Interruptible whole) {
    while (true) {
      try {
        return backlog.take(slot, newCall);
      } catch (InterruptedException e) {
        hurryIfInterrupted(whole);
        if (backlog.closing().isHurried()) {
          return null;
        }
      }
    }
  }

  private Job<T, R> job() {
    return Objects.requireNonNull(slot.job());
  }

  private R handle() throws Exception {
    Job<T, R> job = job();
    return plan.code().run(job, slot.call());
  }

  /** By the host, or with the scope: nothing more is begun, and what was run is handed back. */
  private void hurryIfInterrupted(Interruptible whole) {
    if (whole.hasInterrupted()) {
      backlog.closing().hurry();
    }
  }

  private void run(Job<T, R> job, Workplace here, Callable<R> running, Interruptible whole) {
    QueueCall<T, R> call = slot.call();
    if (limit != null) {
      limit.begins(slot.number(), call);
    }
    call.run(here, running);
    if (limit != null) {
      limit.ended(slot.number());
    }
    hurryIfInterrupted(whole);
    if (call.succeeded()) {
      succeeded(job, call);
    } else if (goesOn(job, call)) {
      return;
    } else {
      failed(job, call);
    }
    backlog.hasReturned(job);
    if (job.wasGivenUp()) {
      work.stuck().remove();
      port.jobEndedLate(job.id());
    }
  }

  private void succeeded(Job<T, R> job, QueueCall<T, R> call) {
    if (backlog.end(slot, job, JobEnd.Outcome.succeeded(call.result()))) {
      port.jobEnded(JobHandle.State.SUCCEEDED.name(), call::took); // before others are called
      job.tell();
    }
  }

  /** It was not done, and is kept: to be tried again, or to be handed back. */
  private boolean goesOn(Job<T, R> job, QueueCall<T, R> call) {
    if (!backlog.mayGoOn(job, call)) {
      return false;
    }
    boolean hurried = backlog.closing().isHurried();
    if (hurried && call.wasInterrupted()) {
      return backlog.putBack(job, call);
    }
    if (!mayBeRetried(job, call.failure())) {
      return false;
    }
    return hurried ? backlog.putBack(job, call) : isRetried(job, call);
  }

  private boolean mayBeRetried(Job<T, R> job, Throwable failure) {
    try {
      return plan.retry().allows(job.attempts(), failure);
    } catch (Throwable t) {
      QueueWork.suppress(t, failure);
      return false;
    }
  }

  /** Told before it can be run again, so that it is not told after what becomes of that. */
  private boolean isRetried(Job<T, R> job, QueueCall<T, R> call) {
    if (!backlog.mayGoOn(job, call)) { // the policy may have taken its time
      return false;
    }
    long delay = plan.retry().backoff().nanos(job.attempts(), random);
    for (Job<T, R> member : job.members()) {
      port.jobRetrying(
          new Events.JobRetrying(
              port.hostName(),
              work.name(),
              member.id(),
              member.item(),
              job.attempts(),
              Duration.ofNanos(delay),
              call.failure()));
    }
    return backlog.retry(job, call, delay);
  }

  private void failed(Job<T, R> job, QueueCall<T, R> call) {
    Throwable failure = call.failure();
    if (backlog.end(slot, job, JobEnd.Outcome.failed(failure))) {
      work.tellFailure(job, call, failure);
    }
  }
}
