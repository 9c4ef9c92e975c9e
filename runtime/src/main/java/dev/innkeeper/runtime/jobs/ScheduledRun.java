package dev.innkeeper.runtime.jobs;

import dev.innkeeper.runtime.report.RunOutcome;
import dev.innkeeper.runtime.report.RunTrigger;
import dev.innkeeper.runtime.service.ServiceContext;
import dev.innkeeper.runtime.thread.Workplace;
import java.time.Instant;
import java.util.Objects;
import java.util.concurrent.CancellationException;
import org.jspecify.annotations.Nullable;

/** One run of a {@link ScheduledJob}, on a thread of its own. */
final class ScheduledRun implements Workplace.Job, ScheduledJob.Run {

  private final SchedulerWork work;
  private final Entry entry;
  private final RunTrigger trigger;
  private final Instant scheduled;
  private final ScheduledJob.Body body;

  /** What the job went by when it came. */
  private final Timing timing;

  /** Among the runs of the job. */
  private final long number;

  /** Among those of the scheduler. */
  private final long serial;

  /** Present if somebody has asked for it. Written under the lock, before it has its turn. */
  private volatile @Nullable RequestedRun handle;

  /** What the thread does. Written under the lock, before it has one. */
  private volatile @Nullable RunCall call;

  private @Nullable RunLimit limit;

  /** By {@link JobHandle#cancel()}. Written under the lock. */
  private volatile boolean cancelled;

  /** Written when somebody asks for it. */
  private volatile @Nullable String id;

  /** The life of the service in which it has had its turn. */
  private int turnIn;

  // Written by its thread:

  private volatile boolean begun;
  private @Nullable RunOutcome outcome;
  private @Nullable Throwable failure;

  /** Whether it was not given up before it ended. */
  private boolean inTime;

  /** In the list of those that have ended: for {@link SchedulerLock}. */
  @Nullable ScheduledRun before;

  /** Under the lock. */
  ScheduledRun(
      SchedulerWork work,
      Entry entry,
      RunTrigger trigger,
      Instant scheduled,
      ScheduledJob.Body body) {
    this.work = work;
    this.entry = entry;
    this.trigger = trigger;
    this.scheduled = scheduled;
    this.body = body;
    this.timing = entry.timing();
    this.number = entry.record().nextNumber();
    this.serial = work.agenda().nextSerial();
  }

  boolean isRequested() {
    return trigger == RunTrigger.REQUEST;
  }

  SchedulerWork work() {
    return work;
  }

  Entry entry() {
    return entry;
  }

  Timing timing() {
    return timing;
  }

  boolean isCancelled() {
    return cancelled;
  }

  boolean hasBegun() {
    return begun;
  }

  // ---- under the lock

  /** For those who ask for it. */
  JobHandle<Void> handle() {
    RequestedRun there = handle;
    if (there == null) {
      there = new RequestedRun(this);
      handle = there;
      work.isAwaited(this);
    }
    return there;
  }

  /** Its turn has come: before its thread is forked. */
  void getsReady(Instant now) {
    RunCall itsCall = new RunCall(work.time(), null);
    if (cancelled) {
      itsCall.cancel();
    }
    call = itsCall;
    turnIn = entry.record().begin(scheduled, now);
    Long timeout = entry.chosen().timeout();
    if (timeout != null) {
      limit = new RunLimit(this, work.agenda(), work.port());
      work.agenda().addLimit(limit, itsCall.began() + timeout);
    }
  }

  /** It has ended, or did not begin. */
  void isTakenIn() {
    if (limit != null) {
      limit.withdraw();
    }
    RunRecord record = entry.record();
    if (outcome == null) {
      record.notBegun(turnIn);
    } else {
      if (inTime) {
        record.settle(turnIn, outcome, jobCall().took(), failure);
      }
      record.end(turnIn);
    }
    if (outcome == null || outcome == RunOutcome.INTERRUPTED) {
      entry.isUndone(this);
    }
    work.hasEnded(this);
  }

  // ---- on its thread

  void run() {
    if (entry.hasEnded() || cancelled) {
      leave();
      tellThatItIsCancelled();
      return;
    }
    begun = true;
    try {
      jobCall().run(Workplace.current(), () -> work.port().job(this::callBody, this, null));
      outcome = jobCall().outcome();
    } finally {
      end();
    }
  }

  private @Nullable Void callBody() throws Exception {
    body.run(this);
    return null;
  }

  /** If there is no outcome, the call could not be made, for want of memory. */
  private void end() {
    RunOutcome how = outcome;
    if (how == null) {
      leave();
      return;
    }
    Throwable thrown = how == RunOutcome.SUCCEEDED ? null : jobCall().failure();
    boolean first = jobCall().settle();
    failure = thrown;
    inTime = first;
    leave();
    if (first) {
      tell(how, thrown);
    } else {
      work.goOn(-1);
      work.port().jobEndedLate(id());
    }
  }

  /** See {@link SchedulerLock}. */
  private void leave() {
    work.lock().leaveNote(this);
    if (entry.isEndAwaited() || work.agenda().isEndAwaited()) {
      work.lock().run(() -> {});
    }
  }

  /** On a thread that may wait: it goes on, although it was interrupted. */
  void giveUp() {
    Throwable thrown = jobCall().givenUp();
    work.goOn(1); // before its thread can say that it has returned
    if (jobCall().settle()) {
      RunRecord record = entry.record();
      work.lock().run(() -> record.settle(turnIn, RunOutcome.ABANDONED, jobCall().took(), thrown));
      tell(RunOutcome.ABANDONED, thrown);
    } else {
      work.goOn(-1);
    }
  }

  private void tell(RunOutcome how, @Nullable Throwable thrown) {
    RequestedRun awaited = tellIfAwaited(thrown, how);
    work.runEnded(this, how, thrown, awaited != null && awaited.isSeen());
  }

  /** On the service's thread: the stop has come before its turn. */
  void handBack() {
    work.lock().run(this::isTakenIn);
    tellIfAwaited(null, RunOutcome.INTERRUPTED);
  }

  void tellThatItIsCancelled() {
    tellIfAwaited(new CancellationException("cancelled before its turn"), RunOutcome.CANCELLED);
  }

  /** Tells those who have asked for it, and returns what they wait for. */
  @Nullable RequestedRun tellIfAwaited(@Nullable Throwable thrown, RunOutcome how) {
    RequestedRun awaited = handle;
    if (awaited != null) {
      work.lock().run(() -> work.isAwaitedNoMore(this));
      awaited.endAndTell(how, thrown);
    }
    return awaited;
  }

  // ---- from any thread

  RunCall jobCall() {
    return Objects.requireNonNull(call, "it has not had its turn");
  }

  void interrupt() {
    jobCall().interrupt();
  }

  @Override
  public String id() {
    String known = id;
    if (known == null) {
      known = work.idOf(entry, serial);
      id = known;
    }
    return known;
  }

  void cancel() {
    boolean waited =
        work.lock()
            .get(() -> {
              cancelled = true;
              RunCall itsCall = call;
              if (itsCall != null) {
                itsCall.cancel();
              }
              return entry.dropsOne(this);
            });
    RunCall itsCall = call;
    if (waited) {
      tellThatItIsCancelled();
    } else if (itsCall != null) {
      itsCall.interrupt();
    }
  }

  // ---- for the body

  @Override
  public ScheduledJob job() {
    return work.jobOf(entry);
  }

  @Override
  public ServiceContext context() {
    return work.context();
  }

  @Override
  public long number() {
    return number;
  }

  @Override
  public RunTrigger trigger() {
    return trigger;
  }

  @Override
  public Instant scheduled() {
    return scheduled;
  }
}
