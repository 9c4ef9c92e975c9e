package dev.innkeeper.runtime.jobs;

import dev.innkeeper.timer.TimeSource;
import java.util.Collection;
import java.util.Comparator;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The jobs of a queue that a worker can begin, one by one or in batches, in the order of submission
 * or by priority, and as fast as the rate allows. No lock is met by a job that is run at once.
 */
final class JobLine<T, R extends @Nullable Object> {

  private final TimeSource time;
  private final Tally tally;
  private final Collection<Job<T, R>> line;

  /** The line, unless it goes by priority. */
  private final @Nullable Queue<Job<T, R>> fifo;

  private final @Nullable RateLimit rate;

  /** Null: each job is run on its own. */
  private final @Nullable Batches<T, R> batches;

  JobLine(QueuePlan<T, R> plan, @Nullable RateLimit rate, TimeSource time, Tally tally) {
    this.time = time;
    this.tally = tally;
    Comparator<? super T> priority = plan.order().priority();
    if (priority == null) {
      this.fifo = new ConcurrentLinkedQueue<>();
      this.line = fifo;
    } else {
      this.fifo = null;
      this.line = new ConcurrentSkipListSet<>(inOrder(priority));
    }
    QueuePlan.Batching batching = plan.batching();
    this.batches = batching == null ? null : new Batches<>(batching, line, time);
    this.rate = rate;
  }

  private static <T, R extends @Nullable Object> Comparator<Job<T, R>> inOrder(
      Comparator<? super T> priority) {
    return Comparator.<Job<T, R>, T>comparing(Job::item, priority)
        .thenComparingLong(Job::number)
        .thenComparing(job -> job instanceof Batch); // which has the number of a job in it
  }

  /** Returns whether a worker is to look. */
  boolean add(Job<T, R> job) {
    return batches == null ? line.add(job) : batches.add(job);
  }

  void remove(Job<T, R> job) {
    if (batches == null) {
      line.remove(job);
    } else {
      batches.remove(job);
    }
  }

  /** Whether it goes by arrival: then the first has waited longest. */
  boolean isByArrival() {
    return fifo != null;
  }

  /** Since when the first waits for a worker, if it does by now. */
  @Nullable Long sinceFirst() {
    long now = time.nanoTime();
    for (Job<T, R> job : line) {
      if (job.waits() && now - since(job) >= 0) {
        return since(job);
      }
    }
    return null;
  }

  boolean isEmpty() {
    return line.isEmpty();
  }

  /** All in it, for a look. */
  Collection<Job<T, R>> jobs() {
    return line;
  }

  /** Whether there may be more to do than the worker has taken that was woken for it. */
  boolean comesInBatches() {
    return batches != null;
  }

  /** Since when a job waits for a worker. */
  long since(Job<T, R> job) {
    return batches == null ? job.due() : batches.since(job);
  }

  // ---- workers

  /** Begins the first in line, if the rate allows it, by {@code newCall}; null: there is none. */
  @Nullable Job<T, R> begin(WorkerSlot<T, R> slot, Supplier<QueueCall<T, R>> newCall) {
    if (line.isEmpty() || (rate != null && !rate.allows())) {
      return null;
    }
    return batches == null ? beginFirst(slot, newCall.get()) : beginBatch(slot, newCall, batches);
  }

  private @Nullable Job<T, R> beginFirst(WorkerSlot<T, R> slot, QueueCall<T, R> call) {
    if (rate != null && !rate.take(call.began())) {
      return null;
    }
    Job<T, R> head = fifo == null ? null : fifo.peek(); // mostly it is this, without an iterator
    if (head != null && begins(head, slot, call)) {
      return head;
    }
    for (Job<T, R> job : line) {
      if (begins(job, slot, call)) {
        return job;
      }
    }
    if (rate != null) {
      rate.giveBack(call.began());
    }
    return null;
  }

  /** The worker has it before it leaves the line. */
  private boolean begins(Job<T, R> job, WorkerSlot<T, R> slot, QueueCall<T, R> call) {
    if (!job.waits()) {
      return false;
    }
    slot.has(job);
    if (!job.begins(call)) {
      slot.has(null);
      return false;
    }
    slot.begins(call);
    remove(job);
    tally.waited(call.began() - since(job), size(job));
    return true;
  }

  /** The stop may have ended a new batch by now, which its worker then finds out. */
  private @Nullable Job<T, R> beginBatch(
      WorkerSlot<T, R> slot, Supplier<QueueCall<T, R>> newCall, Batches<T, R> these) {
    Job<T, R> first = these.first();
    if (first == null) {
      return null;
    }
    if (first instanceof Batch) {
      return begins(first, slot, newCall.get()) ? first : null;
    }
    Batch<T, R> batch = these.make(first, slot, tally);
    if (batch != null) {
      QueueCall<T, R> call = newCall.get();
      batch.begins(call);
      slot.begins(call);
    }
    return batch;
  }

  private static int size(Job<?, ?> job) {
    return job instanceof Batch ? job.members().size() : 1;
  }

  /** When to look again, if nobody comes before that; null: when woken. */
  @Nullable Long nextLook() {
    Long allowed = null;
    if (rate != null && line.stream().anyMatch(Job::waits)) {
      Long next = rate.next();
      allowed = next == null ? Long.valueOf(time.nanoTime()) : next; // somebody gave it back
    }
    return batches == null ? allowed : earlier(allowed, batches.nextDue());
  }

  /** Whether a job in it can still be begun, before {@code last} if that is given. */
  boolean isAwaited(@Nullable Long last) {
    if (line.isEmpty()) {
      return false;
    }
    Long allowed = rate == null ? null : rate.next();
    return allowed == null || isBefore(allowed, last);
  }

  static boolean isBefore(@Nullable Long time, @Nullable Long last) {
    return time != null && (last == null || time - last < 0);
  }

  static @Nullable Long earlier(@Nullable Long one, @Nullable Long other) {
    if (one == null || other == null) {
      return one == null ? other : one;
    }
    return one - other < 0 ? one : other;
  }

  // ---- the end

  /** Nobody else comes. */
  void complete() {
    if (batches != null) {
      batches.complete();
    }
  }

  void clear() {
    line.clear();
  }
}
