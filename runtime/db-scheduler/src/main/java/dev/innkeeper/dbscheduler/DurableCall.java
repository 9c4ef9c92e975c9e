package dev.innkeeper.dbscheduler;

import dev.innkeeper.runtime.port.HostPort;
import dev.innkeeper.runtime.report.RunTrigger;
import dev.innkeeper.runtime.service.JobAttempt;
import dev.innkeeper.runtime.service.JobRun;
import dev.innkeeper.runtime.service.ServiceContext;
import dev.innkeeper.runtime.thread.Ending;
import dev.innkeeper.runtime.thread.Interruptible;
import dev.innkeeper.runtime.thread.Workplace;
import dev.innkeeper.timer.TimeSource;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * One call of the code of a job, made once by one worker. Others interrupt it, and only it: what
 * the worker then writes into the database is not disturbed.
 */
final class DurableCall extends Interruptible implements Workplace.Job {

  /** As the code of a job of a queue sees it. */
  record Attempt(ServiceContext context, int number, String id, Optional<Instant> deadline)
      implements JobAttempt {}

  /** As the code of a recurring job sees it. */
  record Run(ServiceContext context, long number, Instant scheduled) implements JobRun {

    @Override
    public RunTrigger trigger() {
      return RunTrigger.SCHEDULE;
    }
  }

  private final DurableWork work;
  private final String task;
  private final String id;
  private final long began;

  /** Written before the interrupt. */
  private volatile boolean tookTooLong;

  /**
   * A call that is about to be made.
   *
   * @param task the queue, or the recurring job
   * @param id as it is shown
   */
  DurableCall(DurableWork work, String task, String id) {
    this.work = work;
    this.task = task;
    this.id = id;
    this.began = work.time().nanoTime();
  }

  String task() {
    return task;
  }

  @Override
  public String id() {
    return id;
  }

  Duration took() {
    return Duration.ofNanos(work.time().nanoTime() - began);
  }

  /** On the worker's thread. Never throws: what the code throws is in the ending. */
  Ending<Void> make(Callable<@Nullable Void> code, Object seenAs, @Nullable Duration timeout) {
    HostPort port = work.port();
    Workplace here = Workplace.current();
    HostPort.Alarm alarm = timeout == null ? () -> {} : alarmAfter(timeout);
    work.begins(this);
    try {
      return call(here, () -> here.inJob(this, () -> port.job(code, seenAs, null)));
    } finally {
      work.ended(this);
      alarm.cancel();
    }
  }

  private HostPort.Alarm alarmAfter(Duration timeout) {
    TimeSource time = work.time();
    HostPort port = work.port();
    return port.setAlarm(
        time.nanoTimeAfter(timeout), () -> port.orderInterrupt(() -> timeOut(time)));
  }

  private void timeOut(TimeSource time) {
    tookTooLong = true;
    interrupt(time);
  }

  /** Whether it returned, and not because of an interrupt. */
  static boolean succeeded(Ending<?> ending) {
    return ending.failure() == null && !ending.byInterrupt();
  }

  /** Whether it was the stop that ended it. */
  boolean wasStopped(Ending<?> ending) {
    return ending.byInterrupt() && !tookTooLong;
  }

  /** Why it has not succeeded. */
  Throwable failure(Ending<?> ending) {
    Throwable thrown = ending.thrown();
    if (tookTooLong) {
      TimeoutException late = new TimeoutException("not done after " + took().toMillis() + " ms");
      if (thrown != null) {
        late.initCause(thrown);
      }
      return late;
    }
    return thrown == null
        ? new InterruptedException("it returned with its thread's interrupt flag set")
        : thrown;
  }
}
