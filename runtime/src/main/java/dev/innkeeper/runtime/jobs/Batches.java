package dev.innkeeper.runtime.jobs;

import dev.innkeeper.timer.TimeSource;
import java.util.Collection;
import java.util.Comparator;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Makes batches of the jobs that stand in line: of the first ones, when there are enough, or the
 * first has waited long enough.
 */
final class Batches<T, R extends @Nullable Object> {

  private final QueuePlan.Batching plan;
  private final TimeSource time;

  /** Of jobs that are in no batch, and of batches that are to be tried again. */
  private final Collection<Job<T, R>> line;

  /** How many are in line that are in no batch. */
  private final AtomicInteger alone = new AtomicInteger();

  /** Nobody else comes: no batch waits for that. */
  private volatile boolean complete;

  Batches(QueuePlan.Batching plan, Collection<Job<T, R>> line, TimeSource time) {
    this.plan = plan;
    this.line = line;
    this.time = time;
  }

  /** Returns whether a worker is to look. */
  boolean add(Job<T, R> job) {
    if (job instanceof Batch) {
      return line.add(job);
    }
    job.dueAt(time.nanoTime() + plan.linger());
    line.add(job); // first: who takes it may count it before it is counted here
    int number = alone.incrementAndGet();
    return number <= 1 || number >= plan.maxSize();
  }

  void remove(Job<T, R> job) {
    if (line.remove(job) && !(job instanceof Batch)) {
      alone.decrementAndGet();
    }
  }

  void complete() {
    complete = true;
  }

  /** The first in line that can be begun: a batch, or a job that one is to be made of. */
  @Nullable Job<T, R> first() {
    boolean due = complete || alone.get() >= plan.maxSize();
    Job<T, R> first = null;
    for (Job<T, R> job : line) {
      if (job.waits()) {
        if (job instanceof Batch) {
          return job;
        }
        first = first == null ? job : first;
        due = due || time.nanoTime() - job.due() >= 0;
        if (due) {
          return first;
        }
      }
    }
    return null;
  }

  /**
   * Makes a batch of as many waiting jobs as fit; null: others have taken them. The worker has the
   * batch before that has a job.
   */
  @Nullable Batch<T, R> make(Job<T, R> first, WorkerSlot<T, R> slot, Tally tally) {
    Batch<T, R> batch = new Batch<>(first);
    slot.has(batch);
    int size = 0;
    for (Job<T, R> job : line) {
      if (size < plan.maxSize() && job.waits() && !(job instanceof Batch) && batch.add(job)) {
        remove(job);
        tally.waited(time.nanoTime() - since(job), 1);
        size++;
      }
    }
    if (size == 0) {
      slot.has(null);
      return null;
    }
    return batch;
  }

  /** Since when it waits for a worker. */
  long since(Job<T, R> job) {
    return job instanceof Batch ? job.due() : job.due() - plan.linger();
  }

  /** When the first batch is to be begun that is not full; null: none waits. */
  @Nullable Long nextDue() {
    long now = time.nanoTime();
    return line.stream()
        .filter(Job::waits)
        .map(job -> job.due() - now)
        .min(Comparator.naturalOrder())
        .map(left -> now + left)
        .orElse(null);
  }
}
