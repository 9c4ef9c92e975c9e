package dev.innkeeper.runtime.jobs;

import dev.innkeeper.runtime.report.RunTrigger;
import dev.innkeeper.timer.calendar.Clocks;
import dev.innkeeper.timer.calendar.Course;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One job of a {@link JobScheduler}, which {@link JobOfScheduler} shows to users. There may be a
 * hundred thousand, so what they can share is not among its fields.
 */
final class Entry extends RunTurns {

  private final JobRegistry registry;
  private final String key;
  private final ScheduledJob.Body body;
  private final ScheduleOptions.Chosen chosen;

  // Guarded by the registry's lock:

  private final RunRecord record;
  private Timing timing;

  /** There will be no more ticks. Volatile, as what follows, for runs that end. */
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
    return isAnyWaiting() || exhausted;
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
    ScheduledRun waited = forgetRuns();
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
      ScheduledJob.Body failing =
          run -> {
            throw new IllegalStateException("its schedule has thrown an exception", thrown);
          };
      start(new ScheduledRun(work, this, RunTrigger.SCHEDULE, now, failing));
    } else {
      endIfOver();
    }
  }

  private void offer(Instant scheduled, long missed) {
    SchedulerWork work = agenda().work();
    if (work == null || record.isPaused()) {
      return;
    }
    boolean skipped = !mayTick();
    if (!skipped && tick(new ScheduledRun(work, this, RunTrigger.SCHEDULE, scheduled, body))) {
      record.queue();
    }
    long ticks = skipped ? missed + 1 : missed;
    if (ticks > 0) {
      record.skip(ticks);
      work.skipped(ticks);
    }
  }

  @Override
  WhenBusy whenBusy() {
    return chosen.whenBusy();
  }

  @Override
  boolean isRecurring() {
    return timing.isRecurring();
  }

  @Override
  void begins(ScheduledRun run) {
    agenda().start(run);
  }

  /**
   * The stop has come before that run of it was done. What was to be done once, is still to be; a
   * tick of others is skipped.
   */
  void isUndone(ScheduledRun run) {
    if (run.isRequested() || run.isCancelled() || !goesBy(run.timing())) {
      return;
    }
    if (isRecurring()) {
      if (!run.hasBegun()) {
        record.skip(1);
        registry.countSkipped(1);
      }
    } else if (exhausted) {
      exhausted = false;
      plan();
    }
  }

  @Override
  void endIfOver() {
    if (exhausted && isIdle() && !ended) {
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
    return forgetWaiting();
  }

  /** A run as soon as it can be; the one that was requested and waits for its turn, if one does. */
  ScheduledRun request(SchedulerWork work) {
    ScheduledRun next = requested();
    if (next == null) {
      next = new ScheduledRun(work, this, RunTrigger.REQUEST, work.now(), body);
      request(next);
    }
    return next;
  }

  void resume() {
    record.pause(false);
    boolean waits = timing.isAnchored() && !isPlanned() && !exhausted && !ended;
    if (waits && !isRecurring()) {
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
