package dev.innkeeper.runtime.jobs;

import dev.innkeeper.runtime.port.HostPort;
import dev.innkeeper.runtime.service.JobAttempt;
import dev.innkeeper.runtime.service.ServiceContext;
import dev.innkeeper.runtime.snapshot.Events;
import dev.innkeeper.runtime.thread.Interruptible;
import dev.innkeeper.runtime.thread.ThreadScope;
import dev.innkeeper.runtime.thread.Workplace;
import dev.innkeeper.timer.TimeSource;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * One life of a {@link JobQueue}: its workers, and what they do with each job.
 *
 * <p>A job has one end. Who brings it about is a worker; who gives the call up that took too long;
 * who cancels it before its turn; or the stop, which hands it back.
 */
final class QueueWork<T, R extends @Nullable Object> {

  private final QueuePlan<T, R> plan;
  private final ServiceContext context;
  private final HostPort port;
  private final Backlog<T, R> backlog;
  private final @Nullable TimeLimit<QueueCall<T, R>> limit;

  private final List<QueueWorker<T, R>> workers;
  private final StuckWorkers stuck;

  /** Its stop is still to come. Written at the end of that. */
  private volatile boolean open = true;

  QueueWork(QueuePlan<T, R> plan, ServiceContext context, Tally tally, @Nullable RateLimit rate) {
    this.plan = plan;
    this.context = context;
    this.port = HostPort.behind(context, "queue '" + plan.name() + "'");
    this.backlog = new Backlog<>(context.name(), plan, rate, context.timeSource(), tally);
    this.stuck = new StuckWorkers(port, plan);
    Duration timeout = plan.timeout();
    this.limit =
        timeout == null
            ? null
            : new TimeLimit<>(port, context.timeSource(), timeout, plan.threads(), this::giveUp);
    this.workers =
        backlog.slots().stream().map(slot -> new QueueWorker<>(this, plan, backlog, slot)).toList();
  }

  String name() {
    return context.name();
  }

  ServiceContext context() {
    return context;
  }

  HostPort port() {
    return port;
  }

  /** How long a try may take; null: as long as it takes. */
  @Nullable TimeLimit<QueueCall<T, R>> limit() {
    return limit;
  }

  /** {@code host/service}. */
  String threadName() {
    return port.threadName();
  }

  TimeSource time() {
    return context.timeSource();
  }

  boolean isOpen() {
    return open;
  }

  QueueStatus status() {
    return backlog.status();
  }

  // ---- in

  /** Null: there was no room until then; without a deadline it waits as long as it takes. */
  @Nullable JobHandle<R> add(T item, @Nullable Long deadline) throws InterruptedException {
    return backlog.intake().add(job(item), deadline);
  }

  /** The callback is there before the job is in. */
  @SuppressWarnings("ReferenceEquality") // its identity
  JobHandle<R> addTelling(T item, Consumer<? super JobHandle<R>> callback)
      throws InterruptedException {
    Job<T, R> job = job(item);
    job.whenDone(callback);
    Job<T, R> in = Objects.requireNonNull(backlog.intake().add(job, null));
    if (in != job) {
      in.whenDone(callback);
    }
    return in;
  }

  /** When {@code due} has come. */
  JobHandle<R> addLater(T item, long due) throws InterruptedException {
    Job<T, R> job = job(item);
    job.delayUntil(due);
    return Objects.requireNonNull(backlog.intake().add(job, null));
  }

  /** Null: there is no room now. */
  @Nullable JobHandle<R> tryAdd(T item) {
    return backlog.intake().tryAdd(job(item));
  }

  private Job<T, R> job(T item) {
    return new Job<>(this, item, plan.traits(item, port.capture()));
  }

  // ---- the workers

  /** Until the stop has come, and the jobs are done or the time for them is over. */
  void work() throws InterruptedException {
    try {
      if (workers.size() == 1) {
        workers.getFirst().work(port.work());
      } else {
        workOnThreads();
      }
    } finally {
      backlog.closing().hurry();
      if (limit != null) {
        limit.close();
      }
    }
  }

  private void workOnThreads() throws InterruptedException {
    try (ThreadScope scope = port.openThreads("workers")) {
      try {
        workers.forEach(worker -> fork(scope, worker));
        scope.join();
      } finally {
        backlog.closing().hurry(); // before the workers are interrupted: they see why
      }
    }
  }

  private void fork(ThreadScope scope, QueueWorker<T, R> worker) {
    Interruptible whole = new Interruptible();
    scope.forkInterruptible(
        port.newThread("worker-" + (worker.number() + 1)), whole, () -> workOrFail(worker, whole));
  }

  private void workOrFail(QueueWorker<T, R> worker, Interruptible whole) {
    try {
      worker.work(whole);
    } catch (Throwable t) {
      context.fail(t); // not of a job: out of memory, or a bug of Innkeeper
    }
  }

  /** On {@code host/helper}: the call was interrupted, and goes on all the same. */
  private void giveUp(QueueCall<T, R> call) {
    Throwable failure = call.givenUp();
    Job<T, R> job = backlog.giveUp(call, failure);
    if (job != null) {
      stuck.add();
      boolean replaced = backlog.replacesWorkerOf(job);
      tellFailure(job, call, failure);
      if (!replaced && !backlog.closing().isOver()) {
        port.noSpareWorker(plan.spareWorkers());
      }
    }
  }

  /** A job that was cancelled is no news to its owner. */
  void tellFailure(Job<T, R> job, QueueCall<T, R> call, Throwable failure) {
    port.jobEnded(JobHandle.State.FAILED.name(), call::took); // before others are called
    boolean cancelled = call.isCancelled() && failure instanceof CancellationException;
    List<Job<T, R>> members = cancelled ? List.of() : job.members();
    int attempts = job.attempts();
    Set<Job<T, R>> handled =
        members.stream()
            .filter(member -> isHandled(member, call.of(member), failure))
            .collect(Collectors.toSet());
    job.tell();
    for (Job<T, R> member : members) {
      port.jobFailed(
          new Events.JobFailed(
              port.hostName(), context.name(), member.id(), member.item(), attempts, failure),
          handled.contains(member) || member.isSeen());
    }
  }

  @Nullable Duration timeout() {
    return plan.timeout();
  }

  /** Calls the user's handler. If that fails, too, both failures are for the log. */
  private boolean isHandled(Job<T, R> job, JobAttempt attempt, Throwable failure) {
    JobFailureHandler<? super T> handler = plan.failures();
    if (handler == null) {
      return false;
    }
    try {
      return Workplace.current()
          .inJob(
              job,
              () -> {
                handler.failed(job.item(), failure, attempt);
                return true;
              });
    } catch (Throwable t) {
      suppress(t, failure);
      return false;
    }
  }

  @SuppressWarnings("ReferenceEquality") // the same exception again cannot be suppressed in itself
  static void suppress(Throwable thrown, Throwable failure) {
    if (thrown != failure) {
      failure.addSuppressed(thrown);
    }
  }

  // ---- from outside

  boolean cancel(Job<T, R> job) {
    Runnable rest = backlog.ends().cancel(job);
    if (rest == null) {
      return false;
    }
    rest.run();
    return true;
  }

  StuckWorkers stuck() {
    return stuck;
  }

  void callbackFailed(Job<T, R> job, Throwable thrown) {
    port.jobCallbackFailed(job.id(), thrown);
  }

  // ---- the end

  /** Takes no more jobs, and is over when the last has ended. */
  void complete() {
    backlog.closing().complete();
  }

  /** Once the service was asked to stop: takes no more jobs. */
  void close() {
    backlog.closing().close(port.interruptAt());
  }

  /**
   * To the owner, what has not ended. Jobs whose code still runs are among it.
   *
   * @throws UnfinishedJobsException if nobody takes it
   */
  void handBack() throws UnfinishedJobsException {
    backlog.closing().hurry();
    List<Job<T, R>> left = backlog.handBack();
    open = false;
    left.forEach(Job::wake);
    try {
      if (!left.isEmpty()) {
        handBackTo(plan.owner(), left);
      }
    } finally {
      for (Job<T, R> job : left) {
        job.tell();
      }
    }
  }

  private void handBackTo(@Nullable JobHandBack<T> owner, List<Job<T, R>> jobs)
      throws UnfinishedJobsException {
    List<T> items = jobs.stream().map(Job::item).toList();
    List<String> ids = jobs.stream().map(Job::id).toList();
    if (owner == null) {
      throw new UnfinishedJobsException(context.name(), items, ids, null);
    }
    try {
      owner.take(items);
    } catch (Throwable t) {
      throw new UnfinishedJobsException(context.name(), items, ids, t);
    }
    port.handedBack(items.size());
  }
}
