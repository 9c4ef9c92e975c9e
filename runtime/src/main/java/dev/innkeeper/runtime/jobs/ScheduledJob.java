package dev.innkeeper.runtime.jobs;

import dev.innkeeper.runtime.service.JobRun;
import dev.innkeeper.timer.Schedule;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.RejectedExecutionException;

/**
 * A job of a {@link JobScheduler}, which came while the program runs and may go again.
 *
 * <pre>{@code
 * ScheduledJob reminder =
 *     reminders.scheduleAt("order-4711", order.due(), run -> mails.submit(reminderOf(order)));
 * …
 * reminder.rescheduleAfter(Duration.ofDays(7));
 * …
 * reminder.cancel();
 * }</pre>
 *
 * <p><b>Threads:</b> every method may be called from any thread, also by the job's own body. None
 * waits. A test may implement it; methods that are added later have a default.
 *
 * @since 0.1
 */
public interface ScheduledJob {

  /**
   * What such a job does.
   *
   * @since 0.1
   */
  @FunctionalInterface
  interface Body {

    /**
     * Does it once. An interrupt means that it took too long, was cancelled, or that the time of a
     * stop is over: throw {@link InterruptedException}, or set the thread's interrupt flag again
     * and return. A run that returns with the flag clear has succeeded.
     *
     * @throws Exception if it could not: the run has failed
     */
    void run(Run run) throws Exception;
  }

  /**
   * One run, as the body sees it.
   *
   * @since 0.1
   */
  interface Run extends JobRun {

    /** The job that is run. */
    ScheduledJob job();
  }

  /**
   * How such a job is doing: an immutable snapshot.
   *
   * @since 0.1
   */
  interface Status extends RecurringJob.Status {

    /**
     * Whether it is no more: it was cancelled or replaced, or the last run that it had was done.
     */
    boolean ended();
  }

  /** What it is called among the jobs of its scheduler. */
  String key();

  /**
   * Ends it: no run begins after this has returned, and its key is free. A run that has begun goes
   * on, which {@link #status()} then shows; whoever waits for one that has not, hears of a {@link
   * java.util.concurrent.CancellationException}.
   *
   * @return whether there was something to cancel; {@code false} if it has ended
   */
  boolean cancel();

  /**
   * Runs it now, paused or not. If a run is going on, this one comes after it; while one waits for
   * its turn, all who ask get that one. It has no influence on the schedule: a tick that falls into
   * it is run after it.
   *
   * @return the run; cancelling it does so for all who asked for it
   * @throws RejectedExecutionException if it has ended, or its scheduler's service has not started
   *     or is ending
   */
  JobHandle<Void> runNow();

  /**
   * Lets ticks pass, without counting them as skipped, until {@link #resume()}. What is to be done
   * once waits. A tick that has come and waits for its turn is run.
   */
  void pause();

  /** Runs again at the next tick. Those that have passed are not made up for. */
  void resume();

  /**
   * From now on once in each period, for the first time when one has passed. Each of these four may
   * be called after the last run has begun, too, and has no effect on a job that has ended.
   *
   * @throws IllegalArgumentException if the period is not longer than the scheduler's tolerance, or
   *     over 146 years
   */
  void rescheduleEvery(Duration period);

  /** From now on at the points of {@code schedule}. It throws what that throws. */
  void reschedule(Schedule schedule);

  /** Once more, at {@code instant}; at once if that is past. */
  void rescheduleAt(Instant instant);

  /**
   * Once more, when {@code delay} has passed.
   *
   * @throws IllegalArgumentException if it is negative
   */
  void rescheduleAfter(Duration delay);

  /** How it is doing. */
  Status status();
}
