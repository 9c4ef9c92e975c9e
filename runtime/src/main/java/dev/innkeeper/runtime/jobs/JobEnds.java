package dev.innkeeper.runtime.jobs;

import java.util.concurrent.CancellationException;
import org.jspecify.annotations.Nullable;

/** Ends the jobs of a queue, each once. */
final class JobEnds<T, R extends @Nullable Object> {

  private final Tally tally;
  private final Turnstile room;
  private final Closing<T, R> closing;
  private final WaitingJobs<T, R> waiting;
  private final IdleWorkers idle;
  private final @Nullable UniqueKeys<T, R> unique;

  JobEnds(
      Tally tally,
      Turnstile room,
      Closing<T, R> closing,
      WaitingJobs<T, R> waiting,
      IdleWorkers idle,
      @Nullable UniqueKeys<T, R> unique) {
    this.tally = tally;
    this.room = room;
    this.closing = closing;
    this.waiting = waiting;
    this.idle = idle;
    this.unique = unique;
  }

  /** It ends so; nobody sees that before {@link JobEnd#tell}. */
  void hasEnded(Job<T, R> job, JobEnd.Outcome<R> how) {
    if (job instanceof Batch<T, R> batch) {
      batch.endAll().forEach(member -> hasEndedAlone(member, how));
    } else {
      hasEndedAlone(job, how);
    }
  }

  /** There is room for another before anybody sees the end. */
  private void hasEndedAlone(Job<T, R> job, JobEnd.Outcome<R> how) {
    try {
      tally.end(how.state());
      makeRoom(job);
    } catch (Throwable t) { // out of memory: nobody is to wait for it for ever
      job.end(how);
      job.tell();
      throw t;
    }
    job.endUnseen(how);
  }

  /** Its room, and its key, are free. */
  void makeRoom(Job<T, R> job) {
    releaseKey(job);
    room.leave();
  }

  private void releaseKey(Job<T, R> job) {
    if (unique != null) {
      unique.release(job);
    }
  }

  /** It leaves wherever it is. The next job with its key may now have its turn. */
  void forget(Job<T, R> job) {
    boolean news = true;
    try {
      news = waiting.forget(job) || (waiting.comesInBatches() && waiting.isAny());
    } finally {
      if (news) {
        idle.wakeOne();
      }
    }
  }

  /** It ends, if it waits, and leaves its room to another. */
  boolean replace(Job<T, R> job) {
    JobEnd.Outcome<R> how = replaced();
    if (!job.ends(null)) {
      return false;
    }
    tally.end(how.state());
    releaseKey(job);
    job.endUnseen(how);
    forget(job);
    return true;
  }

  static <R extends @Nullable Object> JobEnd.Outcome<R> replaced() {
    return JobEnd.Outcome.failed(
        new CancellationException("replaced by a later job with the same key"));
  }

  /** Whether a later job has taken its key over. */
  boolean isReplaced(Job<T, R> job) {
    return unique != null && job.traits().unique() != null && unique.isSuperseded(job);
  }

  /** Returns what is still to be done for that; null: it has ended already. */
  @SuppressWarnings("ReferenceEquality") // its identity
  @Nullable Runnable cancel(Job<T, R> job) {
    Runnable rest = null;
    while (!job.hasEnded()) {
      Batch<T, R> batch = job.batch();
      JobCall<R> call = job.call();
      if (batch != null) {
        JobEnd.Outcome<R> how = batch.isRunning() ? cancelledInBatch() : cancelled();
        if (job.endsWith(batch)) { // the others need not suffer for that
          hasEndedAlone(job, how);
          if (batch.waits() && batch.attempts() > 0) { // or else more may join it
            endIfEmpty(batch, how);
          }
          return job::tell;
        }
      } else if (call == null) {
        if (endIfWaiting(job, cancelled())) {
          return job::tell;
        }
      } else {
        call.cancel();
        rest = call::interrupt;
        if (job.call() == call) { // or else its worker may not have seen that
          return rest;
        }
      }
    }
    return rest;
  }

  /** All that were in the batch were cancelled. */
  void endIfEmpty(Job<T, R> batch, JobEnd.Outcome<R> how) {
    if (batch.members().isEmpty()) {
      endIfWaiting(batch, how);
    }
  }

  private static <R extends @Nullable Object> JobEnd.Outcome<R> cancelledInBatch() {
    return JobEnd.Outcome.failed(
        new CancellationException("cancelled while its batch was run, which was not interrupted"));
  }

  static <R extends @Nullable Object> JobEnd.Outcome<R> cancelled() {
    return JobEnd.Outcome.failed(new CancellationException("cancelled before its turn"));
  }

  /** Nobody sees that before its handle tells it. */
  boolean endIfWaiting(Job<T, R> job, JobEnd.Outcome<R> how) {
    if (!job.ends(null)) {
      return false;
    }
    hasEnded(job, how);
    try {
      forget(job);
    } catch (Throwable t) { // of the user's order
      job.tell();
      throw t;
    }
    closing.wakeAllIfOver();
    return true;
  }

  boolean isHandedBack(Job<T, R> job) {
    JobEnd.Outcome<R> how = JobEnd.Outcome.handedBack();
    while (!job.hasEnded()) {
      Batch<T, R> batch = job.batch();
      if (batch != null && !batch.hasEnded()) {
        return false; // that is
      }
      if (batch == null ? job.ends(job.call()) : job.endsWith(batch)) {
        hasEnded(job, how);
        return true;
      }
    }
    return false;
  }

  /** Its owner has had the others long ago. */
  void isOnItsOwn(Job<T, R> job) {
    if (isHandedBack(job)) {
      job.tell();
    }
  }
}
