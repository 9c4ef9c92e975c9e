package dev.innkeeper.runtime.jobs;

import dev.innkeeper.runtime.service.JobRun;
import dev.innkeeper.timer.calendar.Clocks;
import dev.innkeeper.timer.calendar.Course;
import java.time.Instant;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One job of a {@link JobScheduler}, which {@link JobOfScheduler} shows to users. There may be a
 * hundred thousand, so what they can share is not among its fields.
 *
 * <p>At most two of its runs wait for their turn: one that was requested, and behind it one of the
 * schedule, which a requested run does not cost.
 */
final class Entry extends Due {

  private final JobRegistry registry;
  private final String key;
  private final ScheduledJob.Body body;
  private final ScheduleOptions.Chosen chosen;

  // Guarded by the registry's lock:

  private final RunRecord record;
  private Timing timing;

  /** The runs that wait for their turn. Volatile, as what follows, for runs that end. */
  private volatile @Nullable ScheduledRun request;

  private volatile @Nullable ScheduledRun tick;

  /** How many runs have had their turn, and have not ended. */
  private int started;

  /** Whether the last one that has had its turn was requested. */
  private boolean requestRuns;

  /** There will be no more ticks. */
  private volatile boolean exhausted;

  private volatile boolean ended;

  Entry(
      JobRegistry registry,
      String key,
      Timing timing,
      ScheduledJob.Body body,
      ScheduleOptions.Chosen chosen,
      boolean paused) {
    this.registry = registry;
    this.key = key;
    this.timing = timing;
    this.body = body;
    this.chosen = chosen;
    this.record = new RunRecord(paused);
  }

  String key() {
    return key;
  }

  ScheduledJob.Body body() {
    return body;
  }

  ScheduleOptions.Chosen chosen() {
    return chosen;
  }

  // ---- under the lock

  Timing timing() {
    return timing;
  }

  RunRecord record() {
    return record;
  }

  boolean hasEnded() {
    return ended;
  }

  /** Whether something follows when a run has ended. From any thread. */
  boolean isEndAwaited() {
    return request != null || tick != null || exhausted;
  }

  /** Has it be due, by what it goes by now. */
  void plan() {
    long most = Math.min(chosen.jitter(), timing.period());
    timing.plan(this, agenda().drawJitter(most), agenda());
  }

  private Agenda agenda() {
    return registry.agenda();
  }

  /** A life of the service begins: the runs of the one before do not count. */
  void beginLife() {
    record.beginLife();
    started = 0;
    request = null;
    ScheduledRun waited = tick;
    tick = null;
    if (waited != null) {
      isUndone(waited);
    }
    endIfOver();
  }

  /** Whether it waits for a time to count from. */
  boolean isToBeAnchored() {
    return !ended && !exhausted && !isPlanned();
  }

  /** On the service's thread: its time has come, by the monotonic clock. */
  void isDue(Clocks now) {
    Instant scheduled;
    long missed = 0;
    if (timing instanceof Timing.Every every) {
      missed = every.advance(now.nanos(), chosen.jitter());
      scheduled = now.instant().minusNanos(now.nanos() - every.last());
      plan();
    } else {
      scheduled = Objects.requireNonNull(timing.nextDue(now));
      if (!isUsedUp()) {
        return;
      }
    }
    offer(scheduled, missed);
  }

  /** The only tick there is: returns whether it can be run. */
  private boolean isUsedUp() {
    exhausted = !record.isPaused();
    return exhausted;
  }

  /** As {@link #isDue}, by the wall clock, of one that is to be run once. */
  void isDueAt(Instant at) {
    if (isUsedUp()) {
      offer(at, 0);
    }
  }

  /** Likewise, of one on a schedule, which the caller has asked. */
  void isDueOn(Timing.On on, Course.Step step) {
    on.course().take(step);
    plan();
    exhausted = on.course().due() == null;
    offer(step.scheduled(), step.missed());
    endIfOver();
  }

  /** Whether it has just been taken out of what is due, and is to be run for that. */
  boolean isTakenFor(Timing asked) {
    return goesBy(asked) && !isPlanned();
  }

  /** The wall clock was set back, and its schedule was asked what that means. */
  void goesOnWith(Timing.On on, @Nullable Instant next) {
    withdraw();
    on.course().goOnWith(next);
    plan();
    exhausted = !isPlanned();
    endIfOver();
  }

  /** What its schedule has thrown is the failure of a last run. */
  void isBroken(Instant now, Throwable thrown) {
    withdraw();
    exhausted = true;
    SchedulerWork work = agenda().work();
    if (work != null) {
      ScheduledRun last = new ScheduledRun(work, this, JobRun.Trigger.SCHEDULE, now);
      last.failsBy(new IllegalStateException("its schedule has thrown an exception", thrown));
      start(last);
    } else {
      endIfOver();
    }
  }

  private void offer(Instant scheduled, long missed) {
    SchedulerWork work = agenda().work();
    if (work == null || record.isPaused()) {
      return;
    }
    boolean overlaps = chosen.whenBusy() == WhenBusy.OVERLAP;
    boolean skipped = !overlaps && !mayWait();
    if (!skipped) {
      ScheduledRun run = new ScheduledRun(work, this, JobRun.Trigger.SCHEDULE, scheduled);
      if (overlaps) {
        start(run);
      } else {
        tick = run;
        if (started > 0) {
          record.queue();
        }
        startNext();
      }
    }
    long ticks = skipped ? missed + 1 : missed;
    if (ticks > 0) {
      record.skip(ticks);
      work.skipped(ticks);
    }
  }

  private boolean mayWait() {
    boolean waits =
        chosen.whenBusy() == WhenBusy.QUEUE_ONE
            || !timing.isRecurring()
            || requestRuns
            || started == 0;
    return waits && tick == null;
  }

  private void startNext() {
    ScheduledRun requested = request;
    ScheduledRun next = requested != null ? requested : tick;
    if (next != null && (started == 0 || chosen.whenBusy() == WhenBusy.OVERLAP)) {
      drop(next);
      start(next);
    }
  }

  private void start(ScheduledRun run) {
    started++;
    requestRuns = run.isRequested();
    agenda().start(run);
  }

  /** As {@link #drop}, for good. */
  boolean dropsOne(ScheduledRun run) {
    boolean waited = drop(run);
    endIfOver();
    return waited;
  }

  /** Returns whether it was waiting for its turn. */
  @SuppressWarnings("ReferenceEquality") // its identity
  private boolean drop(ScheduledRun run) {
    if (request == run) {
      request = null;
    } else if (tick == run) {
      tick = null;
    } else {
      return false;
    }
    return true;
  }

  /** A run of this life has ended, or is not to begin. */
  void runHasEnded() {
    started--;
    startNext();
    endIfOver();
  }

  /**
   * The stop has come before that run of it was done. What was to be done once, is still to be; a
   * tick of others is skipped.
   */
  void isUndone(ScheduledRun run) {
    if (run.isRequested() || run.isCancelled() || !goesBy(run.timing())) {
      return;
    }
    if (timing.isRecurring()) {
      if (!run.hasBegun()) {
        record.skip(1);
        registry.countSkipped(1);
      }
    } else if (exhausted) {
      exhausted = false;
      plan();
    }
  }

  private void endIfOver() {
    if (exhausted && started == 0 && request == null && tick == null && !ended) {
      ended = true;
      registry.forget(this);
    }
  }

  // ---- what users ask for

  /** Those that waited for their turn; null: it has ended already. */
  @Nullable Waiting end() {
    if (ended) {
      return null;
    }
    ended = true;
    withdraw();
    Waiting waiting = new Waiting(request, tick);
    request = null;
    tick = null;
    return waiting;
  }

  /** Runs that will not have their turn. */
  record Waiting(@Nullable ScheduledRun request, @Nullable ScheduledRun tick) {

    /** Without the lock. */
    void tell() {
      for (ScheduledRun run : Arrays.asList(request, tick)) {
        if (run != null) {
          run.tellThatItIsCancelled();
        }
      }
    }
  }

  /** A run as soon as it can be; the one that was requested and waits for its turn, if one does. */
  ScheduledRun request(SchedulerWork work) {
    ScheduledRun next = request;
    if (next == null) {
      next = new ScheduledRun(work, this, JobRun.Trigger.REQUEST, work.now());
      request = next;
      startNext();
    }
    return next;
  }

  void resume() {
    record.pause(false);
    boolean waits = timing.isAnchored() && !isPlanned() && !exhausted && !ended;
    if (waits && !timing.isRecurring()) {
      plan();
    }
  }

  void goBy(Timing newTiming) {
    if (ended) {
      return;
    }
    withdraw();
    timing = newTiming;
    exhausted = false;
    if (timing.isAnchored()) {
      plan();
      exhausted = !isPlanned();
      endIfOver();
    }
  }

  ScheduledJob.Status status(@Nullable Clocks now) {
    boolean isToCome = !ended && !exhausted && timing.isAnchored();
    return record.status(isToCome && now != null ? timing.nextDue(now) : null, ended);
  }

  @SuppressWarnings("ReferenceEquality") // its identity
  boolean goesBy(Timing asked) {
    return timing == asked && !ended;
  }
}
