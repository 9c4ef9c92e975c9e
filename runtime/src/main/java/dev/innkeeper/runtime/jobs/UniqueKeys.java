package dev.innkeeper.runtime.jobs;

import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** Which job has which key of those that only one job of a queue may have. */
final class UniqueKeys<T, R extends @Nullable Object> {

  private final WhenDuplicate policy;
  private final ConcurrentHashMap<Object, Job<T, R>> byKey = new ConcurrentHashMap<>();

  UniqueKeys(WhenDuplicate policy) {
    this.policy = policy;
  }

  WhenDuplicate policy() {
    return policy;
  }

  private static Object key(Job<?, ?> job) {
    return Objects.requireNonNull(job.traits().unique());
  }

  /** The job that has the key of this one; null: none has, or it has ended. */
  @Nullable Job<T, R> holder(Job<T, R> job) {
    Job<T, R> there = byKey.get(key(job));
    return there == null || there.hasEnded() ? null : there;
  }

  /** The job has its key from now on, unless another has it, which is returned. */
  @Nullable Job<T, R> take(Job<T, R> job) {
    while (true) {
      Job<T, R> there = byKey.putIfAbsent(key(job), job);
      if (there == null || !there.hasEnded()) {
        return there;
      }
      release(there); // which it is about to do
    }
  }

  /** Takes the key over from one that is run. */
  boolean takeFrom(Job<T, R> running, Job<T, R> job) {
    return byKey.replace(key(job), running, job);
  }

  /** Whether a later job has taken the key over. */
  @SuppressWarnings("ReferenceEquality") // its identity
  boolean isSuperseded(Job<T, R> job) {
    return byKey.get(key(job)) != job;
  }

  void release(Job<T, R> job) {
    byKey.remove(key(job), job);
  }
}
