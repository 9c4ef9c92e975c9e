package dev.innkeeper.runtime.jobs;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Has the jobs of one key run one at a time: the first holds the key until it has ended and its
 * code has returned, with all its tries; the others wait, in the order in which they came.
 *
 * <p>Each step is one computation of the map, which is atomic for the key. A job that has entered
 * is found here until it leaves, wherever else it is meanwhile.
 */
final class Partitions<T, R extends @Nullable Object> {

  private final ConcurrentHashMap<Object, Partition<T, R>> byKey = new ConcurrentHashMap<>();

  /** Read and written within a computation of the map. */
  private static final class Partition<T, R extends @Nullable Object> {

    private Job<T, R> holder;
    private final ArrayDeque<Job<T, R>> waiting = new ArrayDeque<>(1);

    private Partition(Job<T, R> first) {
      this.holder = first;
    }

    private Partition<T, R> with(Job<T, R> job) {
      waiting.add(job);
      return this;
    }
  }

  private static Object key(Job<?, ?> job) {
    return Objects.requireNonNull(job.traits().partition());
  }

  /** Returns whether the job holds its key now. */
  boolean enter(Job<T, R> job) {
    Partition<T, R> own = new Partition<>(job);
    return own == byKey.compute(key(job), (key, there) -> there == null ? own : there.with(job));
  }

  /** The job has ended, or never gets its turn. Returns the one that holds the key from now on. */
  @SuppressWarnings("ReferenceEquality") // its identity
  @Nullable Job<T, R> leave(Job<T, R> job) {
    AtomicReference<@Nullable Job<T, R>> next = new AtomicReference<>();
    byKey.computeIfPresent(
        key(job),
        (key, there) -> {
          if (there.holder != job) {
            there.waiting.remove(job);
            return there;
          }
          Job<T, R> first = there.waiting.poll();
          if (first == null) {
            return null;
          }
          there.holder = first;
          next.set(first);
          return there;
        });
    return next.get();
  }

  /**
   * Whether a job waits behind one of its key whose code has begun and not yet returned; or which
   * has ended, and is about to leave.
   */
  boolean isAnyBehindOneThatIsRun() {
    AtomicBoolean found = new AtomicBoolean();
    for (Object each : byKey.keySet()) {
      if (found.get()) {
        return true;
      }
      byKey.computeIfPresent(
          each,
          (key, there) -> {
            if (!there.waiting.isEmpty() && !there.holder.waits()) {
              found.set(true);
            }
            return there;
          });
    }
    return found.get();
  }

  /** All that have entered and not left. */
  List<Job<T, R>> all() {
    List<Job<T, R>> all = new ArrayList<>();
    for (Object each : byKey.keySet()) {
      byKey.computeIfPresent(
          each,
          (key, there) -> {
            all.add(there.holder);
            all.addAll(there.waiting);
            return there;
          });
    }
    return all;
  }

  void clear() {
    byKey.clear();
  }
}
