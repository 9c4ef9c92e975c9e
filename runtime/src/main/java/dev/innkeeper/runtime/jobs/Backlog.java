package dev.innkeeper.runtime.jobs;

import dev.innkeeper.runtime.thread.BriefLock;
import dev.innkeeper.timer.TimeSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The jobs of one life of a queue that have not ended, and who waits for one of them or for room.
 * It runs nothing. A job is in one place at a time, and ends in the section that takes it out.
 *
 * <p>Who waits, parks outside the lock. A submitter is woken by the job whose end makes room for
 * his; a worker by a job that comes in, by its own look at the clock for the next one that is
 * delayed, and by the end. A worker that takes a job wakes another if there is more to wait for: so
 * somebody always watches the delayed ones.
 */
final class Backlog<T, R extends @Nullable Object> {

  private final String name;
  private final int capacity;
  private final TimeSource time;

  /** Guards all below; shared with the lives before, for the sake of the tally. */
  private final BriefLock lock;

  private final Tally tally;
  private final ArrayDeque<Job<T, R>> waiting = new ArrayDeque<>();
  private final PriorityQueue<Job<T, R>> delayed;

  /** Those that a worker has, also if they have ended while their code goes on. */
  private final Set<Job<T, R>> running = new HashSet<>();

  /** Submitters for whom there is no room, by arrival. */
  private final ArrayDeque<Outside<T, R>> outside = new ArrayDeque<>();

  /** Workers that park, or are about to. */
  private final ArrayDeque<Thread> idle = new ArrayDeque<>();

  /** How many have not ended. */
  private int unfinished;

  private boolean open = true;

  /** Once it is closed: a job that is due later is not waited for. */
  private long lastMoment;

  /** Nothing more is begun. */
  private boolean hurried;

  /** One who waits for room. */
  private static final class Outside<T, R extends @Nullable Object> {

    private final Job<T, R> job;
    private final Thread thread = Thread.currentThread();
    private boolean accepted;

    private Outside(Job<T, R> job) {
      this.job = job;
    }
  }

  Backlog(String name, int capacity, TimeSource time, BriefLock lock, Tally tally) {
    this.name = name;
    this.capacity = capacity;
    this.time = time;
    this.lock = lock;
    this.tally = tally;
    long origin = time.nanoTime();
    this.delayed =
        new PriorityQueue<>(
            Comparator.comparingLong((Job<T, R> job) -> job.due() - origin)
                .thenComparingLong(Job::number));
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
    Outside<T, R> self = new Outside<>(job);
    List<Thread> toWake = new ArrayList<>();
    boolean in = lock.get(() -> comeIn(job, toWake) || !outside.add(self));
    wake(toWake);
    try {
      return in || awaitRoom(self, deadline);
    } finally {
      if (!in) {
        lock.run(() -> outside.remove(self));
      }
    }
  }

  /** Takes a job in if there is room. */
  boolean tryAdd(Job<T, R> job) {
    List<Thread> toWake = new ArrayList<>();
    boolean in = lock.get(() -> comeIn(job, toWake));
    wake(toWake);
    return in;
  }

  /** Under the lock. */
  private boolean comeIn(Job<T, R> job, List<Thread> toWake) {
    ensureOpenFor(job);
    if (unfinished == capacity) {
      return false;
    }
    accept(job, toWake);
    return true;
  }

  private boolean awaitRoom(Outside<T, R> self, @Nullable Long deadline)
      throws InterruptedException {
    while (!lock.get(() -> isIn(self))) {
      boolean late = deadline != null && time.nanoTime() - deadline >= 0;
      if (!late && !Thread.currentThread().isInterrupted()) {
        park(deadline);
      } else if (lock.get(() -> outside.remove(self))) {
        if (Thread.interrupted()) {
          throw new InterruptedException();
        }
        return false;
      }
    }
    return true;
  }

  /** Under the lock. */
  private boolean isIn(Outside<T, R> submitter) {
    if (!submitter.accepted) {
      ensureOpenFor(submitter.job);
    }
    return submitter.accepted;
  }

  /** Under the lock. */
  private void ensureOpenFor(Job<T, R> job) {
    if (!open) {
      String which = job.label() == null ? "" : "; not accepted: " + job.label();
      throw new RejectedExecutionException(
          "queue '" + name + "' takes no more jobs: its service is stopping, or has ended" + which);
    }
  }

  /** Under the lock. */
  private void accept(Job<T, R> job, List<Thread> toWake) {
    job.accepted(tally.nextNumber());
    waiting.add(job);
    tally.accept();
    unfinished++;
    wakeOne(toWake);
  }

  // ---- workers

  /**
   * The next job, on which {@code call} is the one that is to run it.
   *
   * @return null if there is none any more
   * @throws InterruptedException if interrupted before or while it waits
   */
  @Nullable Job<T, R> take(Supplier<JobCall<R>> call) throws InterruptedException {
    while (true) {
      if (Thread.interrupted()) {
        throw new InterruptedException();
      }
      List<Thread> toWake = new ArrayList<>();
      Turn<T, R> turn = lock.get(() -> turn(call, toWake));
      wake(toWake);
      if (turn.job != null || turn.isLast) {
        return turn.job;
      }
      park(turn.until);
    }
  }

  /**
   * What a worker is to do, found out in one section: see {@link BriefLock}.
   *
   * @param job to run; null: none now
   * @param isLast without a job: none any more
   * @param until when to look again; null: when it is woken
   */
  private record Turn<T, R extends @Nullable Object>(
      @Nullable Job<T, R> job, boolean isLast, @Nullable Long until) {}

  /** Under the lock. */
  private Turn<T, R> turn(Supplier<JobCall<R>> call, List<Thread> toWake) {
    idle.remove(Thread.currentThread());
    putDelayedInLine();
    Job<T, R> next = hurried ? null : waiting.peek();
    if (next == null) {
      idle.add(Thread.currentThread());
      return new Turn<>(null, isOver(), nextDue());
    }
    next.begins(call.get());
    running.add(next);
    waiting.remove();
    if (!waiting.isEmpty() || !delayed.isEmpty()) {
      wakeOne(toWake);
    }
    return new Turn<>(next, false, null);
  }

  /** Under the lock. */
  private void putDelayedInLine() {
    long now = time.nanoTime();
    while (!delayed.isEmpty() && now - delayed.peek().due() >= 0) {
      waiting.add(delayed.peek());
      delayed.remove();
    }
  }

  /** Under the lock. */
  private void wakeOne(List<Thread> toWake) {
    Thread worker = idle.pollLast();
    if (worker != null) {
      toWake.add(worker);
    }
  }

  /** Under the lock. */
  private @Nullable Long nextDue() {
    return delayed.isEmpty() ? null : Long.valueOf(delayed.peek().due());
  }

  /** Under the lock: what is still run may come back, but to the worker that runs it. */
  private boolean isOver() {
    return hurried || (!open && waiting.isEmpty() && delayedAreTooLate());
  }

  private boolean delayedAreTooLate() {
    return delayed.isEmpty() || delayed.peek().due() - lastMoment >= 0;
  }

  /**
   * It has failed, and is to be tried again: draws after how many nanoseconds. Null: it must not
   * be, since it was cancelled or has ended.
   */
  @Nullable Long drawDelay(Job<T, R> job, LongSupplier delay) {
    return lock.get(() -> mayGoOn(job) ? Long.valueOf(delay.getAsLong()) : null);
  }

  /** It is tried again after so many nanoseconds. False: see {@link #drawDelay}. */
  boolean retry(Job<T, R> job, long delay) {
    return lock.get(() -> {
      if (!mayGoOn(job)) {
        return false;
      }
      job.delayUntil(time.nanoTime() + delay);
      delayed.add(job);
      running.remove(job);
      job.pauses();
      tally.retry();
      return true;
    });
  }

  /** It was interrupted by the stop, and is to be handed back. False: see {@link #drawDelay}. */
  boolean putBack(Job<T, R> job) {
    return lock.get(() -> {
      if (!mayGoOn(job)) {
        return false;
      }
      waiting.add(job);
      running.remove(job);
      job.pauses();
      return true;
    });
  }

  private static boolean mayGoOn(Job<?, ?> job) {
    JobCall<?> call = job.call();
    return !job.handle().hasEnded() && (call == null || !call.isCancelled());
  }

  // ---- the end of a job

  /**
   * It is run no longer, and ends.
   *
   * @param how ends it, unless it has ended already
   * @return whether it did
   */
  boolean end(Job<T, R> job, Predicate<JobHandle<R>> how) {
    List<Thread> toWake = new ArrayList<>();
    boolean first =
        lock.get(() -> {
          running.remove(job);
          return ended(job, how, toWake);
        });
    wake(toWake);
    return first;
  }

  /** The job that is run in this call has failed, although it goes on. Null: it does not. */
  @Nullable Job<T, R> giveUp(JobCall<?> call, Throwable failure) {
    List<Thread> toWake = new ArrayList<>();
    Job<T, R> given =
        lock.get(() -> {
          Job<T, R> job =
              running.stream().filter(each -> each.call() == call).findAny().orElse(null);
          if (job == null || !call.settle()) {
            return null;
          }
          return ended(job, handle -> handle.failUnseen(failure), toWake) ? job : null;
        });
    wake(toWake);
    return given;
  }

  /** Returns what is still to be done for that, without the lock; null: it has ended already. */
  @Nullable Runnable cancel(Job<T, R> job) {
    List<Thread> toWake = new ArrayList<>();
    Runnable rest = lock.get(() -> cancelled(job, toWake));
    wake(toWake);
    return rest;
  }

  /** Under the lock. */
  private @Nullable Runnable cancelled(Job<T, R> job, List<Thread> toWake) {
    if (job.handle().hasEnded()) {
      return null;
    }
    JobCall<R> call = job.call();
    if (call != null) {
      call.cancel();
      return call::interrupt;
    }
    if (!waiting.remove(job)) {
      delayed.remove(job);
    }
    CancellationException failure = new CancellationException("cancelled before its turn");
    ended(job, handle -> handle.fail(failure), toWake);
    if (isOver()) {
      toWake.addAll(idle);
    }
    return job.handle()::tell;
  }

  /** Under the lock: there is room for another, which is who has waited longest. */
  private boolean ended(Job<T, R> job, Predicate<JobHandle<R>> how, List<Thread> toWake) {
    if (!how.test(job.handle())) {
      return false;
    }
    tally.end(job.handle().end());
    unfinished--;
    Outside<T, R> submitter = outside.poll();
    if (submitter != null) {
      accept(submitter.job, toWake);
      submitter.accepted = true;
      toWake.add(submitter.thread);
    }
    return true;
  }

  // ---- the end of all

  /** Nobody else gets in; what is in is still run, if it is due before {@code moment}. */
  void close(long moment) {
    List<Thread> toWake = new ArrayList<>();
    lock.run(() -> {
      lastMoment = moment;
      closed(toWake);
    });
    wake(toWake);
  }

  /** Nor is anything more begun. */
  void hurry() {
    List<Thread> toWake = new ArrayList<>();
    lock.run(() -> {
      hurried = true;
      closed(toWake);
    });
    wake(toWake);
  }

  /** Under the lock. */
  private void closed(List<Thread> toWake) {
    open = false;
    outside.forEach(submitter -> toWake.add(submitter.thread));
    outside.clear();
    toWake.addAll(idle);
  }

  boolean isHurried() {
    return lock.get(() -> hurried);
  }

  /** All that have not ended end as handed back, in the order of submission. */
  List<Job<T, R>> handBack() {
    return lock.get(() -> {
      List<Job<T, R>> left = new ArrayList<>(waiting);
      left.addAll(delayed);
      left.addAll(running);
      waiting.clear();
      delayed.clear();
      left.removeIf(job -> !ended(job, JobHandle::handBack, new ArrayList<>()));
      left.sort(Comparator.comparingLong(Job::number));
      return left;
    });
  }

  /** Under the lock. */
  JobQueue.Status status() {
    return tally.status(waiting.size(), delayed.size(), running.size());
  }

  private void park(@Nullable Long until) {
    if (until == null) {
      time.park(this);
    } else {
      time.parkUntil(this, until);
    }
  }

  private void wake(List<Thread> threads) {
    threads.forEach(time::unpark);
  }
}
