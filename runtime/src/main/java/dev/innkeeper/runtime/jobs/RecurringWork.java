package dev.innkeeper.runtime.jobs;

import dev.innkeeper.runtime.port.HostPort;
import dev.innkeeper.runtime.report.Health;
import dev.innkeeper.runtime.report.HostEvent.TicksSkipped;
import dev.innkeeper.runtime.report.RunTrigger;
import dev.innkeeper.runtime.service.ServiceContext;
import dev.innkeeper.runtime.snapshot.Events;
import dev.innkeeper.runtime.thread.BriefLock;
import dev.innkeeper.runtime.thread.ThreadScope;
import dev.innkeeper.timer.TimeSource;
import java.time.Instant;
import java.util.concurrent.CancellationException;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;

/**
 * One life of a {@link RecurringJob}: the ticker says when, the worker runs it. What has its turn
 * is known here, to whoever asks.
 *
 * <p>The worker is the service's own work, so the host interrupts and abandons it like any other.
 */
final class RecurringWork {

  private final JobPlan plan;
  private final ServiceContext context;
  private final HostPort port;
  private final TimeSource time;
  private final BriefLock lock;

  // Guarded by the lock, which is the job's:

  private final RunRecord record;

  private final RecurringTurns turns = new RecurringTurns();

  /** Its stop is still to come. */
  private boolean open = true;

  private @Nullable Thread workerThread;

  /** When the next tick is due; null: there are none. */
  private @Nullable Instant nextDue;

  private final Repetition skips = new Repetition();

  /** Whether the run that is going on has cost a tick, and whether the one before did. */
  private boolean costsTicks;

  private boolean lastCostTicks;

  /** The run that is going on was given up. */
  private boolean goesOn;

  /** Of its health. */
  private Health told = Health.up();

  RecurringWork(JobPlan plan, ServiceContext context, BriefLock lock, RunRecord record) {
    this.plan = plan;
    this.context = context;
    this.time = context.timeSource();
    this.port = HostPort.behind(context, "a recurring job");
    this.lock = lock;
    this.record = record;
  }

  String name() {
    return context.name();
  }

  String threadName() {
    return port.threadName();
  }

  TimeSource time() {
    return time;
  }

  /** Under the lock. */
  boolean isOpen() {
    return open;
  }

  /** Under the lock: null while there are no ticks. */
  @Nullable Instant nextDue() {
    return nextDue;
  }

  /** Until the stop, or the end of the schedule. */
  void work() throws Exception {
    RecurringWorker worker = new RecurringWorker(this, plan, context, port, lock, record, turns);
    begin();
    try (ThreadScope scope = port.openThreads("schedule")) {
      if (plan.fixedDelay()) { // the worker knows best
        context.onStopRequested(() -> ticksAreOver(null));
      } else {
        RecurringTicker ticker = new RecurringTicker(this, plan, context, port.seed());
        scope.forkInterruptible(port.newThread("schedule"), ticker::tick);
      }
      worker.serve();
    } finally {
      handBack();
      worker.close();
    }
  }

  private void begin() {
    Instant now = time.instant();
    lock.run(() -> {
      workerThread = Thread.currentThread();
      record.beginLife();
      if (plan.runsAtStart() && !record.isPaused() && turns.first() == null) {
        turns.add(newRun(RunTrigger.START, now));
      }
    });
  }

  /** Under the lock. */
  RecurringRun newRun(RunTrigger trigger, Instant scheduled) {
    return new RecurringRun(this, trigger, scheduled, record.nextNumber());
  }

  // ---- for the ticker, or for the worker if the job has a fixed delay

  /** When the next tick is due; null: at no time. */
  void expect(@Nullable Instant due) {
    lock.run(() -> nextDue = due);
  }

  /** A tick has come, and {@code missed} before it have not. */
  void offer(Instant scheduled, long missed) {
    TicksSkipped skipped = lock.get(() -> offered(scheduled, missed));
    wake();
    if (skipped != null) {
      port.tell(skipped);
    }
  }

  /** Under the lock. */
  private @Nullable TicksSkipped offered(Instant scheduled, long missed) {
    if (record.isPaused()) {
      return null;
    }
    boolean free = turns.isFreeForATick(plan.whenBusy());
    if (free) {
      if (turns.isBusy()) {
        record.queue();
      }
      turns.add(newRun(RunTrigger.SCHEDULE, scheduled));
    }
    long ticks = free ? missed : missed + 1;
    if (ticks == 0) {
      return null;
    }
    record.skip(ticks);
    costsTicks |= turns.isBusy();
    tellHealth();
    return new Events.TicksSkipped(
        port.hostName(), context.name(), ticks, skips.isAgain(time.instant()));
  }

  // ---- how well it is: under the lock

  /** A run has ended. */
  void hasEnded() {
    lastCostTicks = costsTicks;
    costsTicks = false;
    goesOn = false;
    tellHealth();
  }

  /** A run was given up. */
  void goesOn() {
    goesOn = true;
    tellHealth();
  }

  private void tellHealth() {
    Health now = health();
    if (!now.equals(told)) {
      told = now;
      port.healthOfJobs(now);
    }
  }

  private Health health() {
    if (goesOn) {
      return Health.down("a run goes on, although it was interrupted after its time-out");
    }
    if (costsTicks || lastCostTicks) {
      return Health.degraded("runs take so long that ticks are skipped");
    }
    int failures = record.failuresInARow();
    return failures < 2 ? Health.up() : Health.degraded(failures + " runs in a row have failed");
  }

  /** By {@code thrown}, if it was no good end. */
  void ticksAreOver(@Nullable Throwable thrown) {
    lock.run(() -> {
      turns.ticksAreOver(thrown);
      nextDue = null;
    });
    wake();
  }

  private void wake() {
    Thread waiting = lock.get(() -> workerThread);
    if (waiting != null) {
      time.unpark(waiting);
    }
  }

  // ---- requests

  /** Under the lock. All who ask while a run waits for its turn get that one. */
  JobHandle<Void> request() {
    if (turns.isOver() || context.isStopRequested()) {
      throw new RejectedExecutionException(
          "job '" + name() + "' takes no more requests: its service is ending, or has ended");
    }
    RecurringRun next = turns.first();
    if (next == null) {
      next = newRun(RunTrigger.REQUEST, time.instant());
      turns.add(next);
      if (workerThread != null) {
        time.unpark(workerThread);
      }
    }
    return next;
  }

  // ---- for its runs

  boolean isRunning(RecurringRun run) {
    return lock.get(() -> run.callIfBegun() != null);
  }

  boolean cancel(RecurringRun run) {
    if (run.hasOutcome()) {
      return false;
    }
    RunCall call =
        lock.get(() -> {
          turns.drop(run);
          RunCall begun = run.callIfBegun();
          if (begun != null) {
            begun.cancel();
          }
          return begun;
        });
    if (call != null) {
      call.interrupt();
    } else if (run.fail(new CancellationException("cancelled before its turn"))) {
      run.tell();
    }
    return true;
  }

  void callbackFailed(RecurringRun run, Throwable thrown) {
    port.jobCallbackFailed(run.id(), thrown);
  }

  // ---- the end

  /** In the service's stop, beside a run that is deaf if there is one. */
  void close() {
    handBack();
    lock.run(() -> open = false);
  }

  /** Whoever waits for a run that was not done hears of that. */
  private void handBack() {
    expect(null);
    for (RecurringRun run : lock.get(turns::end)) {
      if (run.handBack()) {
        run.tell();
      }
    }
  }
}
