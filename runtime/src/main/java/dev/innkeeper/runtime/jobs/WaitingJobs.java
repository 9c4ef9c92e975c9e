package dev.innkeeper.runtime.jobs;

import dev.innkeeper.timer.TimeSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The jobs of a queue that wait: in line for a worker, for the others of their key, or for a time.
 * Where a job waits does not say what may be done with it: that is a matter of its {@linkplain Job
 * turn}.
 *
 * <p>A job is in its next place before it leaves the one before. So in a stop, when nothing moves
 * from the delayed ones any more, every job is found by a thread that looks in the order in which
 * they move: for the others of the key, in line, with a worker, delayed. And a thread that puts a
 * job somewhere looks afterwards whether it has ended meanwhile. No lock is met by a job that is
 * run at once.
 */
final class WaitingJobs<T, R extends @Nullable Object> {

  private final TimeSource time;
  private final Tally tally;
  private final Collection<Job<T, R>> line;

  /** The line, unless it goes by priority. */
  private final @Nullable Queue<Job<T, R>> fifo;

  private final @Nullable Partitions<T, R> partitions;

  /** How many have a key, and are not in line yet. */
  private final AtomicInteger moving = new AtomicInteger();

  private final @Nullable RateLimit rate;
  private final DelayedJobs<T, R> delayed;

  /** Null: each job is run on its own. */
  private final @Nullable Batches<T, R> batches;

  WaitingJobs(QueuePlan<T, R> plan, @Nullable RateLimit rate, TimeSource time, Tally tally) {
    this.tally = tally;
    JobOrder<T> order = plan.order();
    this.time = time;
    Comparator<? super T> priority = order.priority();
    if (priority == null) {
      this.fifo = new ConcurrentLinkedQueue<>();
      this.line = fifo;
    } else {
      this.fifo = null;
      this.line = new ConcurrentSkipListSet<>(inOrder(priority));
    }
    QueuePlan.Batching batching = plan.batching();
    this.batches = batching == null ? null : new Batches<>(batching, line, time);
    this.partitions = order.partition() == null ? null : new Partitions<>();
    this.rate = rate;
    this.delayed = new DelayedJobs<>(time, this::getsDue);
  }

  private static <T, R extends @Nullable Object> Comparator<Job<T, R>> inOrder(
      Comparator<? super T> priority) {
    return Comparator.<Job<T, R>, T>comparing(Job::item, priority)
        .thenComparingLong(Job::number)
        .thenComparing(job -> job instanceof Batch); // which has the number of a job in it
  }

  /**
   * A job is in. It may have been replaced already by another one of its key. Returns whether a
   * worker is to look, be it to watch what is for later.
   */
  boolean add(Job<T, R> job) {
    boolean news = true;
    if (job.isForLater()) {
      delayed.add(job);
    } else {
      news = standInLine(job);
    }
    return forgetIfEnded(job) || news;
  }

  /** A job that was begun waits until it is due. */
  void delay(Job<T, R> job) {
    delayed.add(job);
  }

  /** One that was begun has its key already. */
  private boolean standInLine(Job<T, R> job) {
    boolean hasKey = partitions == null || job.attempts() > 0 || partitions.enter(job);
    return hasKey && addToLine(job);
  }

  /** Returns whether a worker is to look. */
  private boolean addToLine(Job<T, R> job) {
    return batches == null ? line.add(job) : batches.add(job);
  }

  private void removeFromLine(Job<T, R> job) {
    if (batches == null) {
      line.remove(job);
    } else {
      batches.remove(job);
    }
  }

  /** It may have been taken out of here when it was in neither place. */
  private void getsDue(Job<T, R> job) {
    standInLine(job);
    forgetIfEnded(job);
  }

  private boolean forgetIfEnded(Job<T, R> job) {
    return job.hasEnded() && forget(job);
  }

  /**
   * It has ended, and leaves wherever it is; but not its key, if its code may still run. Returns
   * whether another one came into line for that: before this one is gone, so that nobody believes
   * that all is done.
   */
  boolean forget(Job<T, R> job) {
    boolean another = !job.wasGivenUp() && leaveKey(job);
    if (!delayed.remove(job)) {
      removeFromLine(job);
    }
    return another;
  }

  /** It has ended, and its code has returned: the next of its key has its turn. */
  boolean leaveKey(Job<T, R> job) {
    if (partitions == null) {
      return false;
    }
    Job<T, R> next;
    moving.incrementAndGet();
    try {
      next = partitions.leave(job);
      if (next != null) {
        addToLine(next);
      }
    } finally {
      moving.decrementAndGet();
    }
    if (next == null) {
      return false;
    }
    forgetIfEnded(next);
    return true;
  }

  // ---- workers

  /** Puts the jobs that are due in line. Returns whether there were any. */
  boolean moveUp() {
    return delayed.handOver();
  }

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
    removeFromLine(job);
    tally.waited((call.began() - since(job)) * size(job));
    return true;
  }

  /** The stop may have ended a new batch by now, which its worker then finds out. */
  private @Nullable Job<T, R> beginBatch(
      WorkerSlot<T, R> slot, Supplier<QueueCall<T, R>> newCall, Batches<T, R> line) {
    Job<T, R> first = line.first();
    if (first == null) {
      return null;
    }
    if (first instanceof Batch) {
      return begins(first, slot, newCall.get()) ? first : null;
    }
    Batch<T, R> batch = line.make(first, slot, tally);
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

  /** Since when it waits for a worker. */
  private long since(Job<T, R> job) {
    return batches == null ? job.due() : batches.since(job);
  }

  /** Since when the longest-waiting job has waited for a worker; null: none does. */
  @Nullable Long oldest() {
    Stream<Job<T, R>> all =
        partitions == null
            ? line.stream()
            : Stream.concat(line.stream(), partitions.all().stream());
    long now = time.nanoTime();
    return all.filter(Job::waits)
        .map(job -> now - since(job))
        .filter(waited -> waited >= 0) // or else it is to be tried again later
        .max(Comparator.naturalOrder())
        .map(waited -> now - waited)
        .orElse(null);
  }

  /** In line, or delayed. */
  boolean isAny() {
    return !line.isEmpty() || delayed.number() > 0;
  }

  int delayed() {
    return delayed.jobs();
  }

  /** Whether there may be more to do than the worker has taken that was woken for it. */
  boolean comesInBatches() {
    return batches != null;
  }

  /** When to look again, if nobody comes before that. */
  @Nullable Long nextLook() {
    Long allowed = null;
    if (rate != null && line.stream().anyMatch(Job::waits)) {
      Long next = rate.next();
      allowed = next == null ? Long.valueOf(time.nanoTime()) : next; // somebody gave it back
    }
    return earlier(
        earlier(delayed.firstDue(), allowed), batches == null ? null : batches.nextDue());
  }

  private static @Nullable Long earlier(@Nullable Long one, @Nullable Long other) {
    if (one == null || other == null) {
      return one == null ? other : one;
    }
    return one - other < 0 ? one : other;
  }

  /**
   * Whether a job can still be begun, before {@code last} if that is given. What is delayed moves
   * into the line, so that is looked at again.
   */
  boolean isAnyAwaited(@Nullable Long last) {
    return isLineAwaited(last)
        || isBefore(delayed.firstDue(), last)
        || (partitions != null && partitions.isAnyBehindOneThatIsRun())
        || moving.get() > 0
        || isLineAwaited(last);
  }

  private boolean isLineAwaited(@Nullable Long last) {
    if (line.isEmpty()) {
      return false;
    }
    Long allowed = rate == null ? null : rate.next();
    return allowed == null || isBefore(allowed, last);
  }

  private static boolean isBefore(@Nullable Long time, @Nullable Long last) {
    return time != null && (last == null || time - last < 0);
  }

  // ---- the end

  /** Nobody else comes. */
  void complete() {
    if (batches != null) {
      batches.complete();
    }
  }

  /** What is delayed stays where it is. */
  void hold() {
    delayed.hold();
  }

  /** All that wait, and those that {@code workers} have; some may be there twice. */
  List<Job<T, R>> takeAll(List<WorkerSlot<T, R>> workers) {
    List<Job<T, R>> all = new ArrayList<>();
    if (partitions != null) {
      all.addAll(partitions.all());
    }
    all.addAll(line);
    for (WorkerSlot<T, R> worker : workers) {
      Job<T, R> job = worker.job();
      if (job != null) {
        all.add(job);
      }
    }
    all.addAll(delayed.takeAll());
    return all;
  }

  /** All have ended. */
  void clear() {
    line.clear();
    if (partitions != null) {
      partitions.clear();
    }
  }
}
