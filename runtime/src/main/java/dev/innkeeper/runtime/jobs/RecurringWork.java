package dev.innkeeper.runtime.jobs;

import dev.innkeeper.runtime.port.HostPort;
import dev.innkeeper.runtime.report.HostEvent.TicksSkipped;
import dev.innkeeper.runtime.report.RunOutcome;
import dev.innkeeper.runtime.service.JobRun;
import dev.innkeeper.runtime.service.ServiceContext;
import dev.innkeeper.runtime.snapshot.Events;
import dev.innkeeper.runtime.thread.BriefLock;
import dev.innkeeper.runtime.thread.ThreadScope;
import dev.innkeeper.runtime.time.Durations;
import dev.innkeeper.timer.CalendarTimer;
import dev.innkeeper.timer.PeriodicTimer;
import dev.innkeeper.timer.Schedule;
import dev.innkeeper.timer.TimeSource;
import dev.innkeeper.timer.WaitableTimer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.CancellationException;
import java.util.concurrent.RejectedExecutionException;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * One life of a {@link RecurringJob}: the ticker says when, the worker runs it. There is one run at
 * a time, because there is one worker. At most two wait for their turn: one that was requested, and
 * behind it one of the schedule, which a requested run does not cost.
 *
 * <p>The worker is the service's own work, so the host interrupts and abandons it like any other.
 */
final class RecurringWork {

  private record RunOfJob(
      ServiceContext context, long number, JobRun.Trigger trigger, Instant scheduled)
      implements JobRun {}

  private final JobPlan plan;
  private final ServiceContext context;
  private final HostPort port;
  private final TimeSource time;
  private final @Nullable TimeLimit limit;
  private final BriefLock lock;

  // Guarded by the lock, which is the job's:

  private final RunRecord record;

  /** Its stop is still to come. */
  private boolean open = true;

  /** Nothing more is run. */
  private boolean over;

  private @Nullable Thread worker;

  /** The runs that wait for their turn, and the one that is going on. */
  private final ArrayDeque<Run> waiting = new ArrayDeque<>();

  private @Nullable Run current;

  /** When the next tick is due; null: there are none. */
  private @Nullable Instant nextDue;

  private final Repetition skips = new Repetition();

  /** Whether the ticks have come to an end, and by what, if it was no good one. */
  private boolean tickedOut;

  private @Nullable Throwable broken;

  /** One run. */
  private final class Run implements JobHandle.Keeper {

    private final JobRun.Trigger trigger;
    private final Instant scheduled;
    private final JobHandle<Void> handle = new JobHandle<>(this);
    private final long number = record.nextNumber();

    /** Guarded by the lock. */
    private @Nullable JobCall<Void> call;

    /** The life in which it began. */
    private int beganIn;

    /** Under the lock. */
    private Run(JobRun.Trigger trigger, Instant scheduled) {
      this.trigger = trigger;
      this.scheduled = scheduled;
    }

    private boolean isRequested() {
      return trigger == JobRun.Trigger.REQUEST;
    }

    @Override
    public String id() {
      return port.threadName() + "#" + number;
    }

    @Override
    public TimeSource time() {
      return time;
    }

    @Override
    public boolean isRunning() {
      return lock.get(() -> call != null);
    }

    @Override
    public boolean cancel() {
      return RecurringWork.this.cancel(this);
    }

    @Override
    public void callbackFailed(Throwable thrown) {
      port.jobCallbackFailed(id(), thrown);
    }
  }

  RecurringWork(JobPlan plan, ServiceContext context, BriefLock lock, RunRecord record) {
    this.plan = plan;
    this.context = context;
    this.time = context.timeSource();
    this.port = HostPort.behind(context, "a recurring job");
    this.lock = lock;
    this.record = record;
    Duration timeout = plan.timeout();
    this.limit = timeout == null ? null : new TimeLimit(port, time, timeout, 1, this::giveUp);
  }

  String name() {
    return context.name();
  }

  /** Under the lock. */
  boolean isOpen() {
    return open;
  }

  /** Under the lock: null while there are no ticks. */
  @Nullable Instant nextDue() {
    return nextDue;
  }

  // ---- the worker

  /** Until the stop, or the end of the schedule. */
  void work() throws Exception {
    begin();
    try (ThreadScope scope = port.openThreads("schedule")) {
      scope.forkInterruptible(port.newThread("schedule"), this::tick);
      for (Run next = next(); next != null; next = next()) {
        run(next);
      }
    } finally {
      end();
    }
  }

  private void begin() {
    Instant now = time.instant();
    lock.run(() -> {
      worker = Thread.currentThread();
      record.beginLife();
      if (plan.runsAtStart() && !record.isPaused() && waiting.isEmpty()) {
        waiting.add(new Run(JobRun.Trigger.START, now));
      }
    });
  }

  private void end() {
    handBack();
    if (limit != null) {
      limit.close();
    }
  }

  /**
   * Woken by a tick, a request, the end of the ticks (a stop ends them, too), or the interrupt of a
   * stop. Any other interrupt has strayed here.
   */
  private @Nullable Run next() throws InterruptedException {
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
      time.park(this);
    }
  }

  /** What the worker is to do, found out in one section: see {@link BriefLock}. */
  private record Turn(@Nullable Run run, boolean isLast) {}

  /** Under the lock. */
  private Turn turn() {
    Run next = context.isStopRequested() ? null : waiting.poll();
    if (next == null) {
      over = over || tickedOut;
      return new Turn(null, over);
    }
    current = next;
    next.call = new JobCall<>(port, time, port.work());
    next.beganIn = record.begin(next.scheduled, time.instant());
    return new Turn(next, false);
  }

  private void throwIfBroken() {
    Throwable thrown = lock.get(() -> broken);
    if (thrown != null) {
      throw new IllegalStateException(
          "the schedule of job '" + name() + "' has thrown an exception", thrown);
    }
  }

  private void run(Run run) {
    JobCall<Void> call = Objects.requireNonNull(run.call);
    JobRun seen = new RunOfJob(context, run.number, run.trigger, run.scheduled);
    port.tell(new Events.RunStarted(port.host(), context.name(), run.number, run.scheduled));
    if (limit != null) {
      limit.begins(0, call);
    }
    call.run(
        run,
        () -> {
          plan.body().run(seen);
          return null;
        });
    if (limit != null) {
      limit.ended(0);
    }
    RunOutcome outcome = call.outcome();
    Throwable failure = call.succeeded() ? null : call.failure();
    boolean inTime =
        lock.get(() -> {
          boolean first = call.settle();
          if (first) {
            record.settle(run.beganIn, outcome, call.took(), failure);
          }
          record.end(run.beganIn);
          current = null;
          return first;
        });
    if (inTime) {
      tellEnd(run, outcome, failure);
      throwIfTooManyFailed();
    } else {
      port.runEndedLate(run.number);
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
  private void tellEnd(Run run, RunOutcome outcome, @Nullable Throwable failure) {
    boolean ended;
    if (outcome == RunOutcome.INTERRUPTED) {
      ended = run.handle.handBack();
    } else {
      ended = failure == null ? run.handle.succeed(null) : run.handle.fail(failure);
    }
    if (ended) {
      run.handle.tell();
    }
    port.tell(
        new Events.RunEnded(
            port.host(),
            context.name(),
            run.number,
            run.scheduled,
            Objects.requireNonNull(run.call).took(),
            outcome,
            Optional.ofNullable(failure)));
  }

  /** It goes on, although it was interrupted: nobody waits for it any longer but the next run. */
  private void giveUp(JobCall<?> call) {
    Throwable failure = call.givenUp();
    Run run =
        lock.get(() -> {
          Run busy = current;
          if (busy == null || busy.call != call || !call.settle()) {
            return null;
          }
          record.settle(busy.beganIn, RunOutcome.ABANDONED, call.took(), failure);
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

  // ---- the ticker

  private void tick() {
    try (WaitableTimer timer = timer()) {
      SplittableRandom random = new SplittableRandom(port.seed());
      expect(timer, time.instant());
      while (timer.waitForNextTick()) {
        Instant scheduled = scheduled(timer);
        expect(timer, scheduled);
        if (context.awaitStop(delay(random))) {
          break;
        }
        offer(scheduled, timer.lastTick().missed());
      }
      tickedOut(null);
    } catch (InterruptedException e) {
      tickedOut(null); // the worker has ended, and closes the scope
    } catch (Throwable t) {
      tickedOut(t);
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
    Instant due =
        timer instanceof CalendarTimer calendar
            ? calendar.nextScheduled()
            : last.plus(((PeriodicTimer) timer).period());
    lock.run(() -> nextDue = due);
  }

  private Duration delay(SplittableRandom random) {
    long most = Durations.nanos(plan.jitter());
    return most == 0 ? Duration.ZERO : Duration.ofNanos(random.nextLong(most));
  }

  /** A tick has come, and {@code missed} before it have not. */
  private void offer(Instant scheduled, long missed) {
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
    boolean free =
        (current == null || current.isRequested()) && waiting.stream().allMatch(Run::isRequested);
    if (free) {
      waiting.add(new Run(JobRun.Trigger.SCHEDULE, scheduled));
    }
    long ticks = free ? missed : missed + 1;
    if (ticks == 0) {
      return null;
    }
    record.skip(ticks);
    return new Events.TicksSkipped(
        port.host(), context.name(), ticks, skips.isAgain(time.instant()));
  }

  private void tickedOut(@Nullable Throwable thrown) {
    lock.run(() -> {
      tickedOut = true;
      broken = thrown;
      nextDue = null;
    });
    wake();
  }

  private void wake() {
    Thread waiting = lock.get(() -> worker);
    if (waiting != null) {
      time.unpark(waiting);
    }
  }

  // ---- requests

  /** Under the lock. All who ask while a run waits for its turn get that one. */
  JobHandle<Void> request() {
    if (over || context.isStopRequested()) {
      throw new RejectedExecutionException(
          "job '" + name() + "' takes no more requests: its service is ending, or has ended");
    }
    Run next = waiting.peek();
    if (next == null) {
      next = new Run(JobRun.Trigger.REQUEST, time.instant());
      waiting.add(next);
      if (worker != null) {
        time.unpark(worker);
      }
    }
    return next.handle;
  }

  private boolean cancel(Run run) {
    if (run.handle.hasEnded()) {
      return false;
    }
    JobCall<?> call =
        lock.get(() -> {
          waiting.remove(run);
          if (run.call != null) {
            run.call.cancel();
          }
          return run.call;
        });
    if (call != null) {
      call.interrupt();
    } else if (run.handle.fail(new CancellationException("cancelled before its turn"))) {
      run.handle.tell();
    }
    return true;
  }

  // ---- the end

  /** In the service's stop, beside a run that is deaf if there is one. */
  void close() {
    handBack();
    lock.run(() -> open = false);
  }

  /** Whoever waits for a run that was not done hears of that. */
  private void handBack() {
    List<Run> left =
        lock.get(() -> {
          over = true;
          List<Run> runs = Stream.concat(Stream.ofNullable(current), waiting.stream()).toList();
          waiting.clear();
          return runs;
        });
    for (Run run : left) {
      if (run.handle.handBack()) {
        run.handle.tell();
      }
    }
  }
}
