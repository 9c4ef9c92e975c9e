package dev.innkeeper.runtime.jobs;

import dev.innkeeper.timer.TimeSource;
import org.jspecify.annotations.Nullable;

/**
 * One job of a {@link JobQueue}. From its submission to its end it is in one of these places:
 * outside, waiting, delayed, running; see {@link Backlog}.
 */
final class Job<T, R extends @Nullable Object> implements JobHandle.Keeper {

  private final QueueWork<T, R> work;
  private final T item;

  /** What the job is called instead of by its number; null: by its number. */
  private final @Nullable String label;

  private final JobHandle<R> handle = new JobHandle<>(this);

  // Written under the backlog's lock:

  /** The order of submission, over all lives of the queue: from 1. */
  private long number;

  /** How often it was begun. */
  private int attempts;

  /** When it is to be tried again. */
  private long due;

  /** Present while a worker has it. Volatile for those who ask how far it is. */
  private volatile @Nullable JobCall<R> call;

  Job(QueueWork<T, R> work, T item, @Nullable String label) {
    this.work = work;
    this.item = item;
    this.label = label;
  }

  T item() {
    return item;
  }

  JobHandle<R> handle() {
    return handle;
  }

  void accepted(long asNumber) {
    number = asNumber;
  }

  long number() {
    return number;
  }

  int attempts() {
    return attempts;
  }

  void delayUntil(long time) {
    due = time;
  }

  long due() {
    return due;
  }

  void begins(JobCall<R> newCall) {
    attempts++;
    call = newCall;
  }

  void pauses() {
    call = null;
  }

  @Nullable JobCall<R> call() {
    return call;
  }

  /** As {@code shop/mails#4711}. */
  @Override
  public String id() {
    return work.threadName() + "#" + (label == null ? Long.toString(number) : label);
  }

  @Nullable String label() {
    return label;
  }

  @Override
  public TimeSource time() {
    return work.time();
  }

  @Override
  public boolean isRunning() {
    return call != null;
  }

  @Override
  public boolean cancel() {
    return work.cancel(this);
  }

  @Override
  public void callbackFailed(Throwable thrown) {
    work.callbackFailed(this, thrown);
  }
}
