package dev.innkeeper.runtime.jobs;

import java.time.Duration;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What becomes of one job: of a {@link JobQueue}, or one run of a {@link RecurringJob} or of a
 * {@link ScheduledJob}.
 *
 * <pre>{@code
 * JobHandle<Receipt> payment = payments.submit(order);
 * payment.whenDone(done -> log.info("order {}: {}", order, done.state()));
 * if (payment.await(Duration.ofSeconds(10))) {
 *   show(payment.result());
 * }
 * }</pre>
 *
 * <p>A job ends once: it has {@linkplain State#SUCCEEDED succeeded}, {@linkplain State#FAILED
 * failed}, or was {@linkplain State#HANDED_BACK handed back} because its service stopped first.
 *
 * <p><b>Threads:</b> every method may be called from any thread; what the job did is visible to who
 * has seen its end. <b>Interruption:</b> {@link #await} throws, and the job goes on.
 *
 * <p>A test may implement it; methods that are added later have a default.
 *
 * @param <R> what the job returns
 * @since 0.1
 */
public interface JobHandle<R extends @Nullable Object> {

  /** How far it is. The last three are for ever. */
  enum State {
    /** For its turn, or for another try. */
    WAITING,
    /** It is being run. */
    RUNNING,
    /** It has returned a result. */
    SUCCEEDED,
    /** It has thrown, for the last time; took too long; or was cancelled. */
    FAILED,
    /** It was not done when its service stopped. */
    HANDED_BACK
  }

  /**
   * What the job is called in the log, in events and in exceptions: {@code host/service#number}, as
   * {@code shop/mails#4711}. Jobs of a queue and runs of a recurring job are numbered from 1, over
   * all lives of the service. With {@link JobQueueBuilder#describedBy} the label stands in the
   * place of the number.
   */
  String id();

  /** How far it is by now. */
  State state();

  /** Whether it has ended, one way or another. */
  boolean isDone();

  /**
   * What it returned.
   *
   * @throws IllegalStateException unless it {@linkplain State#SUCCEEDED succeeded}; the cause is
   *     its failure, if that is why
   */
  R result();

  /**
   * What it threw; a {@link java.util.concurrent.TimeoutException} if it took too long, a {@link
   * java.util.concurrent.CancellationException} if it was cancelled.
   *
   * @throws IllegalStateException unless it {@linkplain State#FAILED failed}
   */
  Throwable failure();

  /**
   * Waits until it has ended.
   *
   * @throws InterruptedException if interrupted before or while it waits
   */
  void await() throws InterruptedException;

  /**
   * Waits until it has ended, but no longer than {@code timeout}.
   *
   * @return whether it has ended
   * @throws InterruptedException if interrupted before or while it waits
   */
  boolean await(Duration timeout) throws InterruptedException;

  /**
   * Calls {@code callback} when it has ended, on the thread that ended it: a worker of the queue,
   * who cancels it, or a thread of the host; at once, if it has ended already. Callbacks are called
   * in the order of their registration; what one throws is logged. Others wait for it, so it should
   * be short.
   *
   * <p>A failure is logged all the same, unless the callback reads {@link #failure()}, or one of
   * {@link #whenFailed} is there.
   */
  void whenDone(Consumer<? super JobHandle<R>> callback);

  /**
   * As {@link #whenDone}, but {@code callback} is only called if the job fails, with what it threw.
   * The log then has the failure at DEBUG only.
   */
  void whenFailed(Consumer<? super Throwable> callback);

  /**
   * Cancels it: a job that waits will not be run; one that runs is interrupted, and has failed
   * unless it returns a result all the same, with the thread's interrupt flag clear. It is not
   * tried again. The interrupt may run the close handler of a channel that the job is blocked in,
   * on this thread.
   *
   * @return whether there was something to cancel; {@code false} if it has ended
   */
  boolean cancel();
}
