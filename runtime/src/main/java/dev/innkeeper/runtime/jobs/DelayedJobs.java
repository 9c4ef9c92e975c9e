package dev.innkeeper.runtime.jobs;

import dev.innkeeper.runtime.port.HostPort;
import dev.innkeeper.runtime.thread.BriefLock;
import dev.innkeeper.timer.TimeSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The jobs of a queue that are to be run later. What is due goes to where it is taken from. */
final class DelayedJobs<T, R extends @Nullable Object> {

  private final TimeSource time;
  private final Consumer<Job<T, R>> taker;
  private final SharedAlarm alarm;
  private final BriefLock lock = new BriefLock();

  // Guarded by the lock:

  private final PriorityQueue<Job<T, R>> jobs;
  private boolean held;

  DelayedJobs(HostPort port, TimeSource time, Consumer<Job<T, R>> taker) {
    this.time = time;
    this.taker = taker;
    this.alarm = new SharedAlarm(port, this::handOver);
    long origin = time.nanoTime();
    this.jobs =
        new PriorityQueue<>(
            Comparator.comparingLong((Job<T, R> job) -> job.due() - origin)
                .thenComparingLong(Job::number));
  }

  /** Until it is {@linkplain Job#due due}. */
  void add(Job<T, R> job) {
    lock.run(() -> jobs.add(job));
    alarm.set(job.due());
  }

  /** As {@link #add}, for good: nothing is run any more. */
  void keep(Job<T, R> job) {
    lock.run(() -> jobs.add(job));
  }

  boolean remove(Job<T, R> job) {
    return lock.get(() -> jobs.remove(job));
  }

  /** On the host thread. In one section: a job is always in one place or the other. */
  private @Nullable Long handOver() {
    return lock.get(() -> {
      long now = time.nanoTime();
      Job<T, R> first = jobs.peek();
      while (first != null && !held && now - first.due() >= 0) {
        taker.accept(first);
        jobs.remove();
        first = jobs.peek();
      }
      return first == null || held ? null : Long.valueOf(first.due());
    });
  }

  /** Whether there is one that is due before {@code moment}. */
  boolean areAnyDueBefore(long moment) {
    return lock.get(() -> !jobs.isEmpty() && jobs.peek().due() - moment < 0);
  }

  /** What is here, stays here. */
  void hold() {
    lock.run(() -> held = true);
    alarm.close();
  }

  List<Job<T, R>> takeAll() {
    return lock.get(() -> {
      List<Job<T, R>> all = new ArrayList<>(jobs);
      jobs.clear();
      return all;
    });
  }

  int number() {
    return lock.get(jobs::size);
  }
}
