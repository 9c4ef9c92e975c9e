package dev.innkeeper.runtime.jobs;

import dev.innkeeper.runtime.port.HostPort;
import dev.innkeeper.runtime.service.ServiceContext;
import dev.innkeeper.runtime.snapshot.Events;
import dev.innkeeper.runtime.thread.BriefLock;
import dev.innkeeper.runtime.thread.Interruptible;
import dev.innkeeper.runtime.thread.ThreadScope;
import dev.innkeeper.runtime.thread.Workplace;
import dev.innkeeper.timer.TimeSource;
import dev.innkeeper.timer.message.Shown;
import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CancellationException;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One life of a {@link JobQueue}: its workers, and what they do with each job.
 *
 * <p>A job has one end. Who brings it about is a worker; who gives the call up that took too long;
 * who cancels it before its turn; or the stop, which hands it back.
 */
final class QueueWork<T, R extends @Nullable Object> {

  private record AttemptOfJob(Workplace.Job job, ServiceContext context, int number)
      implements JobQueue.Attempt {

    @Override
    public String id() {
      return job.id();
    }
  }

  private final QueuePlan<T, R> plan;
  private final ServiceContext context;
  private final HostPort port;
  private final Backlog<T, R> backlog;
  private final @Nullable TimeLimit limit;

  /** Used under the backlog's lock. */
  private final SplittableRandom random;

  /** Its stop is still to come. Written at the end of that. */
  private volatile boolean open = true;

  QueueWork(QueuePlan<T, R> plan, ServiceContext context, BriefLock lock, Tally tally) {
    this.plan = plan;
    this.context = context;
    this.port = HostPort.behind(context, "queue '" + plan.name() + "'");
    this.backlog =
        new Backlog<>(context.name(), plan.capacity(), context.timeSource(), lock, tally);
    this.random = new SplittableRandom(port.seed());
    Duration timeout = plan.timeout();
    this.limit =
        timeout == null
            ? null
            : new TimeLimit(port, context.timeSource(), timeout, plan.workers(), this::giveUp);
  }

  String name() {
    return context.name();
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

  /** Under the lock. */
  JobQueue.Status status() {
    return backlog.status();
  }

  // ---- in

  /** Null: there was no room until then; without a deadline it waits as long as it takes. */
  @Nullable JobHandle<R> add(T item, @Nullable Long deadline) throws InterruptedException {
    Job<T, R> job = new Job<>(this, item, label(item));
    return backlog.add(job, deadline) ? job.handle() : null;
  }

  /** Null: there is no room now. */
  @Nullable JobHandle<R> tryAdd(T item) {
    Job<T, R> job = new Job<>(this, item, label(item));
    return backlog.tryAdd(job) ? job.handle() : null;
  }

  /** Calls the user's code, which must not keep the job from getting in. */
  private @Nullable String label(T item) {
    Function<? super T, String> description = plan.description();
    return description == null ? null : Shown.label(() -> description.apply(item));
  }

  // ---- the workers

  /** Until the stop has come, and the jobs are done or the time for them is over. */
  void work() throws InterruptedException {
    try (ThreadScope scope = port.openThreads("workers")) {
      try {
        for (int i = 0; i < plan.workers(); i++) {
          fork(scope, i);
        }
        scope.join();
      } finally {
        backlog.hurry(); // before the workers are interrupted: they see why
      }
    } finally {
      if (limit != null) {
        limit.close();
      }
    }
  }

  private void fork(ThreadScope scope, int worker) {
    Interruptible whole = new Interruptible();
    scope.forkInterruptible(
        port.newThread("worker-" + (worker + 1)), whole, () -> runJobsOrFail(worker, whole));
  }

  private void runJobsOrFail(int worker, Interruptible whole) {
    try {
      runJobs(worker, whole);
    } catch (Throwable t) {
      context.fail(t); // not of a job: out of memory, or a bug of Innkeeper
    }
  }

  private void runJobs(int worker, Interruptible whole) {
    while (true) {
      try {
        Job<T, R> job = backlog.take(() -> new JobCall<>(port, context.timeSource(), whole));
        if (job == null) {
          return;
        }
        run(job, worker);
      } catch (InterruptedException e) {
        if (backlog.isHurried()) {
          return;
        }
      }
    }
  }

  private void run(Job<T, R> job, int worker) {
    JobCall<R> call = call(job);
    if (limit != null) {
      limit.begins(worker, call);
    }
    JobQueue.Attempt attempt = new AttemptOfJob(job, context, job.attempts());
    call.run(job, () -> plan.handler().handle(job.item(), attempt));
    if (limit != null) {
      limit.ended(worker);
    }
    boolean inTime = call.settle();
    if (call.succeeded()) {
      succeeded(job, call);
    } else if (!inTime || !goesOn(job, call)) {
      failed(job, call);
    }
    if (!inTime) {
      port.jobEndedLate(job.id());
    }
  }

  private static <T, R extends @Nullable Object> JobCall<R> call(Job<T, R> job) {
    JobCall<R> call = job.call();
    if (call == null) {
      throw new IllegalStateException("a job that was not begun");
    }
    return call;
  }

  private void succeeded(Job<T, R> job, JobCall<R> call) {
    if (backlog.end(job, handle -> handle.succeed(call.result()))) {
      job.handle().tell();
      port.jobEnded(JobHandle.State.SUCCEEDED.name(), call.took());
    }
  }

  /** It was not done, and is kept: to be tried again, or to be handed back. */
  private boolean goesOn(Job<T, R> job, JobCall<R> call) {
    boolean hurried = backlog.isHurried();
    if (hurried && call.wasInterrupted()) {
      return backlog.putBack(job);
    }
    if (!mayBeRetried(job, call.failure())) {
      return false;
    }
    return hurried ? backlog.putBack(job) : isRetried(job, call.failure());
  }

  /** Told before it can be run again, so that it is not told after what becomes of that. */
  private boolean isRetried(Job<T, R> job, Throwable failure) {
    Long delay = backlog.drawDelay(job, () -> plan.retry().backoff().nanos(job.attempts(), random));
    if (delay == null) {
      return false;
    }
    port.jobRetrying(
        new Events.JobRetrying(
            port.host(),
            context.name(),
            job.id(),
            job.item(),
            job.attempts(),
            Duration.ofNanos(delay),
            failure));
    return backlog.retry(job, delay);
  }

  private boolean mayBeRetried(Job<T, R> job, Throwable failure) {
    try {
      return plan.retry().allows(job.attempts(), failure);
    } catch (Throwable t) {
      suppress(t, failure);
      return false;
    }
  }

  private void failed(Job<T, R> job, JobCall<R> call) {
    Throwable failure = call.failure();
    if (backlog.end(job, handle -> handle.failUnseen(failure))) {
      tellFailure(job, call, failure);
    }
  }

  /** On {@code host/helper}: the call was interrupted, and goes on all the same. */
  private void giveUp(JobCall<?> call) {
    Throwable failure = call.givenUp();
    Job<T, R> job = backlog.giveUp(call, failure);
    if (job != null) {
      tellFailure(job, call, failure);
    }
  }

  /** A job that was cancelled is no news to its owner. */
  private void tellFailure(Job<T, R> job, JobCall<?> call, Throwable failure) {
    boolean cancelled = failure instanceof CancellationException;
    boolean handled = !cancelled && isHandled(job, failure);
    job.handle().tell();
    boolean taken = handled || job.handle().isSeen();
    port.jobEnded(JobHandle.State.FAILED.name(), call.took());
    if (!cancelled) {
      port.jobFailed(
          new Events.JobFailed(
              port.host(), context.name(), job.id(), job.item(), job.attempts(), failure),
          taken);
    }
  }

  /** Calls the user's handler. If that fails, too, both failures are for the log. */
  private boolean isHandled(Job<T, R> job, Throwable failure) {
    JobQueue.FailureHandler<? super T> handler = plan.failures();
    if (handler == null) {
      return false;
    }
    JobQueue.Attempt attempt = new AttemptOfJob(job, context, job.attempts());
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
  private static void suppress(Throwable thrown, Throwable failure) {
    if (thrown != failure) {
      failure.addSuppressed(thrown);
    }
  }

  // ---- from outside

  boolean cancel(Job<T, R> job) {
    Runnable rest = backlog.cancel(job);
    if (rest == null) {
      return false;
    }
    rest.run();
    return true;
  }

  void callbackFailed(Job<T, R> job, Throwable thrown) {
    port.jobCallbackFailed(job.id(), thrown);
  }

  // ---- the end

  /** Once the service was asked to stop: takes no more jobs. */
  void close() {
    backlog.close(port.interruptAt());
  }

  /**
   * To the owner, what has not ended. Jobs whose code still runs are among it.
   *
   * @throws UnfinishedJobsException if nobody takes it
   */
  void handBack() throws UnfinishedJobsException {
    backlog.hurry();
    List<Job<T, R>> left = backlog.handBack();
    open = false;
    left.forEach(job -> job.handle().wake());
    try {
      if (!left.isEmpty()) {
        handBackTo(plan.owner(), left);
      }
    } finally {
      for (Job<T, R> job : left) {
        job.handle().tell();
      }
    }
  }

  private void handBackTo(JobQueue.@Nullable HandBack<T> owner, List<Job<T, R>> jobs)
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
