package dev.innkeeper.runtime.jobs;

import static dev.innkeeper.runtime.settings.QueueKeys.BATCH_LINGER;
import static dev.innkeeper.runtime.settings.QueueKeys.BATCH_SIZE;
import static dev.innkeeper.runtime.settings.QueueKeys.CAPACITY;
import static dev.innkeeper.runtime.settings.QueueKeys.MAX_RETRIES;
import static dev.innkeeper.runtime.settings.QueueKeys.RATE_NUMBER;
import static dev.innkeeper.runtime.settings.QueueKeys.RATE_PERIOD;
import static dev.innkeeper.runtime.settings.QueueKeys.RETRY_FIRST;
import static dev.innkeeper.runtime.settings.QueueKeys.RETRY_LONGEST;
import static dev.innkeeper.runtime.settings.QueueKeys.SPARE_WORKERS;
import static dev.innkeeper.runtime.settings.QueueKeys.TIMEOUT;
import static dev.innkeeper.runtime.settings.QueueKeys.WHEN_DUPLICATE;
import static dev.innkeeper.runtime.settings.QueueKeys.WORKERS;

import dev.innkeeper.runtime.settings.Adjustable;
import dev.innkeeper.runtime.settings.Group;
import dev.innkeeper.runtime.settings.Key;
import dev.innkeeper.runtime.settings.Options;
import dev.innkeeper.runtime.settings.Options.Overruling;
import dev.innkeeper.runtime.settings.Values;
import dev.innkeeper.timer.TimeSource;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What is chosen for a {@link JobQueue}, over all its lives: by the code for good, and by the
 * configuration of the host that was built last.
 */
final class QueueChoices<T, R extends @Nullable Object> implements Adjustable {

  private static final List<Key<?>> RETRY = List.of(MAX_RETRIES, RETRY_FIRST, RETRY_LONGEST);
  private static final List<Key<?>> RATE = List.of(RATE_NUMBER, RATE_PERIOD);
  private static final List<Key<?>> BATCHING = List.of(BATCH_SIZE, BATCH_LINGER);

  /** What must go together. */
  private static final List<Key<?>> CHECKED =
      Stream.of(List.<Key<?>>of(CAPACITY, SPARE_WORKERS, TIMEOUT), RATE, BATCHING)
          .flatMap(List::stream)
          .toList();

  static final Options<JobQueueBuilder<?, ?>> OPTIONS =
      new Options<JobQueueBuilder<?, ?>>()
          .add(WORKERS, queue -> queue.workers, JobQueueBuilder::workers)
          .add(CAPACITY, queue -> queue.capacity, JobQueueBuilder::capacity)
          .add(SPARE_WORKERS, queue -> queue.spareWorkers, JobQueueBuilder::spareWorkers)
          .add(TIMEOUT, queue -> queue.timeout, JobQueueBuilder::timeout)
          .together(MAX_RETRIES, queue -> true, queue -> queue.retry.retries())
          .together(RETRY_FIRST, QueueChoices::isRetrying, q -> q.retry.backoff().first())
          .together(RETRY_LONGEST, QueueChoices::isRetrying, q -> q.retry.backoff().longest())
          .together(RATE_NUMBER, queue -> queue.rate != null, QueueChoices::rateNumber)
          .together(RATE_PERIOD, queue -> queue.rate != null, QueueChoices::ratePeriod)
          .together(WHEN_DUPLICATE, JobQueueBuilder::isUnique, QueueChoices::whenDuplicate)
          .together(BATCH_SIZE, queue -> queue.batching != null, QueueChoices::batchSize)
          .together(BATCH_LINGER, queue -> queue.batching != null, QueueChoices::batchLinger);

  private final JobQueueBuilder<T, R> code;
  private final QueuePlan<T, R> built;
  private volatile QueuePlan<T, R> plan;

  /** Over all lives that go by the same time. */
  private final AtomicReference<@Nullable RateLimit> rate = new AtomicReference<>();

  /**
   * @param code not changed from here on
   * @throws IllegalStateException if choices do not go together
   */
  QueueChoices(JobQueueBuilder<T, R> code) {
    this.code = code;
    this.built = code.plan();
    this.plan = built;
  }

  QueuePlan<T, R> plan() {
    return plan;
  }

  @Nullable RateLimit rate(QueuePlan<T, R> life, TimeSource time) {
    JobOrder.Rate chosen = life.order().rate();
    return chosen == null
        ? null
        : rate.updateAndGet(there ->
            there != null && there.goesBy(chosen, time) ? there : new RateLimit(chosen, time));
  }

  @Override
  public Group group() {
    return Group.QUEUES;
  }

  @Override
  public Adjusted adjusted(Values values, Overruling overruling) {
    if (values.isEmpty()) {
      return new AdjustedQueue(code, values, built);
    }
    JobQueueBuilder<T, R> changed = code.copy();
    OPTIONS.set(changed, values, QueueChoices::setTogether, overruling);
    return new AdjustedQueue(changed, values, values.refusing(CHECKED, changed::plan));
  }

  private final class AdjustedQueue implements Adjusted {

    private final JobQueueBuilder<T, R> choices;
    private final Values values;
    private final QueuePlan<T, R> adjusted;

    AdjustedQueue(JobQueueBuilder<T, R> choices, Values values, QueuePlan<T, R> adjusted) {
      this.choices = choices;
      this.values = values;
      this.adjusted = adjusted;
    }

    @Override
    public void commit() {
      plan = adjusted;
    }

    @Override
    public void describe(List<String> lines) {
      OPTIONS.describe(choices, values, lines);
    }
  }

  // ---- what is set together

  private static void setTogether(JobQueueBuilder<?, ?> queue, Values values) {
    if (values.hasAny(RETRY)) {
      queue.retry(values.refusing(RETRY, () -> retry(queue.retry, values)));
      if (!isRetrying(queue) && !values.has(MAX_RETRIES)) {
        throw values.refused(
            RETRY, "the queue does not retry: set " + values.written(MAX_RETRIES) + ", too");
      }
    }
    if (values.hasAny(RATE)) {
      setRate(queue, values);
    }
    if (values.has(WHEN_DUPLICATE)) {
      if (!queue.isUnique()) {
        throw values.refused(
            List.of(WHEN_DUPLICATE), "the jobs of the queue have no key: its code needs uniqueBy");
      }
      values
          .get(WHEN_DUPLICATE)
          .map(WhenDuplicate::valueOf)
          .ifPresent(w -> queue.whenDuplicate = w);
    }
    if (values.hasAny(BATCHING)) {
      setBatching(queue, values);
    }
  }

  private static RetryPolicy retry(RetryPolicy code, Values values) {
    return code.withRetries(values.or(MAX_RETRIES, code.retries()))
        .backoff(
            values.or(RETRY_FIRST, code.backoff().first()),
            values.or(RETRY_LONGEST, code.backoff().longest()));
  }

  private static void setRate(JobQueueBuilder<?, ?> queue, Values values) {
    Integer number = values.get(RATE_NUMBER).orElse(rateNumber(queue));
    Duration period = values.get(RATE_PERIOD).orElse(ratePeriod(queue));
    if (number == null || period == null) {
      throw values.refused(
          RATE,
          "a rate limit has a number and a period, and the code has none: choose "
              + values.written(number == null ? RATE_NUMBER : RATE_PERIOD)
              + ", too");
    }
    values.refusing(RATE, () -> queue.rateLimit(number, period));
  }

  private static void setBatching(JobQueueBuilder<?, ?> queue, Values values) {
    if (queue.batching == null) {
      throw values.refused(
          BATCHING, "the queue runs its jobs one by one: its code needs JobQueue.batching");
    }
    queue.batching =
        values.refusing(
            BATCHING,
            () ->
                QueuePlan.Batching.of(
                    values.get(BATCH_SIZE).orElseGet(() -> batchSize(queue)),
                    values.get(BATCH_LINGER).orElseGet(() -> batchLinger(queue))));
  }

  // ---- what was chosen

  private static boolean isRetrying(JobQueueBuilder<?, ?> queue) {
    return queue.retry.retries() > 0;
  }

  private static @Nullable Integer rateNumber(JobQueueBuilder<?, ?> queue) {
    return queue.rate == null ? null : queue.rate.most();
  }

  private static @Nullable Duration ratePeriod(JobQueueBuilder<?, ?> queue) {
    return queue.rate == null ? null : Duration.ofNanos(queue.rate.period());
  }

  private static @Nullable String whenDuplicate(JobQueueBuilder<?, ?> queue) {
    return queue.whenDuplicate == null ? null : queue.whenDuplicate.name();
  }

  private static Integer batchSize(JobQueueBuilder<?, ?> queue) {
    return queue.batching == null ? 0 : queue.batching.maxSize();
  }

  private static Duration batchLinger(JobQueueBuilder<?, ?> queue) {
    return queue.batching == null ? Duration.ZERO : Duration.ofNanos(queue.batching.linger());
  }
}
