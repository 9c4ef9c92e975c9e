package dev.innkeeper.runtime.jobs;

import dev.innkeeper.runtime.thread.BriefLock;
import dev.innkeeper.timer.TimeSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The jobs of a queue that are to be run later. Workers look whether one of them is due. */
final class DelayedJobs<T, R extends @Nullable Object> {

  private final TimeSource time;
  private final Consumer<Job<T, R>> taker;
  private final BriefLock lock = new BriefLock();

  // Guarded by the lock:

  private final PriorityQueue<Job<T, R>> jobs;

  /** What the taker is about to have. */
  private final List<Job<T, R>> leaving = new ArrayList<>();

  private boolean held;

  // Written under the lock, for those who do not take it:

  private volatile int number;
  private volatile @Nullable Long first;

  /** {@code taker} takes what is due. It may call the user's code. */
  DelayedJobs(TimeSource time, Consumer<Job<T, R>> taker) {
    this.time = time;
    this.taker = taker;
    long origin = time.nanoTime();
    this.jobs =
        new PriorityQueue<>(
            Comparator.comparingLong((Job<T, R> job) -> job.due() - origin)
                .thenComparingLong(Job::number));
  }

  /** Until it is {@linkplain Job#due due}. */
  void add(Job<T, R> job) {
    lock.run(() -> {
      jobs.add(job);
      hasChanged();
    });
  }

  boolean remove(Job<T, R> job) {
    return lock.get(() -> {
      boolean removed = jobs.remove(job);
      hasChanged();
      return removed;
    });
  }

  /** Under the lock. */
  private void hasChanged() {
    Job<T, R> next = leaving.isEmpty() ? jobs.peek() : leaving.getFirst();
    first = next == null ? null : Long.valueOf(next.due());
    number = jobs.size() + leaving.size();
  }

  /**
   * What is due goes to the taker. It is found here until it is there; and if it is held meanwhile,
   * after that, too. Returns whether anything was due.
   */
  boolean handOver() {
    Long due = first;
    if (due == null || time.nanoTime() - due < 0) {
      return false;
    }
    List<Job<T, R>> those = lock.get(this::takeWhatIsDue);
    those.forEach(taker);
    lock.run(() -> {
      if (!held) {
        leaving.removeAll(those);
        hasChanged();
      }
    });
    return !those.isEmpty();
  }

  private List<Job<T, R>> takeWhatIsDue() {
    List<Job<T, R>> those = new ArrayList<>();
    long now = time.nanoTime();
    Job<T, R> next = jobs.peek();
    while (next != null && !held && now - next.due() >= 0) {
      those.add(jobs.remove());
      next = jobs.peek();
    }
    leaving.addAll(those);
    hasChanged();
    return those;
  }

  /** When the next is due; null: there is none. */
  @Nullable Long firstDue() {
    return first;
  }

  /** What is here, or comes, stays here. */
  void hold() {
    lock.run(() -> held = true);
  }

  List<Job<T, R>> takeAll() {
    return lock.get(() -> {
      List<Job<T, R>> all = new ArrayList<>(jobs);
      all.addAll(leaving);
      jobs.clear();
      leaving.clear();
      hasChanged();
      return all;
    });
  }

  /** As {@link #number}, but each job of a batch counts. */
  int jobs() {
    return lock.get(() ->
        Stream.concat(jobs.stream(), leaving.stream()).mapToInt(job -> job.members().size()).sum());
  }

  int number() {
    return number;
  }
}
