package dev.innkeeper.runtime.jobs;

import dev.innkeeper.runtime.port.HostPort;
import dev.innkeeper.runtime.report.RunOutcome;
import dev.innkeeper.runtime.report.RunTrigger;
import dev.innkeeper.runtime.service.JobRun;
import dev.innkeeper.runtime.service.ServiceContext;
import dev.innkeeper.runtime.snapshot.Events;
import dev.innkeeper.runtime.thread.BriefLock;
import dev.innkeeper.runtime.thread.Workplace;
import dev.innkeeper.timer.TimeSource;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Makes the runs of a {@link RecurringJob}, on the service's own thread: so there is one at a time.
 */
final class RecurringWorker {

  private record RunOfJob(
      ServiceContext context, long number, RunTrigger trigger, Instant scheduled)
      implements JobRun {}

  private final RecurringWork work;
  private final JobPlan plan;
  private final ServiceContext context;
  private final HostPort port;
  private final TimeSource time;
  private final @Nullable TimeLimit<RunCall> limit;
  private final BriefLock lock;

  /** Null: ticks come from a thread of their own. */
  private final @Nullable FixedDelay delay;

  // Guarded by the lock:

  private final RunRecord record;
  private final RecurringTurns turns;

  RecurringWorker(
      RecurringWork work,
      JobPlan plan,
      ServiceContext context,
      HostPort port,
      BriefLock lock,
      RunRecord record,
      RecurringTurns turns) {
    this.work = work;
    this.plan = plan;
    this.context = context;
    this.port = port;
    this.time = context.timeSource();
    this.lock = lock;
    this.record = record;
    this.turns = turns;
    Duration timeout = plan.timeout();
    this.delay = fixedDelay();
    this.limit = timeout == null ? null : new TimeLimit<>(port, time, timeout, 1, this::giveUp);
  }

  private @Nullable FixedDelay fixedDelay() {
    return plan.fixedDelay()
        ? new FixedDelay(time, Objects.requireNonNull(plan.period()), plan.jitter(), port.seed())
        : null;
  }

  /** Until the stop, or the end of the schedule. */
  void serve() throws InterruptedException {
    beginDelay();
    for (RecurringRun next = next(); next != null; next = next()) {
      run(next);
    }
  }

  void close() {
    if (limit != null) {
      limit.close();
    }
  }

  /**
   * Woken by a tick, a request, the end of the ticks (a stop ends them, too), or the interrupt of a
   * stop. Any other interrupt has strayed here.
   */
  private @Nullable RecurringRun next() throws InterruptedException {
    while (true) {
      if (Thread.interrupted() && context.isStopRequested()) {
        throw new InterruptedException();
      }
      Turn turn = lock.get(this::turn);
      if (turn.run != null) {
        return turn.run;
      }
      if (turn.isLast) {
        throwIfBroken();
        return null;
      }
      if (delay == null) {
        time.park(this);
      } else {
        time.parkUntil(this, delay.at());
      }
    }
  }

  private void beginDelay() {
    if (delay != null) {
      delay.begin();
      work.expect(context.isStopRequested() ? null : delay.scheduled());
    }
  }

  /** Under the lock: the delay is over. */
  private void addTick(FixedDelay over) {
    if (record.isPaused()) {
      beginDelay();
    } else {
      turns.add(work.newRun(RunTrigger.SCHEDULE, over.scheduled()));
    }
  }

  /** What the worker is to do, found out in one section: see {@link BriefLock}. */
  private record Turn(@Nullable RecurringRun run, boolean isLast) {}

  /** Under the lock. */
  private Turn turn() {
    boolean stops = context.isStopRequested();
    if (delay != null && !stops && turns.first() == null && delay.isOver()) {
      addTick(delay);
    }
    RecurringRun next = stops ? null : turns.begin();
    if (next == null) {
      turns.endIfTicksAreOver();
      return new Turn(null, turns.isOver());
    }
    if (delay != null) {
      work.expect(null);
    }
    int life = record.begin(next.scheduled(), time.instant());
    next.begins(new RunCall(time, port.work()), life);
    return new Turn(next, false);
  }

  private void throwIfBroken() {
    Throwable thrown = lock.get(turns::broken);
    if (thrown != null) {
      throw new IllegalStateException(
          "the schedule of job '" + context.name() + "' has thrown an exception", thrown);
    }
  }

  private @Nullable Void callBody(JobRun seen) throws Exception {
    plan.body().run(seen);
    return null;
  }

  private void run(RecurringRun run) {
    RunCall call = run.call();
    JobRun seen = new RunOfJob(context, run.number(), run.trigger(), run.scheduled());
    port.tell(
        new Events.RunStarted(
            port.hostName(), context.name(), run.number(), run.scheduled(), run.trigger()));
    if (limit != null) {
      limit.begins(0, call);
    }
    Workplace here = Workplace.current();
    call.run(here, () -> here.inJob(run, () -> port.job(() -> callBody(seen), seen, null)));
    if (limit != null) {
      limit.ended(0);
    }
    RunOutcome outcome = call.outcome();
    Throwable failure = call.succeeded() ? null : call.failure();
    boolean inTime =
        lock.get(() -> {
          boolean first = call.settle();
          if (first) {
            record.settle(run.beganIn(), outcome, call.took(), failure);
          }
          record.end(run.beganIn());
          turns.hasEnded();
          work.hasEnded();
          return first;
        });
    beginDelay();
    if (inTime) {
      tellEnd(run, outcome, failure);
      throwIfTooManyFailed();
    } else {
      port.runEndedLate(run.number());
    }
  }

  private void throwIfTooManyFailed() {
    IllegalStateException tooMany = tooManyFailures();
    if (tooMany != null) {
      throw tooMany;
    }
  }

  private @Nullable IllegalStateException tooManyFailures() {
    return lock.get(() ->
        record.failuresInARow() < plan.mostFailures()
            ? null
            : new IllegalStateException(
                record.failuresInARow() + " runs in a row have failed", record.lastFailure()));
  }

  // ---- how a run ended

  /** By the worker, or by who gives the run up. */
  @SuppressWarnings("NullAway") // it does not see that Void is null
  private void tellEnd(RecurringRun run, RunOutcome outcome, @Nullable Throwable failure) {
    boolean ended;
    if (outcome == RunOutcome.INTERRUPTED) {
      ended = run.handBack();
    } else {
      ended = failure == null ? run.succeed(null) : run.fail(failure);
    }
    if (ended) {
      run.tell();
    }
    port.tell(
        new Events.RunEnded(
            port.hostName(),
            context.name(),
            run.number(),
            run.scheduled(),
            run.trigger(),
            run.call().took(),
            outcome,
            Optional.ofNullable(failure)));
  }

  /** It goes on, although it was interrupted: nobody waits for it any longer but the next run. */
  private void giveUp(RunCall call) {
    Throwable failure = call.givenUp();
    RecurringRun run =
        lock.get(() -> {
          RecurringRun busy = turns.current();
          if (busy == null || busy.callIfBegun() != call || !call.settle()) {
            return null;
          }
          record.settle(busy.beganIn(), RunOutcome.ABANDONED, call.took(), failure);
          work.goesOn();
          return busy;
        });
    if (run == null) {
      return;
    }
    tellEnd(run, RunOutcome.ABANDONED, failure);
    IllegalStateException tooMany = tooManyFailures();
    if (tooMany != null) {
      context.fail(tooMany);
    }
  }
}
