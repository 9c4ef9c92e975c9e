package dev.innkeeper.runtime.jobs;

import dev.innkeeper.timer.TimeSource;
import dev.innkeeper.timer.calendar.Clocks;
import dev.innkeeper.timer.calendar.Course;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The thread of a {@link JobScheduler} that looks at the wall clock: it waits for the jobs that go
 * by it, asks their schedules, and notices when the clock is set.
 */
final class CalendarWatch {

  private final JobRegistry registry;
  private final Agenda agenda;
  private final SchedulerLock lock;
  private final SchedulerWork work;
  private final TimeSource time;

  /** Guarded by the lock. */
  private @Nullable Thread thread;

  CalendarWatch(JobRegistry registry, SchedulerWork work) {
    this.registry = registry;
    this.agenda = registry.agenda();
    this.lock = registry.lock();
    this.work = work;
    this.time = work.time();
  }

  /** Under the lock, from any thread. */
  void wake() {
    if (thread != null) {
      time.unpark(thread);
    }
  }

  /** Until the stop. */
  void watch() {
    try {
      lock.run(() -> thread = Thread.currentThread());
      while (lookOnce()) {
        work.tellSkipped();
      }
    } catch (Throwable t) { // out of memory, or a bug of Innkeeper
      work.context().fail(t);
    } finally {
      lock.run(() -> thread = null); // it leads to all runs that were forked after it
    }
  }

  /** Returns whether there will be more looks. */
  private boolean lookOnce() {
    Clocks now = Clocks.of(time);
    Clocks seen = lock.get(() -> agenda.look(now));
    Duration step = seen.stepUntil(now);
    if (Clocks.isBack(step) || Clocks.isForward(step)) {
      clockWasSet(now.instant().minus(step), now.instant());
    }
    Look look = lock.get(() -> look(now.instant()));
    if (look.isLast) {
      return false;
    }
    if (look.entry != null && look.timing != null) {
      isDue(look.entry, look.timing, now.instant());
    } else if (look.next == null) {
      time.park(this); // woken by a new one, the stop, or the end of the scope
    } else {
      time.parkUntil(this, look.next);
    }
    return true;
  }

  /** What there is to do, found out in one section. */
  private record Look(
      @Nullable Entry entry, @Nullable Timing timing, @Nullable Instant next, boolean isLast) {}

  private Look look(Instant now) {
    if (isEnding()) {
      return new Look(null, null, null, true);
    }
    Entry entry = agenda.pollByWallClock(now);
    return entry == null
        ? new Look(null, null, agenda.wallWakeUp(), false)
        : new Look(entry, entry.timing(), null, false);
  }

  private boolean isEnding() {
    return work.isStopping() || Thread.currentThread().isInterrupted();
  }

  private void isDue(Entry entry, Timing timing, Instant now) {
    Runnable change;
    if (timing instanceof Timing.At once) {
      change = () -> entry.isDueAt(once.at());
    } else if (timing instanceof Timing.On on) {
      change =
          ask(
              entry,
              now,
              () -> {
                Course.Step step = on.step(now);
                return () -> entry.isDueOn(on, step);
              });
    } else {
      return; // none of these goes by the wall clock
    }
    lock.run(() -> {
      if (entry.isTakenFor(timing)) { // else it was rescheduled, resumed, or cancelled
        change.run();
      }
    });
  }

  /** Jobs on a schedule learn of it now: until their next point it may be set again. */
  private void clockWasSet(Instant expected, Instant now) {
    for (Entry entry : registry.entries()) {
      if (!(lock.get(entry::timing) instanceof Timing.On on) || on.isDueBy(now)) {
        continue; // what is due is due by the new time as well
      }
      Runnable change =
          now.isAfter(expected)
              ? on.course()::clockWasSetForward
              : ask(
                  entry,
                  now,
                  () -> {
                    Instant next = on.course().pointAfterTheClockWasSetBack(expected, now);
                    return () -> entry.goesOnWith(on, next);
                  });
      lock.run(() -> {
        if (entry.goesBy(on)) {
          change.run();
        }
      });
    }
  }

  /** What is to be changed, found out by asking a schedule, which may be a user's. */
  private interface Question {

    Runnable ask();
  }

  private Runnable ask(Entry entry, Instant now, Question question) {
    try {
      return question.ask();
    } catch (Throwable t) {
      // A schedule that was interrupted by the stop is asked again in the next life.
      return isEnding() ? entry::plan : () -> entry.isBroken(now, t);
    }
  }
}
