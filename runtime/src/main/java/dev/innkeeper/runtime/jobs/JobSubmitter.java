package dev.innkeeper.runtime.jobs;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Takes jobs: a {@link JobQueue}, as those see it who hand jobs in.
 *
 * <pre>{@code
 * final class Checkout {
 *   private final JobSubmitter<Mail, ?> mails;
 *   …
 *   mails.submit(new Mail(customer, receipt));
 * }
 * }</pre>
 *
 * <p>Its jobs are limited in number. When there is no room, {@link #submit} waits, and {@link
 * #trySubmit} does not. Those who wait go in in the order in which they came.
 *
 * <p><b>Threads:</b> every method may be called from any thread. <b>Interruption:</b> what waits
 * for room throws, and the job is not in then.
 *
 * <p>A test may implement it; methods that are added later have a default.
 *
 * @param <T> what is submitted
 * @param <R> what a job returns
 * @since 0.1
 */
public interface JobSubmitter<T, R extends @Nullable Object> {

  /**
   * Hands in a job; waits as long as the queue is full.
   *
   * @throws RejectedExecutionException if the queue's service has not started or is stopping, or
   *     stops before there is room, or if the queue was {@linkplain JobQueue#complete() completed}
   * @throws InterruptedException if interrupted while it waits for room; the job is not in then
   */
  JobHandle<R> submit(T item) throws InterruptedException;

  /**
   * Hands in a job with a callback, as {@link JobHandle#whenDone} takes it, which is there before
   * the job can end: who registers it afterwards may be too late to take a failure, which is logged
   * as an error then.
   *
   * @throws RejectedExecutionException as {@link #submit(Object)}; {@code callback} may have been
   *     called then, if jobs of the queue are {@linkplain JobQueueBuilder#uniqueBy unique}
   * @throws InterruptedException if interrupted while it waits for room; the job is not in then,
   *     and {@code callback} is not called
   */
  JobHandle<R> submit(T item, Consumer<? super JobHandle<R>> callback) throws InterruptedException;

  /**
   * Hands in a job; waits as long as the queue is full, but no longer than {@code timeout}.
   *
   * @return empty if there was no room
   * @throws RejectedExecutionException as {@link #submit(Object)}
   * @throws InterruptedException if interrupted while it waits for room; the job is not in then
   */
  Optional<JobHandle<R>> submit(T item, Duration timeout) throws InterruptedException;

  /**
   * Hands in a job if there is room.
   *
   * @return empty if there is none
   * @throws RejectedExecutionException if the queue's service has not started or is stopping, or if
   *     the queue was {@linkplain JobQueue#complete() completed}
   */
  Optional<JobHandle<R>> trySubmit(T item);

  /**
   * Hands in a job that is begun when {@code delay} has passed; waits as long as the queue is full.
   * The job takes up room in the queue from now on.
   *
   * <p>In a stop it is run if it is due before jobs are interrupted, and handed back otherwise.
   *
   * @throws IllegalArgumentException if {@code delay} is negative
   * @throws RejectedExecutionException as {@link #submit(Object)}
   * @throws InterruptedException if interrupted while it waits for room; the job is not in then
   */
  JobHandle<R> submitAfter(T item, Duration delay) throws InterruptedException;

  /**
   * As {@link #submitAfter}, with the time that is left until {@code instant}; if that has passed,
   * the job is begun as soon as it can be. Setting the wall clock afterwards does not move the job;
   * {@link JobScheduler#scheduleAt} follows the clock.
   *
   * @throws RejectedExecutionException as {@link #submit(Object)}
   * @throws InterruptedException if interrupted while it waits for room; the job is not in then
   */
  JobHandle<R> submitAt(T item, Instant instant) throws InterruptedException;
}
