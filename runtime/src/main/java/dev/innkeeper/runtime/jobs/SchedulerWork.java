package dev.innkeeper.runtime.jobs;

import dev.innkeeper.runtime.port.HostPort;
import dev.innkeeper.runtime.report.Health;
import dev.innkeeper.runtime.report.HostEvent.TicksSkipped;
import dev.innkeeper.runtime.report.RunOutcome;
import dev.innkeeper.runtime.service.ServiceContext;
import dev.innkeeper.runtime.snapshot.Events;
import dev.innkeeper.runtime.thread.ThreadScope;
import dev.innkeeper.timer.TimeSource;
import dev.innkeeper.timer.calendar.Clocks;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One life of a {@link JobScheduler}. The service's thread waits for what is due, and forks a
 * thread for each run, since only the owner of a scope can; one more looks at the wall clock.
 */
final class SchedulerWork {

  private final JobRegistry registry;
  private final Agenda agenda;
  private final SchedulerLock lock;
  private final ServiceContext context;
  private final HostPort port;
  private final TimeSource time;
  private final CalendarWatch calendar;

  /** The service's thread's alone. */
  private boolean stops;

  // Guarded by the lock:

  private @Nullable Thread owner;

  /** Runs that somebody waits for. */
  private final Set<ScheduledRun> awaited = new LinkedHashSet<>();

  private final Repetition skips = new Repetition();
  private int interrupted;

  /** How many runs were given up, and have not returned. */
  private int goingOn;

  /** Volatile, so that a thread with nothing to tell need not take the lock. */
  private volatile long skippedUntold;

  SchedulerWork(JobRegistry registry, ServiceContext context) {
    this.registry = registry;
    this.agenda = registry.agenda();
    this.lock = registry.lock();
    this.context = context;
    this.port = HostPort.behind(context, "scheduler '" + registry.name() + "'");
    this.time = context.timeSource();
    this.calendar = new CalendarWatch(registry, this);
  }

  ServiceContext context() {
    return context;
  }

  HostPort port() {
    return port;
  }

  TimeSource time() {
    return time;
  }

  SchedulerLock lock() {
    return lock;
  }

  Agenda agenda() {
    return agenda;
  }

  ScheduledJob jobOf(Entry entry) {
    return new JobOfScheduler(registry, entry);
  }

  Instant now() {
    return time.instant();
  }

  boolean isStopping() {
    return context.isStopRequested();
  }

  String idOf(Entry entry, long serial) {
    return port.threadName() + "#" + registry.label(entry, serial);
  }

  // ---- the service's thread

  /** Until the stop has come and all runs have ended, or the time for them is over. */
  void work() throws InterruptedException {
    Thread.Builder thread = port.newThread("run");
    try (ThreadScope scope = port.openThreads("runs")) {
      lock.run(() -> owner = Thread.currentThread());
      scope.forkInterruptible(port.newThread("calendar"), calendar::watch);
      serve(scope, thread);
    } finally {
      lock.run(() -> owner = null);
    }
  }

  private void serve(ThreadScope scope, Thread.Builder thread) throws InterruptedException {
    List<ScheduledRun> runs = new ArrayList<>();
    while (true) {
      if (Thread.interrupted() && isStopping()) {
        throw new InterruptedException();
      }
      Clocks now = Clocks.of(time);
      Agenda.Turn turn = lock.get(() -> turn(now, runs));
      if (stops) {
        runs.forEach(ScheduledRun::handBack);
      } else {
        fork(scope, thread, runs);
      }
      runs.clear();
      tellSkipped();
      if (turn instanceof Agenda.Sleep sleep) {
        sleep(sleep.until());
      } else if (turn == Agenda.Pause.END) {
        return;
      }
    }
  }

  /** If there is no thread for one, the service fails by that. */
  private static void fork(ThreadScope scope, Thread.Builder thread, List<ScheduledRun> runs) {
    int forked = 0;
    try {
      for (; forked < runs.size(); forked++) {
        scope.fork(thread, new RunThread(runs.get(forked)));
      }
    } finally {
      runs.subList(forked, runs.size()).forEach(ScheduledRun::handBack);
    }
  }

  /** Whether it is to stop, is found out under the lock, too: the stop wakes it once. */
  @SuppressWarnings("ReferenceEquality") // its identity
  private Agenda.Turn turn(Clocks now, List<ScheduledRun> runs) {
    if (agenda.work() != this) {
      return Agenda.Pause.END; // given up, and there may be another life by now
    }
    stops = isStopping();
    Agenda.Turn turn = agenda.turn(now, stops, runs);
    for (ScheduledRun run : runs) {
      run.getsReady(now.instant());
    }
    return turn;
  }

  /** Woken by what is ready or due earlier, by the end of a run, or by the stop. */
  private void sleep(@Nullable Long until) {
    if (until == null) {
      time.park(this);
    } else {
      time.parkUntil(this, until, registry.tolerance().most());
    }
  }

  /** Under the lock, from any thread. */
  void wake() {
    if (owner != null) {
      time.unpark(owner);
    }
  }

  /** Once it was asked to. */
  void wakeForStop() {
    lock.run(() -> {
      wake();
      wakeCalendar();
    });
  }

  /** Under the lock, from any thread. */
  void wakeCalendar() {
    calendar.wake();
  }

  // ---- runs

  void isAwaited(ScheduledRun run) {
    awaited.add(run);
  }

  void isAwaitedNoMore(ScheduledRun run) {
    awaited.remove(run);
  }

  /** Under the lock. Of a run that has outlived its service, nothing follows. */
  @SuppressWarnings("ReferenceEquality") // its identity
  void hasEnded(ScheduledRun run) {
    if (agenda.work() == this) {
      run.entry().runHasEnded();
      agenda.ended();
    }
  }

  /** Under the lock: told later. */
  @SuppressWarnings("NonAtomicVolatileUpdate") // it is under the lock
  void skipped(long ticks) {
    registry.countSkipped(ticks);
    skippedUntold += ticks;
  }

  /** Without the lock, since the log is other people's code. */
  void tellSkipped() {
    if (skippedUntold == 0) {
      return;
    }
    Instant now = time.instant();
    TicksSkipped event =
        lock.get(() -> {
          long ticks = skippedUntold;
          skippedUntold = 0;
          return ticks == 0
              ? null
              : new Events.TicksSkipped(port.hostName(), context.name(), ticks, skips.isAgain(now));
        });
    if (event != null) {
      port.tell(event);
    }
  }

  /** On its own thread, or on the one that gives it up. */
  void runEnded(
      ScheduledRun run, RunOutcome outcome, @Nullable Throwable failure, boolean seenByOthers) {
    boolean succeeded = failure == null;
    RunOutcome recorded = succeeded ? RunOutcome.SUCCEEDED : RunOutcome.FAILED;
    port.jobEnded(recorded.name(), run.jobCall()::took);
    if (outcome == RunOutcome.INTERRUPTED) {
      lock.run(() -> interrupted++);
    } else if (outcome.isFailure() && failure != null) {
      port.jobFailed(
          new Events.JobFailed(
              port.hostName(), context.name(), run.id(), run.entry().key(), 1, failure),
          seenByOthers);
      failIfTooMany(run, failure);
    }
  }

  /** A run was given up, and its code goes on; or that has returned: {@code difference} is -1. */
  void goOn(int difference) {
    lock.run(() -> {
      goingOn += difference;
      port.healthOfJobs(
          switch (goingOn) {
            case 0 -> Health.up();
            case 1 -> Health.degraded("a run goes on after its time-out");
            default -> Health.degraded(goingOn + " runs go on after their time-outs");
          });
    });
  }

  private void failIfTooMany(ScheduledRun run, Throwable failure) {
    Entry entry = run.entry();
    int inARow = lock.get(() -> entry.record().failuresInARow());
    if (inARow >= entry.chosen().mostFailures()) {
      context.fail(
          new IllegalStateException(
              inARow + " runs of a job in a row have failed, the last of them " + run.id(),
              failure));
    }
  }

  // ---- the end

  /** In the service's stop, beside runs that are deaf if there are any. */
  @SuppressWarnings("ReferenceEquality") // its identity
  void close() {
    List<ScheduledRun> left =
        lock.get(() -> {
          if (agenda.work() == this) {
            agenda.ends();
          }
          return List.copyOf(awaited);
        });
    for (ScheduledRun run : left) {
      run.tellIfAwaited(null, RunOutcome.INTERRUPTED);
    }
    int runs = lock.get(() -> interrupted);
    if (runs > 0) {
      port.runsInterrupted(runs);
    }
  }
}
