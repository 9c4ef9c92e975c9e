package dev.innkeeper.runtime.jobs;

import dev.innkeeper.timer.TimeSource;
import java.util.concurrent.CancellationException;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;

/** Lets jobs into a queue: if it is open, when there is room, and if their keys are free. */
final class Intake<T, R extends @Nullable Object> {

  private final String name;
  private final TimeSource time;
  private final Tally tally;
  private final Turnstile room;
  private final Closing<T, R> closing;
  private final WaitingJobs<T, R> waiting;
  private final IdleWorkers idle;
  private final JobEnds<T, R> ends;
  private final @Nullable UniqueKeys<T, R> unique;

  Intake(
      String name,
      TimeSource time,
      Tally tally,
      Turnstile room,
      Closing<T, R> closing,
      WaitingJobs<T, R> waiting,
      IdleWorkers idle,
      JobEnds<T, R> ends,
      @Nullable UniqueKeys<T, R> unique) {
    this.name = name;
    this.time = time;
    this.tally = tally;
    this.room = room;
    this.closing = closing;
    this.waiting = waiting;
    this.idle = idle;
    this.ends = ends;
    this.unique = unique;
  }

  /**
   * Takes a job in, as soon as there is room.
   *
   * @param deadline until when to wait for room; null: as long as it takes
   * @return the job, or the one of its key that is in instead; null: there was no room in time
   * @throws RejectedExecutionException if it is closed, or is closed before there is room; or if
   *     the key of the job is taken
   * @throws InterruptedException if interrupted while there is no room
   */
  @Nullable Job<T, R> add(Job<T, R> job, @Nullable Long deadline) throws InterruptedException {
    Job<T, R> in = tryAdd(job);
    if (in != null) {
      return in;
    }
    if (!room.enter(deadline)) {
      ensureOpenFor(job);
      return null;
    }
    return accept(job);
  }

  /** As {@link #add}, if there is room. */
  @Nullable Job<T, R> tryAdd(Job<T, R> job) {
    ensureOpenFor(job);
    if (room.tryEnter()) {
      return accept(job);
    }
    return unique == null ? null : addInPlaceOfAnother(job, unique);
  }

  private void ensureOpenFor(Job<T, R> job) {
    if (closing.isAtLeast(QueueStage.COMPLETING)) {
      String label = job.traits().label();
      String which = label == null ? "" : "; not accepted: " + label;
      boolean completed = !closing.isAtLeast(QueueStage.CLOSING);
      String why = completed ? "it was completed" : "its service is stopping, or has ended";
      throw new RejectedExecutionException(
          "queue '" + name + "' takes no more jobs: " + why + which);
    }
  }

  /** There is room for it. */
  @SuppressWarnings("ReferenceEquality") // its identity
  private Job<T, R> accept(Job<T, R> job) {
    job.accepted(tally.accept());
    if (!job.isForLater()) {
      job.dueAt(time.nanoTime());
    }
    Job<T, R> first = null;
    try {
      first = unique == null ? job : takeKey(job, unique);
    } finally {
      if (first != job) {
        tally.refuse();
        room.leave();
      }
    }
    if (first == job) {
      putIn(job);
    }
    return first;
  }

  /** It is taken back if the queue was closed: the workers may have gone. */
  private void putIn(Job<T, R> job) {
    boolean in = false;
    try {
      if (waiting.add(job)) {
        idle.wakeOne();
      }
      in = !closing.isAtLeast(QueueStage.COMPLETING);
    } finally {
      if (!in && job.ends(null)) {
        refuse(job);
        ensureOpenFor(job);
      } else if (!in) {
        closing.wakeAllIfOver(); // it was replaced or cancelled on its way
      }
    }
  }

  private void refuse(Job<T, R> job) {
    tally.refuse();
    ends.makeRoom(job);
    if (unique != null && job.fail(new CancellationException("it was refused"))) {
      job.tell(); // those who were given its handle, as that of the first with its key
    }
    ends.forget(job);
    closing.wakeAllIfOver();
  }

  // ---- keys that only one job may have

  /** There is no room: it is in all the same, if another one of its key is or can leave. */
  private @Nullable Job<T, R> addInPlaceOfAnother(Job<T, R> job, UniqueKeys<T, R> keys) {
    Job<T, R> there = keys.holder(job);
    if (there == null) {
      return null;
    }
    if (keys.policy() != WhenDuplicate.REPLACE_WAITING) {
      return keepFirst(there, keys);
    }
    ensureOpenFor(job);
    if (!ends.replace(there)) {
      return null;
    }
    try {
      return accept(job); // its room
    } finally {
      there.tell();
    }
  }

  /** Returns the job, or another one of its key if that stays in. */
  private Job<T, R> takeKey(Job<T, R> job, UniqueKeys<T, R> keys) {
    while (true) {
      Job<T, R> there = keys.take(job);
      if (there == null) {
        return job;
      }
      if (keys.policy() != WhenDuplicate.REPLACE_WAITING) {
        return keepFirst(there, keys);
      }
      ensureOpenFor(job);
      boolean taken = !there.waits() && !there.hasEnded() && keys.takeFrom(there, job);
      if (ends.endIfWaiting(there, JobEnds.replaced())) { // or it was run, and waits again by now
        there.tell();
      }
      if (taken) {
        return job; // beside the one that is run
      }
    }
  }

  /** The key is part of the item, so it is not in the message. */
  private Job<T, R> keepFirst(Job<T, R> there, UniqueKeys<T, R> keys) {
    if (keys.policy() == WhenDuplicate.REJECT) {
      throw new RejectedExecutionException(
          "queue '" + name + "' has a job with the same key already: " + there.id());
    }
    return there;
  }
}
