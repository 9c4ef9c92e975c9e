package dev.innkeeper.ops;

import dev.innkeeper.runtime.jobs.JobHandle;
import dev.innkeeper.runtime.jobs.JobQueue;
import dev.innkeeper.runtime.report.HostEvent;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The jobs of each queue that have failed for good, the latest of them. Their items are kept so
 * that they can be submitted again, and are never shown. For any thread.
 */
final class FailedJobs {

  /** How many of each queue. */
  static final int KEPT = 100;

  /**
   * One that has failed.
   *
   * @param number is unique here; the id may be a label that several have
   */
  private record FailedJob(
      long number, Instant at, String id, Object item, int attempts, String failure) {

    PageJson toJson() {
      return new PageJson()
          .with("number", String.valueOf(number))
          .with("id", id)
          .with("at", at.toEpochMilli())
          .with("attempts", attempts)
          .with("failure", failure);
    }
  }

  private final InstantSource clock;
  private final AtomicLong numbers = new AtomicLong();
  private final ReentrantLock lock = new ReentrantLock();

  /** By queue and number. Guarded by the lock. */
  private final Map<String, NavigableMap<Long, FailedJob>> latest = new HashMap<>();

  FailedJobs(InstantSource clock) {
    this.clock = clock;
  }

  /** Keeps it. */
  void add(HostEvent.JobFailed event) {
    FailedJob failed =
        new FailedJob(
            numbers.incrementAndGet(),
            clock.instant(),
            event.job(),
            event.item(),
            event.attempts(),
            PageText.message(event.failure()));
    lock.lock();
    try {
      keep(event.service(), failed);
    } finally {
      lock.unlock();
    }
  }

  private void keep(String queue, FailedJob failed) {
    NavigableMap<Long, FailedJob> of = latest.computeIfAbsent(queue, name -> new TreeMap<>());
    of.put(failed.number(), failed);
    if (of.size() > KEPT) {
      of.pollFirstEntry();
    }
  }

  /** The newest first. */
  List<PageJson> toJson(String queue) {
    lock.lock();
    try {
      return latest.getOrDefault(queue, new TreeMap<>()).descendingMap().values().stream()
          .map(FailedJob::toJson)
          .toList();
    } finally {
      lock.unlock();
    }
  }

  /**
   * Submits the item of a failed job again, as a new job. Of two who ask for the same one is told
   * that it is gone.
   */
  void putBack(String name, JobQueue<?, ?> queue, String number) throws PageRefusal {
    FailedJob failed = take(name, number);
    boolean done = false;
    try {
      if (submit(queue, failed.item()).isEmpty()) {
        throw PageRefusal.conflict("queue '" + name + "' is full");
      }
      done = true;
    } catch (RejectedExecutionException e) {
      throw PageRefusal.conflict(String.valueOf(e.getMessage()));
    } finally {
      if (!done) {
        lock.lock();
        try {
          keep(name, failed);
        } finally {
          lock.unlock();
        }
      }
    }
  }

  private FailedJob take(String queue, String number) throws PageRefusal {
    lock.lock();
    try {
      NavigableMap<Long, FailedJob> of = latest.getOrDefault(queue, new TreeMap<>());
      for (FailedJob failed : of.values()) {
        if (String.valueOf(failed.number()).equals(number)) {
          of.remove(failed.number()); // not by equals, which would ask the user's item
          return failed;
        }
      }
    } finally {
      lock.unlock();
    }
    throw PageRefusal.notFound("no such failed job is kept: it was put back, or is too old");
  }

  /** It came out of this queue, so it fits into it. */
  @SuppressWarnings("unchecked")
  private static Optional<? extends JobHandle<?>> submit(JobQueue<?, ?> queue, Object item) {
    return ((JobQueue<Object, Object>) queue).trySubmit(item);
  }
}
