package dev.innkeeper.runtime.jobs;

import dev.innkeeper.timer.TimeSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
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
  private final JobLine<T, R> line;
  private final @Nullable Partitions<T, R> partitions;

  /** How many have a key, and are not in line yet. */
  private final AtomicInteger moving = new AtomicInteger();

  private final DelayedJobs<T, R> delayed;

  WaitingJobs(QueuePlan<T, R> plan, @Nullable RateLimit rate, TimeSource time, Tally tally) {
    this.time = time;
    this.line = new JobLine<>(plan, rate, time, tally);
    this.partitions = plan.order().partition() == null ? null : new Partitions<>();
    this.delayed = new DelayedJobs<>(time, this::getsDue);
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
    return hasKey && line.add(job);
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
      line.remove(job);
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
        line.add(next);
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
    return line.begin(slot, newCall);
  }

  /** Since when the longest-waiting job has waited for a worker; null: none does. */
  @Nullable Long oldest() {
    if (partitions == null && line.isByArrival()) {
      return line.sinceFirst();
    }
    Stream<Job<T, R>> all =
        partitions == null
            ? line.jobs().stream()
            : Stream.concat(line.jobs().stream(), partitions.all().stream());
    long now = time.nanoTime();
    return all.filter(Job::waits)
        .map(job -> now - line.since(job))
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
    return line.comesInBatches();
  }

  /** When to look again, if nobody comes before that; null: when woken. */
  @Nullable Long nextLook() {
    return JobLine.earlier(delayed.firstDue(), line.nextLook());
  }

  /**
   * Whether a job can still be begun, before {@code last} if that is given. What is delayed moves
   * into the line, so that is looked at again.
   */
  boolean isAnyAwaited(@Nullable Long last) {
    return line.isAwaited(last)
        || JobLine.isBefore(delayed.firstDue(), last)
        || (partitions != null && partitions.isAnyBehindOneThatIsRun())
        || moving.get() > 0
        || line.isAwaited(last);
  }

  // ---- the end

  /** Nobody else comes. */
  void complete() {
    line.complete();
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
    all.addAll(line.jobs());
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
