package dev.innkeeper.runtime.jobs;

import dev.innkeeper.timer.TimeSource;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
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

  private final TimeSource time;
  private final Tally tally;
  private final List<WorkerSlot<T, R>> slots;
  private final Turnstile room;
  private final IdleWorkers idle;

  /** Null: no worker is in reserve. */
  private final @Nullable SpareWorkers spares;

  private final WaitingJobs<T, R> waiting;
  private final Closing<T, R> closing;
  private final JobEnds<T, R> ends;
  private final Intake<T, R> intake;

  Backlog(
      String name, QueuePlan<T, R> plan, @Nullable RateLimit rate, TimeSource time, Tally tally) {
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
    UniqueKeys<T, R> unique = policy == null ? null : new UniqueKeys<>(policy);
    this.closing = new Closing<>(room, waiting, idle, spares);
    this.ends = new JobEnds<>(tally, room, closing, waiting, idle, unique);
    this.intake = new Intake<>(name, time, tally, room, closing, waiting, idle, ends, unique);
  }

  /** For submitters. */
  Intake<T, R> intake() {
    return intake;
  }

  /** For those who cancel a job. */
  JobEnds<T, R> ends() {
    return ends;
  }

  /** For the stop. */
  Closing<T, R> closing() {
    return closing;
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
    if (spares != null && slot.isSpare() && !spares.awaitPlace(slot, closing::isOver)) {
      closing.wakeWorkers();
      return null;
    }
    int looks = 0;
    boolean moved = false;
    try {
      while (true) {
        if (Thread.interrupted()) {
          throw new InterruptedException();
        }
        if (closing.isHurried()) {
          return null;
        }
        moved = waiting.moveUp() || moved;
        Job<T, R> job = waiting.begin(slot, call);
        if (job != null) {
          return isTooLate(job, slot.call()) ? null : job;
        }
        if (closing.isOver()) {
          closing.wakeWorkers();
          return null;
        }
        if (slot.rests()) {
          park(waiting.nextLook());
        } else if (++looks > LOOKS) {
          idle.add(slot);
        }
      }
    } finally {
      if ((idle.remove(slot) || moved || waiting.comesInBatches()) && waiting.isAny()) {
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
    if (!closing.isHurried()) {
      return false;
    }
    if (job instanceof Batch<T, R> batch && batch.hasEnded()) {
      batch.dissolve().forEach(ends::isOnItsOwn);
    }
    return putBack(job, call) || job.hasEnded();
  }

  /** Whether it may be tried again: it was not cancelled, and has not ended. */
  @SuppressWarnings("ReferenceEquality") // its identity
  boolean mayGoOn(Job<T, R> job, JobCall<R> call) {
    return job.call() == call && !call.isCancelled();
  }

  /** It is tried again after so many nanoseconds, unless it has ended or was cancelled. */
  boolean retry(Job<T, R> job, JobCall<R> call, long delay) {
    job.delayUntil(time.nanoTime() + delay);
    boolean isOver = ends.isReplaced(job) || job.members().isEmpty();
    if (isOver || !mayGoOn(job, call) || !job.pauses(call)) {
      return false;
    }
    job.members().forEach(member -> tally.retry());
    waiting.delay(job);
    idle.wakeOne(); // to watch it, if this worker finds another job
    forgetIfOver(job, call);
    ends.endIfEmpty(job, JobEnds.cancelled());
    if (ends.isReplaced(job) && ends.endIfWaiting(job, JobEnds.replaced())) {
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
    if (closing.isAtLeast(QueueStage.HANDED_BACK)) {
      ends.isOnItsOwn(job);
    }
    forgetIfOver(job, call);
    return true;
  }

  /** The thread that cancels it may still have seen it run. */
  private void forgetIfOver(Job<T, R> job, JobCall<R> call) {
    if (call.isCancelled()) {
      Runnable rest = ends.cancel(job);
      if (rest != null) {
        rest.run();
      }
    }
    if (job.hasEnded()) {
      ends.forget(job);
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
    ends.hasEnded(job, how);
    return true;
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
        ends.hasEnded(job, how);
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

  // ---- the end of all

  /** All that have not ended end as handed back, in the order of submission. */
  List<Job<T, R>> handBack() {
    closing.handBack();
    List<Job<T, R>> left = new ArrayList<>();
    for (Job<T, R> found : waiting.takeAll(slots)) {
      for (Job<T, R> job : List.of(found.whole(), found, found.whole())) { // it may join a batch
        if (ends.isHandedBack(job)) {
          left.add(job);
        }
      }
    }
    waiting.clear();
    return left.stream()
        .flatMap(job -> job.members().stream())
        .sorted(Comparator.comparingLong(Job::number))
        .toList();
  }

  /** About, while jobs come and go. */
  QueueStatus status() {
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
