package dev.innkeeper.runtime.jobs;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What a worker of a queue runs, and whether it rests, as others see it. */
final class WorkerSlot<T, R extends @Nullable Object> {

  private final int number;

  /** What the worker runs, or is about to take. Written by the worker. */
  private volatile @Nullable Job<T, R> job;

  /** For the worker alone. */
  private @Nullable QueueCall<T, R> call;

  // For IdleWorkers:

  private volatile @Nullable Thread thread;
  private volatile boolean rests;
  private volatile boolean searches;

  /** Whether it is in reserve: for {@link SpareWorkers}. */
  private volatile boolean spare;

  WorkerSlot(int number, boolean spare) {
    this.number = number;
    this.spare = spare;
  }

  /** The worker's, from 0. */
  int number() {
    return number;
  }

  void has(@Nullable Job<T, R> itsJob) {
    job = itsJob;
  }

  @Nullable Job<T, R> job() {
    return job;
  }

  /** The job is run by this call. */
  void begins(QueueCall<T, R> newCall) {
    newCall.isAt(Objects.requireNonNull(job));
    call = newCall;
  }

  QueueCall<T, R> call() {
    return Objects.requireNonNull(call, "it has no job");
  }

  /** The worker has nothing to do with the job any more. */
  void clear() {
    job = null;
    call = null;
  }

  // ---- for those who wake it

  void isOnThisThread() {
    thread = Thread.currentThread();
  }

  void rests(boolean whether) {
    rests = whether;
  }

  boolean rests() {
    return rests;
  }

  void searches(boolean whether) {
    searches = whether;
  }

  boolean searches() {
    return searches;
  }

  void isSpare(boolean whether) {
    spare = whether;
  }

  boolean isSpare() {
    return spare;
  }

  /** Present once it has rested. */
  Thread thread() {
    return Objects.requireNonNull(thread);
  }
}
