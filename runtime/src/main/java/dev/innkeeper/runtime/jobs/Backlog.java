package dev.innkeeper.runtime.jobs;

import dev.innkeeper.timer.TimeSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The jobs of one life of a queue that have not ended.
 *
 * <p>A job is in line; a worker has it; or it is delayed. It is in its next place before it leaves
 * the one before. So the stop, in which nothing moves from the delayed ones into the line any more,
 * finds every job if it looks in that order; and a thread that puts a job somewhere looks
 * afterwards whether the job has ended meanwhile. Where a job is does not say what may be done with
 * it: that is a matter of its {@linkplain Job turn}. A job that finds room and is done at the first
 * try meets no lock.
 */
final class Backlog<T, R extends @Nullable Object> {

  /**
   * How often a worker that has found nothing looks again before it rests: to wake one takes longer
   * than many a job, and the next is often about to come.
   */
  private static final int LOOKS = 100;

  private final String name;
  private final TimeSource time;
  private final Tally tally;
  private final List<WorkerSlot<T, R>> slots;
  private final Turnstile room;
  private final ConcurrentLinkedQueue<Job<T, R>> line = new ConcurrentLinkedQueue<>();
  private final IdleWorkers idle;
  private final DelayedJobs<T, R> delayed;

  /** Written before the room is closed. */
  private volatile boolean completed;

  /** In a stop: a job that is due later is not waited for. Written before the room is closed. */
  private volatile @Nullable Long lastMoment;

  /** Nothing more is begun. */
  private volatile boolean hurried;

  /** A job that is put back from now on is on its own: the stop has looked for the others. */
  private volatile boolean handedBack;

  Backlog(String name, int capacity, int workers, TimeSource time, Tally tally) {
    this.name = name;
    this.time = time;
    this.tally = tally;
    this.slots = IntStream.range(0, workers).mapToObj(WorkerSlot<T, R>::new).toList();
    this.room = new Turnstile(capacity, time);
    this.idle = new IdleWorkers(time);
    this.delayed = new DelayedJobs<>(time, line::add);
  }

  // ---- submitters

  /**
   * Takes a job in, as soon as there is room.
   *
   * @param deadline until when to wait for room; null: as long as it takes
   * @return whether there was room in time
   * @throws RejectedExecutionException if it is closed, or is closed before there is room
   * @throws InterruptedException if interrupted while there is no room
   */
  boolean add(Job<T, R> job, @Nullable Long deadline) throws InterruptedException {
    if (tryAdd(job)) {
      return true;
    }
    if (!room.enter(deadline)) {
      ensureOpenFor(job);
      return false;
    }
    accept(job);
    return true;
  }

  /** Takes a job in if there is room. */
  boolean tryAdd(Job<T, R> job) {
    ensureOpenFor(job);
    if (!room.tryEnter()) {
      return false;
    }
    accept(job);
    return true;
  }

  private void ensureOpenFor(Job<T, R> job) {
    if (room.isClosed()) {
      String which = job.label() == null ? "" : "; not accepted: " + job.label();
      String why = completed ? "it was completed" : "its service is stopping, or has ended";
      throw new RejectedExecutionException(
          "queue '" + name + "' takes no more jobs: " + why + which);
    }
  }

  /** There is room for it. It is taken back if the queue was closed: the workers may have gone. */
  private void accept(Job<T, R> job) {
    job.accepted(tally.accept());
    boolean in = false;
    try {
      put(job);
      in = !room.isClosed();
    } finally {
      if (!in && job.ends(null)) {
        forget(job);
        tally.refuse();
        room.leave();
        wakeAllIfOver();
        ensureOpenFor(job);
      }
    }
  }

  private void put(Job<T, R> job) {
    if (job.isForLater()) {
      delayed.add(job);
    } else {
      line.add(job);
    }
    idle.wakeOne(); // if it is for later, to watch it
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
  @Nullable Job<T, R> take(WorkerSlot<T, R> slot, Supplier<JobCall<R>> call)
      throws InterruptedException {
    int looks = 0;
    try {
      while (true) {
        if (Thread.interrupted()) {
          throw new InterruptedException();
        }
        if (hurried) {
          return null;
        }
        delayed.handOver();
        Job<T, R> job = begin(slot, call);
        if (job != null) {
          return isTooLate(job, slot.call()) ? null : job;
        }
        if (isOver()) {
          idle.wakeAll();
          return null;
        }
        if (slot.rests()) {
          park(delayed.firstDue());
        } else if (++looks > LOOKS) {
          idle.add(slot);
        }
      }
    } finally {
      if ((idle.remove(slot) && !line.isEmpty()) || delayed.number() > 0) {
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

  /** Begins the first that waits. The worker has it before it leaves the line. */
  private @Nullable Job<T, R> begin(WorkerSlot<T, R> slot, Supplier<JobCall<R>> newCall) {
    JobCall<R> call = null;
    if (line.isEmpty()) {
      return null;
    }
    for (Job<T, R> job : line) {
      if (job.waits()) {
        call = call == null ? newCall.get() : call;
        slot.has(job);
        if (job.begins(call)) {
          slot.begins(call);
          line.remove(job);
          return job;
        }
      }
    }
    slot.has(null);
    return null;
  }

  /** Begun when nothing was to be begun any more: it goes back, unless it was cancelled. */
  private boolean isTooLate(Job<T, R> job, JobCall<R> call) {
    return hurried && (putBack(job, call) || job.hasEnded());
  }

  /**
   * What is still run may come back, but to the worker that runs it. What is delayed moves into the
   * line, so that is looked at again.
   */
  private boolean isOver() {
    return hurried
        || (room.isClosed() && line.isEmpty() && !isAnyDelayedAwaited() && line.isEmpty());
  }

  private void wakeAllIfOver() {
    if (isOver()) {
      idle.wakeAll();
    }
  }

  private boolean isAnyDelayedAwaited() {
    Long first = delayed.firstDue();
    Long last = lastMoment;
    return first != null && (last == null || first - last < 0);
  }

  /** Whether it may be tried again: it was not cancelled, and has not ended. */
  boolean mayGoOn(Job<T, R> job, JobCall<R> call) {
    return job.call() == call && !call.isCancelled();
  }

  /** It is tried again after so many nanoseconds, unless it has ended or was cancelled. */
  boolean retry(Job<T, R> job, JobCall<R> call, long delay) {
    job.delayUntil(time.nanoTime() + delay);
    if (!mayGoOn(job, call) || !job.pauses(call)) {
      return false;
    }
    tally.retry();
    delayed.add(job);
    forgetIfOver(job, call);
    return true;
  }

  /** It was interrupted by the stop, and is to be handed back. */
  boolean putBack(Job<T, R> job, JobCall<R> call) {
    if (!mayGoOn(job, call) || !job.pauses(call)) {
      return false;
    }
    delayed.add(job);
    forgetIfOver(job, call);
    if (handedBack && isHandedBack(job)) {
      job.handle().tell(); // its owner has had the others long ago
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

  /** It may be on its way from the delayed ones into the line. */
  private void forget(Job<T, R> job) {
    if (!delayed.remove(job)) {
      line.remove(job);
    }
  }

  // ---- the end of a job

  /**
   * The worker runs it no longer, and it ends, unless it has ended already. Nobody sees that before
   * its handle tells it.
   */
  boolean end(WorkerSlot<T, R> slot, Job<T, R> job, JobHandle.Outcome<R> how) {
    if (!job.ends(slot.call())) {
      return false;
    }
    slot.has(null);
    hasEnded(job, how);
    return true;
  }

  /** There is room for another before anybody sees the end. */
  private void hasEnded(Job<T, R> job, JobHandle.Outcome<R> how) {
    try {
      tally.end(how.state());
      room.leave();
    } catch (Throwable t) { // out of memory: nobody is to wait for it for ever
      job.handle().end(how);
      job.handle().tell();
      throw t;
    }
    job.handle().endUnseen(how);
  }

  /** The job that is run in this call has failed, although it goes on. Null: it does not. */
  @SuppressWarnings("ReferenceEquality") // its identity
  @Nullable Job<T, R> giveUp(JobCall<?> call, Throwable failure) {
    JobHandle.Outcome<R> how = JobHandle.Outcome.failed(failure);
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

  /** Returns what is still to be done for that; null: it has ended already. */
  @SuppressWarnings("ReferenceEquality") // its identity
  @Nullable Runnable cancel(Job<T, R> job) {
    Runnable rest = null;
    while (!job.hasEnded()) {
      JobCall<R> call = job.call();
      if (call == null) {
        JobHandle.Outcome<R> how =
            JobHandle.Outcome.failed(new CancellationException("cancelled before its turn"));
        if (job.ends(null)) {
          forget(job);
          hasEnded(job, how);
          wakeAllIfOver();
          return job.handle()::tell;
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

  // ---- the end of all

  /** Nobody else gets in; what is in is still run, however late it is due. */
  void complete() {
    completed = true;
    room.close();
    idle.wakeAll();
  }

  /** Nobody else gets in; what is in is still run, if it is due before {@code moment}. */
  void close(long moment) {
    lastMoment = moment;
    room.close();
    idle.wakeAll();
  }

  /** Nor is anything more begun. */
  void hurry() {
    hurried = true;
    delayed.hold();
    room.close();
    idle.wakeAll();
  }

  boolean isHurried() {
    return hurried;
  }

  /** All that have not ended end as handed back, in the order of submission. */
  List<Job<T, R>> handBack() {
    handedBack = true;
    List<Job<T, R>> left = new ArrayList<>(line);
    slots.stream().map(WorkerSlot::job).filter(Objects::nonNull).forEach(left::add);
    left.addAll(delayed.takeAll());
    left.removeIf(job -> !isHandedBack(job));
    line.clear();
    left.sort(Comparator.comparingLong(Job::number));
    return left;
  }

  private boolean isHandedBack(Job<T, R> job) {
    JobHandle.Outcome<R> how = JobHandle.Outcome.handedBack();
    while (!job.hasEnded()) {
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
    int unfinished = (int) jobs.stream().filter(job -> !job.hasEnded()).count();
    int later = delayed.number();
    int waiting = Math.max(0, room.inside() - unfinished - later);
    return tally.status(waiting, later, jobs.size());
  }
}
