package dev.innkeeper.runtime.jobs;

import dev.innkeeper.runtime.thread.Workplace;
import dev.innkeeper.timer.TimeSource;
import java.util.List;
import java.util.concurrent.atomic.AtomicReferenceFieldUpdater;
import org.jspecify.annotations.Nullable;

/**
 * One job of a {@link JobQueue}. It waits for its turn, is run, may wait for another try, and ends
 * once. Each step is a compare-and-set, which decides who takes it: a worker that begins the job or
 * has run it, a user who cancels it, the host that gives it up, or the stop that hands it back.
 */
class Job<T, R extends @Nullable Object> extends JobEnd<R> implements Workplace.Job {

  /** How a job has ended, as to its turn. */
  private enum Ended {
    /** It waited, for the first try or for another one. */
    WAITING,
    /** It was run. */
    RUNNING,
    /** It was run, and its call goes on. */
    GIVEN_UP
  }

  @SuppressWarnings("rawtypes")
  private static final AtomicReferenceFieldUpdater<Job, @Nullable Object> TURN =
      AtomicReferenceFieldUpdater.newUpdater(Job.class, Object.class, "turn");

  private final QueueWork<T, R> work;
  private final T item;

  private final Traits traits;

  /**
   * Null while it waits; a {@link JobCall} while it is run; the {@link Batch} that it is in; {@link
   * Ended}.
   */
  private volatile @Nullable Object turn;

  /** The order of submission, over all lives of the queue: from 1. Written before it is in line. */
  private long number;

  /** How often it was begun. Written by its worker. */
  private int attempts;

  /** From when on it is to be run; in line for a batch, until when. */
  private long due;

  /** Whether {@link #due} counts. */
  private boolean later;

  Job(QueueWork<T, R> work, T item, Traits traits) {
    this.work = work;
    this.item = item;
    this.traits = traits;
  }

  /** A batch of which {@code first} is the first. */
  Job(Job<T, R> first, Traits traits) {
    this(first.work, first.item, traits);
    this.number = first.number;
  }

  Traits traits() {
    return traits;
  }

  T item() {
    return item;
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
    later = true;
  }

  void dueAt(long time) {
    due = time;
  }

  /** Whether it is {@link #due()} at a time of its own. */
  boolean isForLater() {
    return later;
  }

  long due() {
    return due;
  }

  // ---- its turn: each returns whether it was as the caller believed

  /** It waited, and is run by this call. */
  boolean begins(JobCall<R> call) {
    if (TURN.compareAndSet(this, null, call)) {
      attempts++;
      return true;
    }
    return false;
  }

  /** It was run by this call, and waits again. */
  boolean pauses(JobCall<R> call) {
    return TURN.compareAndSet(this, call, null);
  }

  /** It was run by this call, or waited if that is null; and has ended. */
  boolean ends(@Nullable JobCall<R> call) {
    return TURN.compareAndSet(this, call, call == null ? Ended.WAITING : Ended.RUNNING);
  }

  /** It was run by this call, and has ended, although that goes on. */
  boolean isGivenUp(JobCall<R> call) {
    return TURN.compareAndSet(this, call, Ended.GIVEN_UP);
  }

  boolean wasGivenUp() {
    return turn == Ended.GIVEN_UP;
  }

  boolean waits() {
    return turn == null;
  }

  // ---- in a batch: likewise

  /** It waited. */
  boolean joins(Batch<T, R> batch) {
    return TURN.compareAndSet(this, null, batch);
  }

  /** It was in the batch, and waits again. */
  boolean leaves(Batch<T, R> batch) {
    return TURN.compareAndSet(this, batch, null);
  }

  /** It was in the batch, and has ended. */
  boolean endsWith(Batch<T, R> batch) {
    return TURN.compareAndSet(this, batch, batch.waits() ? Ended.WAITING : Ended.RUNNING);
  }

  boolean isIn(Batch<T, R> batch) {
    return turn == batch;
  }

  /** Present while it is in one. */
  @SuppressWarnings("unchecked")
  @Nullable Batch<T, R> batch() {
    return turn instanceof Batch<?, ?> batch ? (Batch<T, R>) batch : null;
  }

  /** The batch that it is in, or itself. */
  Job<T, R> whole() {
    Batch<T, R> batch = batch();
    return batch == null ? this : batch;
  }

  /** Those that end with it. */
  List<Job<T, R>> members() {
    return List.of(this);
  }

  // ---- whether it has ended

  /** Even if its handle does not show it yet. */
  boolean hasEnded() {
    return turn instanceof Ended;
  }

  /** Present while it is run. */
  @SuppressWarnings("unchecked")
  @Nullable JobCall<R> call() {
    return turn instanceof JobCall<?> call ? (JobCall<R>) call : null;
  }

  // ---- for its handle

  /** As {@code shop/mails#4711}. */
  @Override
  public String id() {
    String label = traits.label();
    return work.threadName() + "#" + (label == null ? Long.toString(number()) : label);
  }

  @Override
  TimeSource time() {
    return work.time();
  }

  /** Or was run when it ended, which its handle is about to show. */
  @Override
  boolean isRunning() {
    Object now = turn;
    return now instanceof Batch<?, ?> batch
        ? batch.isRunning()
        : now != null && now != Ended.WAITING;
  }

  @Override
  public boolean cancel() {
    return work.cancel(this);
  }

  @Override
  void callbackFailed(Throwable thrown) {
    work.callbackFailed(this, thrown);
  }
}
