package dev.innkeeper.runtime.jobs;

import java.util.Comparator;
import java.util.concurrent.atomic.AtomicReferenceFieldUpdater;
import java.util.function.BinaryOperator;
import org.jspecify.annotations.Nullable;

/** How far a life of a queue is, and whether its workers still have something to do. */
final class Closing<T, R extends @Nullable Object> {

  @SuppressWarnings("rawtypes")
  private static final AtomicReferenceFieldUpdater<Closing, QueueStage> STAGE =
      AtomicReferenceFieldUpdater.newUpdater(Closing.class, QueueStage.class, "stage");

  private final Turnstile room;
  private final WaitingJobs<T, R> waiting;
  private final IdleWorkers idle;

  /** Null: no worker is in reserve. */
  private final @Nullable SpareWorkers spares;

  private volatile QueueStage stage = QueueStage.OPEN;

  /** A job that is due later than that is not waited for. Written before the stage. */
  private volatile @Nullable Long lastMoment;

  Closing(
      Turnstile room, WaitingJobs<T, R> waiting, IdleWorkers idle, @Nullable SpareWorkers spares) {
    this.room = room;
    this.waiting = waiting;
    this.idle = idle;
    this.spares = spares;
  }

  boolean isAtLeast(QueueStage other) {
    return stage.compareTo(other) >= 0;
  }

  private void goOnTo(QueueStage next) {
    STAGE.accumulateAndGet(this, next, BinaryOperator.maxBy(Comparator.naturalOrder()));
  }

  /** Nobody else gets in; what is in is still run, however late it is due. */
  void complete() {
    goOnTo(QueueStage.COMPLETING);
    turnAway();
  }

  /** Nobody else gets in; what is in is still run, if it is due before {@code moment}. */
  void close(long moment) {
    lastMoment = moment;
    goOnTo(QueueStage.CLOSING);
    turnAway();
  }

  /** Nor is anything more begun. */
  void hurry() {
    goOnTo(QueueStage.HURRIED);
    waiting.hold();
    turnAway();
  }

  private void turnAway() {
    room.close();
    waiting.complete();
    wakeWorkers();
  }

  boolean isHurried() {
    return isAtLeast(QueueStage.HURRIED);
  }

  /** The stop looks for what is left. */
  void handBack() {
    goOnTo(QueueStage.HANDED_BACK);
  }

  /**
   * Whether no worker has anything to do any more. What is still run may come back, but to the
   * worker that runs it; the jobs that wait for its key, to any.
   */
  boolean isOver() {
    return isHurried() || (isAtLeast(QueueStage.COMPLETING) && !waiting.isAnyAwaited(lastMoment));
  }

  void wakeAllIfOver() {
    if (isOver()) {
      wakeWorkers();
    }
  }

  void wakeWorkers() {
    idle.wakeAll();
    if (spares != null) {
      spares.wakeAll();
    }
  }
}
