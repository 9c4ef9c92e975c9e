package dev.innkeeper.runtime.jobs;

import dev.innkeeper.timer.TimeSource;
import dev.innkeeper.timer.message.Shown;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicReferenceFieldUpdater;
import java.util.function.BinaryOperator;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The jobs of one life of a queue that have not ended: it lets them in, gives them to workers, and
 * ends each once. {@link WaitingJobs} has those that wait, a {@link WorkerSlot} one that is run. A
 * job that finds room and is done at the first try meets no lock.
 */
final class Backlog<T, R extends @Nullable Object> {

  /**
   * How often a worker that has found nothing looks again before it rests: to wake one takes longer
   * than many a job, and the next is often about to come.
   */
  private static final int LOOKS = 100;

  @SuppressWarnings("rawtypes")
  private static final AtomicReferenceFieldUpdater<Backlog, QueueStage> STAGE =
      AtomicReferenceFieldUpdater.newUpdater(Backlog.class, QueueStage.class, "stage");

  private final String name;
  private final TimeSource time;
  private final Tally tally;
  private final List<WorkerSlot<T, R>> slots;
  private final Turnstile room;
  private final IdleWorkers idle;

  /** Null: no worker is in reserve. */
  private final @Nullable SpareWorkers spares;

  private final WaitingJobs<T, R> waiting;
  private final @Nullable UniqueKeys<T, R> unique;
  private volatile QueueStage stage = QueueStage.OPEN;

  /** A job that is due later than that is not waited for. Written before the stage. */
  private volatile @Nullable Long lastMoment;

  Backlog(
      String name, QueuePlan<T, R> plan, @Nullable RateLimit rate, TimeSource time, Tally tally) {
    this.name = name;
    this.time = time;
    this.tally = tally;
    this.slots =
        IntStream.range(0, plan.threads())
            .mapToObj(number -> new WorkerSlot<T, R>(number, number >= plan.workers()))
            .toList();
    this.spares = plan.spareWorkers() == 0 ? null : new SpareWorkers(time);
    this.room = new Turnstile(plan.capacity(), time);
    this.idle = new IdleWorkers(time);
    this.waiting = new WaitingJobs<>(plan, rate, time, tally);
    WhenDuplicate policy = plan.order().whenDuplicate();
    this.unique = policy == null ? null : new UniqueKeys<>(policy);
  }

  private boolean isAtLeast(QueueStage other) {
    return stage.compareTo(other) >= 0;
  }

  private void goOnTo(QueueStage next) {
    STAGE.accumulateAndGet(this, next, BinaryOperator.maxBy(Comparator.naturalOrder()));
  }

  // ---- submitters

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
    if (isAtLeast(QueueStage.COMPLETING)) {
      String label = job.traits().label();
      String which = label == null ? "" : "; not accepted: " + label;
      boolean completed = !isAtLeast(QueueStage.CLOSING);
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
    Job<T, R> first = unique == null ? job : takeKey(job, unique);
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
      in = !isAtLeast(QueueStage.COMPLETING);
    } finally {
      if (!in && job.ends(null)) {
        refuse(job);
        ensureOpenFor(job);
      }
    }
  }

  private void refuse(Job<T, R> job) {
    tally.refuse();
    makeRoom(job);
    if (unique != null && job.fail(new CancellationException("its queue takes no more jobs"))) {
      job.tell(); // to who was given its handle as that of the first with its key
    }
    forget(job);
    wakeAllIfOver();
  }

  // ---- keys that only one job may have

  /** There is no room: it is in all the same, if another one of its key is or can leave. */
  private @Nullable Job<T, R> addInPlaceOfAnother(Job<T, R> job, UniqueKeys<T, R> keys) {
    Job<T, R> there = keys.holder(job);
    if (there == null) {
      return null;
    }
    if (keys.policy() != WhenDuplicate.REPLACE_WAITING) {
      return keepFirst(there, job, keys);
    }
    JobEnd.Outcome<R> how = replaced();
    if (!there.ends(null)) {
      return null;
    }
    forget(there);
    tally.end(how.state());
    keys.release(there);
    there.endUnseen(how);
    try {
      return accept(job); // its room
    } finally {
      there.tell();
    }
  }

  /** There is room, which the job leaves if another one of its key stays in. */
  private Job<T, R> takeKey(Job<T, R> job, UniqueKeys<T, R> keys) {
    while (true) {
      Job<T, R> there = keys.take(job);
      if (there == null) {
        return job;
      }
      if (keys.policy() != WhenDuplicate.REPLACE_WAITING) {
        tally.refuse();
        room.leave();
        return keepFirst(there, job, keys);
      }
      if (endIfWaiting(there, replaced())) {
        there.tell();
      } else if (!there.hasEnded() && keys.takeFrom(there, job)) {
        return job; // beside the one that is run
      }
    }
  }

  private Job<T, R> keepFirst(Job<T, R> there, Job<T, R> job, UniqueKeys<T, R> keys) {
    if (keys.policy() == WhenDuplicate.REJECT) {
      throw new RejectedExecutionException(
          "queue '"
              + name
              + "' has a job with the key "
              + Shown.label(() -> String.valueOf(job.traits().unique()))
              + " already: "
              + there.id());
    }
    return there;
  }

  private static <R extends @Nullable Object> JobEnd.Outcome<R> replaced() {
    return JobEnd.Outcome.failed(
        new CancellationException("replaced by a later job with the same key"));
  }

  private boolean isReplaced(Job<T, R> job) {
    return unique != null && unique.isSuperseded(job);
  }

  // ---- workers

  /** One for each. */
  List<WorkerSlot<T, R>> slots() {
    return slots;
  }

  /**
   * The next job, on which {@code call} is the one that is to run it.
   *
   * @return null if there is none any more
   * @throws InterruptedException if interrupted before or while it waits
   */
  @Nullable Job<T, R> take(WorkerSlot<T, R> slot, Supplier<QueueCall<T, R>> call)
      throws InterruptedException {
    if (spares != null && slot.isSpare() && !spares.awaitPlace(slot, this::isOver)) {
      return null;
    }
    int looks = 0;
    try {
      while (true) {
        if (Thread.interrupted()) {
          throw new InterruptedException();
        }
        if (isHurried()) {
          return null;
        }
        waiting.moveUp();
        Job<T, R> job = waiting.begin(slot, call);
        if (job != null) {
          return isTooLate(job, slot.call()) ? null : job;
        }
        if (isOver()) {
          wakeWorkers();
          return null;
        }
        if (slot.rests()) {
          park(waiting.nextLook());
        } else if (++looks > LOOKS) {
          idle.add(slot);
        }
      }
    } finally {
      if ((idle.remove(slot) || waiting.comesInBatches()) && waiting.isAny()) {
        idle.wakeOne(); // for what is in line, or to watch those that are delayed
      }
    }
  }

  private void park(@Nullable Long until) {
    if (until == null) {
      time.park(this);
    } else {
      time.parkUntil(this, until);
    }
  }

  /** Begun when nothing was to be begun any more: it goes back, unless it was cancelled. */
  private boolean isTooLate(Job<T, R> job, JobCall<R> call) {
    if (!isHurried()) {
      return false;
    }
    if (job instanceof Batch<T, R> batch && batch.hasEnded()) {
      batch.dissolve().forEach(this::isOnItsOwn);
    }
    return putBack(job, call) || job.hasEnded();
  }

  /** Its owner has had the others long ago. */
  private void isOnItsOwn(Job<T, R> job) {
    if (isHandedBack(job)) {
      job.tell();
    }
  }

  /** What is still run may come back, but to the worker that runs it. */
  private boolean isOver() {
    return isHurried() || (isAtLeast(QueueStage.COMPLETING) && !waiting.isAnyAwaited(lastMoment));
  }

  private void wakeAllIfOver() {
    if (isOver()) {
      wakeWorkers();
    }
  }

  private void wakeWorkers() {
    idle.wakeAll();
    if (spares != null) {
      spares.wakeAll();
    }
  }

  /** Whether it may be tried again: it was not cancelled, and has not ended. */
  @SuppressWarnings("ReferenceEquality") // its identity
  boolean mayGoOn(Job<T, R> job, JobCall<R> call) {
    return job.call() == call && !call.isCancelled();
  }

  /** It is tried again after so many nanoseconds, unless it has ended or was cancelled. */
  boolean retry(Job<T, R> job, JobCall<R> call, long delay) {
    job.delayUntil(time.nanoTime() + delay);
    if (isReplaced(job) || !mayGoOn(job, call) || !job.pauses(call)) {
      return false;
    }
    job.members().forEach(member -> tally.retry());
    waiting.delay(job);
    idle.wakeOne(); // to watch it, if this worker finds another job
    forgetIfOver(job, call);
    if (isReplaced(job) && endIfWaiting(job, replaced())) {
      job.tell();
    }
    return true;
  }

  /** It was interrupted by the stop, and is to be handed back. */
  boolean putBack(Job<T, R> job, JobCall<R> call) {
    if (!mayGoOn(job, call) || !job.pauses(call)) {
      return false;
    }
    waiting.delay(job);
    forgetIfOver(job, call);
    if (isAtLeast(QueueStage.HANDED_BACK)) {
      isOnItsOwn(job);
    }
    return true;
  }

  /** The thread that cancels it may still have seen it run. */
  private void forgetIfOver(Job<T, R> job, JobCall<R> call) {
    if (call.isCancelled()) {
      Runnable rest = cancel(job);
      if (rest != null) {
        rest.run();
      }
    }
    if (job.hasEnded()) {
      forget(job);
    }
  }

  /** Of its key, the next may have its turn now. */
  private void forget(Job<T, R> job) {
    if (waiting.forget(job)) {
      idle.wakeOne();
    }
  }

  /** The calling worker has nothing to do with its job any more. */
  void leave(WorkerSlot<T, R> slot) {
    if (spares == null) {
      slot.clear();
    } else {
      spares.leave(slot);
    }
  }

  /** The code of a job that has ended has returned. */
  void hasReturned(Job<T, R> job) {
    if (waiting.leaveKey(job)) {
      idle.wakeOne();
    }
  }

  // ---- the end of a job

  /**
   * The worker runs it no longer, and it ends, unless it has ended already. Nobody sees that before
   * its handle tells it.
   */
  boolean end(WorkerSlot<T, R> slot, Job<T, R> job, JobEnd.Outcome<R> how) {
    if (!job.ends(slot.call())) {
      return false;
    }
    slot.has(null);
    hasEnded(job, how);
    return true;
  }

  private void hasEnded(Job<T, R> job, JobEnd.Outcome<R> how) {
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
  private void makeRoom(Job<T, R> job) {
    if (unique != null) {
      unique.release(job);
    }
    room.leave();
  }

  /** The job that is run in this call has failed, although it goes on. Null: it does not. */
  @SuppressWarnings("ReferenceEquality") // its identity
  @Nullable Job<T, R> giveUp(JobCall<?> call, Throwable failure) {
    JobEnd.Outcome<R> how = JobEnd.Outcome.failed(failure);
    for (WorkerSlot<T, R> slot : slots) {
      Job<T, R> job = slot.job();
      JobCall<R> itsCall = job == null ? null : job.call();
      if (job != null && itsCall != null && itsCall == call) {
        if (!job.isGivenUp(itsCall)) {
          return null;
        }
        hasEnded(job, how);
        return job;
      }
    }
    return null;
  }

  /** The job was given up. Returns false if no worker is left to take the place of its worker. */
  @SuppressWarnings("ReferenceEquality") // its identity
  boolean replacesWorkerOf(Job<T, R> job) {
    SpareWorkers reserve = spares;
    return reserve == null
        || slots.stream()
            .filter(slot -> slot.job() == job)
            .allMatch(slot -> reserve.replace(slot, job));
  }

  /** Returns what is still to be done for that; null: it has ended already. */
  @SuppressWarnings("ReferenceEquality") // its identity
  @Nullable Runnable cancel(Job<T, R> job) {
    Runnable rest = null;
    while (!job.hasEnded()) {
      Batch<T, R> batch = job.batch();
      JobCall<R> call = job.call();
      if (batch != null) {
        JobEnd.Outcome<R> how = cancelled();
        if (job.endsWith(batch)) { // the others need not suffer for that
          hasEndedAlone(job, how);
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

  private static <R extends @Nullable Object> JobEnd.Outcome<R> cancelled() {
    return JobEnd.Outcome.failed(new CancellationException("cancelled before its turn"));
  }

  /** Nobody sees that before its handle tells it. */
  private boolean endIfWaiting(Job<T, R> job, JobEnd.Outcome<R> how) {
    if (!job.ends(null)) {
      return false;
    }
    forget(job);
    hasEnded(job, how);
    wakeAllIfOver();
    return true;
  }

  // ---- the end of all

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

  /** All that have not ended end as handed back, in the order of submission. */
  List<Job<T, R>> handBack() {
    goOnTo(QueueStage.HANDED_BACK);
    List<Job<T, R>> left = waiting.takeAll(slots);
    left.removeIf(job -> !isHandedBack(job));
    waiting.clear();
    return left.stream()
        .flatMap(job -> job.members().stream())
        .sorted(Comparator.comparingLong(Job::number))
        .toList();
  }

  private boolean isHandedBack(Job<T, R> job) {
    JobEnd.Outcome<R> how = JobEnd.Outcome.handedBack();
    while (!job.hasEnded() && job.batch() == null) { // of a batch, that is
      if (job.ends(job.call())) {
        hasEnded(job, how);
        return true;
      }
    }
    return false;
  }

  /** About, while jobs come and go. */
  JobQueue.Status status() {
    List<Job<T, R>> jobs =
        slots.stream()
            .map(WorkerSlot::job)
            .flatMap(Stream::ofNullable)
            .filter(job -> !job.waits())
            .distinct()
            .toList();
    int unfinished = number(jobs.stream().filter(job -> !job.hasEnded()));
    int later = waiting.delayed();
    int inLine = Math.max(0, room.inside() - unfinished - later);
    Long oldest = waiting.oldest();
    Duration waited = oldest == null ? null : Duration.ofNanos(time.nanoTime() - oldest);
    return tally.status(inLine, later, number(jobs.stream()), Optional.ofNullable(waited));
  }

  private int number(Stream<Job<T, R>> jobs) {
    return jobs.mapToInt(job -> job.members().size()).sum();
  }
}
