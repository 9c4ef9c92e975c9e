package dev.innkeeper.runtime.jobs;

import dev.innkeeper.runtime.service.ServiceContext;
import dev.innkeeper.runtime.time.Durations;
import dev.innkeeper.timer.CalendarTimer;
import dev.innkeeper.timer.PeriodicTimer;
import dev.innkeeper.timer.Schedule;
import dev.innkeeper.timer.TimeSource;
import dev.innkeeper.timer.WaitableTimer;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.SplittableRandom;

/** Says when a {@link RecurringJob} is due, on a thread of its own. */
final class RecurringTicker {

  private final RecurringWork work;
  private final JobPlan plan;
  private final ServiceContext context;
  private final TimeSource time;
  private final SplittableRandom random;

  RecurringTicker(RecurringWork work, JobPlan plan, ServiceContext context, long seed) {
    this.work = work;
    this.plan = plan;
    this.context = context;
    this.time = context.timeSource();
    this.random = new SplittableRandom(seed);
  }

  /** Until the stop, or the end of the schedule. */
  void tick() {
    try (WaitableTimer timer = timer()) {
      expect(timer, time.instant());
      while (timer.waitForNextTick()) {
        Instant scheduled = scheduled(timer);
        expect(timer, scheduled);
        if (context.awaitStop(delay())) {
          break;
        }
        work.offer(scheduled, timer.lastTick().missed());
      }
      work.ticksAreOver(null);
    } catch (InterruptedException e) {
      work.ticksAreOver(null); // the worker has ended, and closes the scope
    } catch (Throwable t) {
      work.ticksAreOver(t);
    }
  }

  private WaitableTimer timer() {
    Schedule schedule = plan.schedule();
    return schedule != null
        ? context.timer(schedule)
        : context.timer(Objects.requireNonNull(plan.period()));
  }

  private Instant scheduled(WaitableTimer timer) {
    if (timer instanceof CalendarTimer calendar) {
      return calendar.lastScheduled();
    }
    return time.instant().minusNanos(time.nanoTime() - timer.lastTick().scheduled());
  }

  private void expect(WaitableTimer timer, Instant last) {
    work.expect(
        timer instanceof CalendarTimer calendar
            ? calendar.nextScheduled()
            : last.plus(((PeriodicTimer) timer).period()));
  }

  private Duration delay() {
    long most = Durations.nanos(plan.jitter());
    return most == 0 ? Duration.ZERO : Duration.ofNanos(random.nextLong(most));
  }
}
