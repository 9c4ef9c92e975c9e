package dev.innkeeper.runtime.jobs;

import dev.innkeeper.runtime.service.ServiceContext;
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
  private final ServiceContext context;
  private final TimeSource time;

  /** Guarded by the lock. */
  private @Nullable Thread thread;

  CalendarWatch(JobRegistry registry, ServiceContext context) {
    this.registry = registry;
    this.agenda = registry.agenda();
    this.lock = registry.lock();
    this.context = context;
    this.time = context.timeSource();
  }

  /** Under the lock, from any thread. */
  void wake() {
    if (thread != null) {
      time.unpark(thread);
    }
  }

  /** Until the stop. */
  void watch() {
    lock.run(() -> thread = Thread.currentThread());
    Clocks seen = Clocks.of(time);
    while (!context.isStopRequested() && !Thread.currentThread().isInterrupted()) {
      Clocks now = Clocks.of(time);
      Duration step = seen.stepUntil(now);
      seen = now;
      if (Clocks.isBack(step) || Clocks.isForward(step)) {
        clockWasSet(now.instant().minus(step), now.instant());
      }
      Look look = lock.get(() -> look(now.instant()));
      if (look.due != null) {
        isDue(look.due, now.instant());
      } else if (look.next == null) {
        time.park(this); // woken by a new one, the stop, or the end of the scope
      } else {
        time.parkUntil(this, look.next);
      }
    }
  }

  /** What there is to do, found out in one section. */
  private record Look(@Nullable Entry due, @Nullable Instant next) {}

  private Look look(Instant now) {
    Entry due = agenda.pollByWallClock(now);
    return new Look(due, due == null ? agenda.wallWakeUp() : null);
  }

  private void isDue(Entry entry, Instant now) {
    switch (lock.get(entry::timing)) {
      case Timing.At once -> change(entry, once, () -> entry.isDueAt(once.at()));
      case Timing.On on ->
          ask(
              entry,
              on,
              now,
              () -> {
                Course.Step step = on.step(now);
                return () -> entry.isDueOn(on, step);
              });
      default -> {
        return; // it was rescheduled
      }
    }
  }

  /** Jobs on a schedule learn of it now: until their next point it may be set again. */
  private void clockWasSet(Instant expected, Instant now) {
    for (Entry entry : registry.entries()) {
      if (!(lock.get(entry::timing) instanceof Timing.On on) || on.isAtEnd()) {
        continue;
      }
      if (now.isAfter(expected)) {
        lock.run(on.course()::clockWasSetForward);
      } else {
        ask(
            entry,
            on,
            now,
            () -> {
              Instant next = on.course().pointAfterTheClockWasSetBack(expected, now);
              return () -> entry.goesOnWith(on, next);
            });
      }
    }
  }

  /** What is to be changed, found out by asking a schedule, which may be a user's. */
  private interface Question {

    Runnable ask();
  }

  private void ask(Entry entry, Timing.On on, Instant now, Question question) {
    Runnable change;
    try {
      change = question.ask();
    } catch (Throwable t) {
      change = () -> entry.isBroken(now, t);
    }
    change(entry, on, change);
  }

  /** Unless the job has ended, or goes by something else by now. */
  private void change(Entry entry, Timing timing, Runnable change) {
    lock.run(() -> {
      if (entry.goesBy(timing)) {
        change.run();
      }
    });
  }
}
