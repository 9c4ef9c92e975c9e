package dev.innkeeper.runtime.jobs;

import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;

/**
 * Several jobs of a queue that are run as one: with one turn, and tries in common. As long as a job
 * is in a batch, its own turn is that of the batch. It leaves the batch when that ends, or when it
 * is cancelled.
 */
final class Batch<T, R extends @Nullable Object> extends Job<T, R> {

  private final Queue<Job<T, R>> all = new ConcurrentLinkedQueue<>();

  /** Those that have ended with it; null: it has not ended. Written once. */
  private volatile @Nullable List<Job<T, R>> ended;

  /** A batch without jobs yet; {@code first} is the head of the line. */
  Batch(Job<T, R> first) {
    super(first, Traits.of(first.traits().label(), null, null, null));
  }

  /** Returns whether the job waited, and is in the batch now. It is found here before that. */
  boolean add(Job<T, R> job) {
    all.add(job);
    if (job.joins(this)) {
      return true;
    }
    all.remove(job);
    return false;
  }

  @Override
  public String id() {
    Job<T, R> first = all.peek();
    return first == null ? super.id() : first.id();
  }

  /** The number of its first job; no other batch has the same. */
  @Override
  long number() {
    Job<T, R> first = all.peek();
    return first == null ? super.number() : first.number();
  }

  @Override
  T item() {
    Job<T, R> first = all.peek();
    return first == null ? super.item() : first.item();
  }

  /** Those that have ended with it, or are to. */
  @Override
  List<Job<T, R>> members() {
    List<Job<T, R>> those = ended;
    return those == null ? all.stream().filter(job -> job.isIn(this)).toList() : those;
  }

  /** It has ended: those that are in it by now end, and nobody else says how. */
  List<Job<T, R>> endAll() {
    List<Job<T, R>> those = new ArrayList<>();
    for (Job<T, R> job : all) {
      if (job.endsWith(this)) {
        those.add(job);
      }
    }
    ended = those;
    return those;
  }

  @Override
  void tell() {
    members().forEach(Job::tell);
  }

  /** It could not be begun. Those that are in it wait again. */
  List<Job<T, R>> dissolve() {
    return all.stream().filter(job -> job.leaves(this)).toList();
  }
}
