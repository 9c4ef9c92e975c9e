package dev.innkeeper.runtime.jobs;

import dev.innkeeper.runtime.HostBuilder;
import dev.innkeeper.runtime.ServiceOptions;
import dev.innkeeper.runtime.port.HostPort;
import dev.innkeeper.runtime.service.BackgroundService;
import dev.innkeeper.runtime.service.ServiceContext;
import dev.innkeeper.runtime.settings.Adjustables;
import dev.innkeeper.runtime.time.Durations;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A service that does what it is given, in its own time: mails, payments, webhooks.
 *
 * <pre>{@code
 * JobQueue<Mail, Void> mails =
 *     JobQueue.builder("mails", (Mail mail) -> smtp.send(mail))
 *         .workers(4)
 *         .retry(RetryPolicy.maxRetries(5))
 *         .timeout(Duration.ofSeconds(30))
 *         .onHandBack(outbox::saveAll)
 *         .build();
 * Host host = Host.builder("shop").queue(mails).build();
 * …
 * mails.submit(new Mail(customer, receipt));
 * }</pre>
 *
 * <p><b>In:</b> the queue holds a limited number of jobs that have not ended. When it is full,
 * {@link #submit} waits for room, who came first goes first, and {@link #trySubmit} does not wait.
 * A job that submits to its own queue may so wait for itself.
 *
 * <p><b>Run</b> by a fixed number of workers, each a thread of its own (virtual unless {@code
 * platformThreads()} was chosen; a worker without others is the service's own thread), in the order
 * of submission; with one worker the jobs of a producer are run one after the other in the order in
 * which he submitted them, but for those that are to be run later or are tried again. One that
 * takes longer than the time-out is interrupted. If it ends then, it may be tried again; if it goes
 * on for two seconds more, it has failed, and its worker comes back when it ends.
 *
 * <p><b>Each job ends once</b>, and its {@link JobHandle} says how: it has succeeded, failed, or
 * was handed back. A failure is logged as an error, unless somebody takes it: {@link
 * JobQueueBuilder#onFailed}, {@link JobHandle#whenFailed}, or a thread that waits for the job at
 * that time. A host in which a queue runs is {@linkplain HostBuilder#stopWhenComplete complete}
 * only when {@link #complete()} was called, and the last job has ended.
 *
 * <p><b>Stop:</b> from the time that the service is asked to stop on it takes no more jobs, also
 * not of those who wait for room. What it has, it does, with those retries that are due in time,
 * until the last two seconds of the service's time, or half of it if that is less; {@link
 * ServiceOptions#interruptAfter} says otherwise. Then jobs in progress are interrupted, and what is
 * not done is {@linkplain JobQueueBuilder#onHandBack handed back}: also a job that was interrupted
 * in its last try, or that returned with the thread's interrupt flag set. Nothing outlives the
 * process: for jobs that must survive a crash, write them down first.
 *
 * <p><b>Threads:</b> a queue is one service of one host at a time; its methods may be called from
 * any thread.
 *
 * @param <T> what is submitted
 * @param <R> what a job returns
 * @since 0.1
 */
public final class JobQueue<T, R extends @Nullable Object>
    implements JobSubmitter<T, R>, BackgroundService {

  static {
    Adjustables.open(JobQueue.class, queue -> queue.choices);
  }

  private final QueueChoices<T, R> choices;
  private final Tally tally = new Tally();

  /** The last life that has begun. */
  private final AtomicReference<@Nullable QueueWork<T, R>> work = new AtomicReference<>();

  private volatile boolean completed;

  JobQueue(QueueChoices<T, R> choices) {
    this.choices = choices;
  }

  /**
   * A queue yet to be made, whose jobs return nothing.
   *
   * @param name that of its service, unless it is added to the host under another
   * @throws IllegalArgumentException if the name is empty or has control characters
   */
  @SuppressWarnings("NullAway") // a Void is always null
  public static <T> JobQueueBuilder<T, Void> builder(String name, JobAction<? super T> action) {
    Objects.requireNonNull(action, "action");
    return new JobQueueBuilder<>(
        name,
        (job, attempt) -> {
          action.handle(job.item());
          return null;
        },
        null);
  }

  /**
   * A queue yet to be made, whose jobs return a result.
   *
   * @param name that of its service, unless it is added to the host under another
   * @throws IllegalArgumentException if the name is empty or has control characters
   */
  public static <T, R extends @Nullable Object> JobQueueBuilder<T, R> builderWithResult(
      String name, JobHandler<? super T, ? extends R> handler) {
    Objects.requireNonNull(handler, "handler");
    return new JobQueueBuilder<>(name, (job, attempt) -> handler.handle(job.item(), attempt), null);
  }

  /**
   * A queue yet to be made whose jobs are done several at a time, in batches: rows that one
   * statement inserts. A batch is begun when {@code maxSize} jobs wait, or when the first has
   * waited for {@code linger}; in a stop at once.
   *
   * <p>A batch is tried, and ends, as one: its jobs succeed or fail together. A job that is
   * cancelled leaves its batch; that is not interrupted, and if it is being run, it may do the job
   * all the same. Jobs of a batch that is tried again are not replaced by others of their {@link
   * JobQueueBuilder#uniqueBy key}: both may be done, in any order. The queue can have neither
   * {@link JobQueueBuilder#partitionBy} nor {@link JobQueueBuilder#rateLimit}.
   *
   * @param name that of its service, unless it is added to the host under another
   * @param action is given the items in the order in which they were to be begun
   * @param maxSize of a batch; no more than the queue's capacity
   * @param linger zero: a batch has what waits when a worker has time for it
   * @throws IllegalArgumentException if the name is empty or has control characters, {@code
   *     maxSize} is not positive, or {@code linger} is negative
   */
  @SuppressWarnings("NullAway") // a Void is always null
  public static <T> JobQueueBuilder<T, Void> batching(
      String name, JobAction<? super List<T>> action, int maxSize, Duration linger) {
    Objects.requireNonNull(action, "action");
    QueuePlan.Batching batching = QueuePlan.Batching.of(maxSize, linger);
    return new JobQueueBuilder<>(
        name,
        (job, attempt) -> {
          List<T> items = job.members().stream().map(Job::item).toList();
          if (!items.isEmpty()) { // or else all were cancelled
            action.handle(items);
          }
          return null;
        },
        batching);
  }

  /** The name that it was built with. */
  public String name() {
    return choices.plan().name();
  }

  /** How many jobs can be in it. Fixed once its host has been built. */
  public int capacity() {
    return choices.plan().capacity();
  }

  /** How many jobs it does at a time. Fixed once its host has been built. */
  public int workers() {
    return choices.plan().workers();
  }

  // ---- in

  @Override
  public JobHandle<R> submit(T item) throws InterruptedException {
    return Objects.requireNonNull(work().add(Objects.requireNonNull(item, "item"), null));
  }

  @Override
  public JobHandle<R> submit(T item, Consumer<? super JobHandle<R>> callback)
      throws InterruptedException {
    Objects.requireNonNull(item, "item");
    return work().addTelling(item, Objects.requireNonNull(callback, "callback"));
  }

  @Override
  public Optional<JobHandle<R>> submit(T item, Duration timeout) throws InterruptedException {
    Objects.requireNonNull(item, "item");
    Objects.requireNonNull(timeout, "timeout");
    QueueWork<T, R> life = work();
    return Optional.ofNullable(life.add(item, life.time().nanoTimeAfter(timeout)));
  }

  @Override
  public Optional<JobHandle<R>> trySubmit(T item) {
    return Optional.ofNullable(work().tryAdd(Objects.requireNonNull(item, "item")));
  }

  @Override
  public JobHandle<R> submitAfter(T item, Duration delay) throws InterruptedException {
    Objects.requireNonNull(item, "item");
    QueueWork<T, R> life = work();
    return life.addLater(item, life.time().nanoTimeAfter(Durations.zeroOrMore("delay", delay)));
  }

  @Override
  public JobHandle<R> submitAt(T item, Instant instant) throws InterruptedException {
    Objects.requireNonNull(item, "item");
    Objects.requireNonNull(instant, "instant");
    QueueWork<T, R> life = work();
    Duration delay = Duration.between(life.time().instant(), instant);
    Duration left = delay.isNegative() ? Duration.ZERO : delay;
    return life.addLater(item, life.time().nanoTimeAfter(left));
  }

  /**
   * Takes no more jobs, for good: not even after a restart of its service. The queue does the jobs
   * that it has, with their retries and with those that are to be run later, however long that
   * takes; then its service is complete. A program that ends when its work is done uses this with
   * {@link HostBuilder#stopWhenComplete}. It may be called from any thread; a second call has no
   * effect.
   *
   * @throws IllegalStateException if the queue's service has not started
   */
  public void complete() {
    QueueWork<T, R> life = work.get();
    if (life == null) {
      throw new IllegalStateException(
          "queue '" + name() + "' cannot be completed: its service has not started");
    }
    completed = true;
    life.complete();
  }

  private QueueWork<T, R> work() {
    QueueWork<T, R> life = work.get();
    if (life == null) {
      throw new RejectedExecutionException(
          "queue '"
              + name()
              + "' takes no jobs yet: its service has not started; was the queue added to a host"
              + " (HostBuilder.queue), and is the host up?");
    }
    return life;
  }

  /** How it is doing. */
  public QueueStatus status() {
    QueueWork<T, R> life = work.get();
    return life == null ? tally.status(0, 0, 0, Optional.empty()) : life.status();
  }

  // ---- as a service

  /**
   * Opens the queue.
   *
   * @throws IllegalStateException if the queue is another service already
   */
  @Override
  public void start(ServiceContext context) {
    QueuePlan<T, R> plan = choices.plan();
    RateLimit rate = choices.rate(plan, context.timeSource());
    QueueWork<T, R> life = new QueueWork<>(plan, context, tally, rate);
    QueueWork<T, R> before = work.get();
    if ((before != null && before.isOpen()) || !work.compareAndSet(before, life)) {
      throw new IllegalStateException(
          "queue '" + work().name() + "' is a service already; a second one needs a second queue");
    }
    if (completed) {
      life.complete();
    }
    HostPort.behind(context, "queue '" + name() + "'").drains();
    context.onStopRequested(life::close);
    context.ready();
  }

  @Override
  public void execute(ServiceContext context) throws Exception {
    work().work();
  }

  /**
   * Hands back what was not done.
   *
   * @throws UnfinishedJobsException if nobody takes it
   */
  @Override
  public void stop(ServiceContext context) throws UnfinishedJobsException {
    work().handBack();
  }

  @Override
  public String toString() {
    return "JobQueue[" + name() + "]";
  }
}
