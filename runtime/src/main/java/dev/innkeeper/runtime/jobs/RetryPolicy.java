package dev.innkeeper.runtime.jobs;

import dev.innkeeper.runtime.HostBuilder;
import dev.innkeeper.runtime.time.Backoff;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.Predicate;

/**
 * Whether, and when, a job of a {@link JobQueue} that has failed is tried again.
 *
 * <pre>{@code
 * RetryPolicy.maxRetries(5)
 *     .backoff(Duration.ofMillis(200), Duration.ofMinutes(1))
 *     .onlyIf(failure -> failure instanceof IOException)
 * }</pre>
 *
 * <p>The n-th retry comes after a random time between zero and {@code first · 2ⁿ⁻¹}, at most {@code
 * longest}: exponential back-off with full jitter. A call that took longer than its time-out, and
 * ended when it was interrupted, is retried, too; an {@link Error} never is.
 *
 * <p>Immutable. The jitter is drawn from {@link HostBuilder#randomSeed}.
 *
 * @since 0.1
 */
public final class RetryPolicy {

  private static final Backoff BACKOFF =
      new Backoff(Duration.ofMillis(100), Duration.ofSeconds(30));

  private final int retries;
  private final Backoff backoff;
  private final Predicate<? super Throwable> worthIt;

  private RetryPolicy(int retries, Backoff backoff, Predicate<? super Throwable> worthIt) {
    this.retries = retries;
    this.backoff = backoff;
    this.worthIt = worthIt;
  }

  /** Each job is tried once. */
  public static RetryPolicy never() {
    return new RetryPolicy(0, BACKOFF, failure -> true);
  }

  /**
   * A job that fails is tried again up to so many times: {@code maxRetries(5)} makes six attempts
   * at most, {@code maxRetries(0)} is {@link #never()}.
   *
   * @throws IllegalArgumentException if {@code retries} is negative
   */
  public static RetryPolicy maxRetries(int retries) {
    if (retries < 0) {
      throw new IllegalArgumentException("retries must be zero or more: " + retries);
    }
    return new RetryPolicy(retries, BACKOFF, failure -> true);
  }

  /**
   * How long to wait at most before the first retry, and before any. Default: 100 ms and 30 s.
   *
   * @throws IllegalArgumentException if {@code first} is not positive, or longer than {@code
   *     longest}
   */
  public RetryPolicy backoff(Duration first, Duration longest) {
    return new RetryPolicy(retries, new Backoff(first, longest), worthIt);
  }

  /**
   * Which failures are worth another try. Default: each that is an {@link Exception}. The predicate
   * is asked on the thread that ran the job; if it throws, the job has failed for good.
   */
  public RetryPolicy onlyIf(Predicate<? super Throwable> worthAnotherTry) {
    return new RetryPolicy(
        retries, backoff, Objects.requireNonNull(worthAnotherTry, "worthAnotherTry"));
  }

  /**
   * Whether, and after how long, a job is tried again: for those who run jobs on an engine of their
   * own, and keep the number of attempts themselves. Calls the predicate.
   *
   * @param retry the number of the retry, from 1: how many attempts have failed
   * @param failure of the last attempt
   * @param random the jitter is drawn from it
   * @return empty: the job has failed for good
   */
  public Optional<Duration> delay(int retry, Throwable failure, SplittableRandom random) {
    return allows(retry, failure)
        ? Optional.of(Duration.ofNanos(backoff.nanos(retry, random)))
        : Optional.empty();
  }

  /** Calls the user's predicate. */
  boolean allows(int retry, Throwable failure) {
    return retry <= retries && failure instanceof Exception && worthIt.test(failure);
  }

  /**
   * This one, with another number of retries.
   *
   * @throws IllegalArgumentException if it is negative
   */
  RetryPolicy withRetries(int number) {
    return new RetryPolicy(maxRetries(number).retries, backoff, worthIt);
  }

  int retries() {
    return retries;
  }

  Backoff backoff() {
    return backoff;
  }

  @Override
  public String toString() {
    return retries == 0 ? "no retry" : "at most " + retries + " retries, after " + backoff;
  }
}
