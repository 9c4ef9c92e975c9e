package dev.innkeeper.runtime.jobs;

import dev.innkeeper.runtime.ServiceOptions;
import dev.innkeeper.runtime.time.Durations;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What can be chosen for a job of a {@link JobScheduler}.
 *
 * <pre>{@code
 * reminders.scheduleEvery("poll", Duration.ofSeconds(10), run -> poll(), options -> options
 *     .timeout(Duration.ofSeconds(30))
 *     .jitter(Duration.ofSeconds(2))
 *     .whenBusy(WhenBusy.QUEUE_ONE));
 * }</pre>
 *
 * <p>Not thread-safe, and of no effect once the job is there.
 *
 * @since 0.1
 */
public final class ScheduleOptions {

  /**
   * What was chosen, immutable.
   *
   * @param timeout in nanoseconds; null: none
   * @param jitter in nanoseconds
   * @param mostFailures how many in a row the service bears
   */
  record Chosen(@Nullable Long timeout, long jitter, WhenBusy whenBusy, int mostFailures) {

    /** Shared by all that choose nothing. */
    private static final Chosen NOTHING = new Chosen(null, 0, WhenBusy.SKIP, Integer.MAX_VALUE);
  }

  private @Nullable Duration timeout;
  private Duration jitter = Duration.ZERO;
  private WhenBusy whenBusy = WhenBusy.SKIP;
  private int mostFailures = Integer.MAX_VALUE;
  private boolean paused;
  private boolean replaces;
  private @Nullable Duration initialDelay;

  ScheduleOptions() {}

  /**
   * When the first run of a job with a period is due, from now; zero: at once. Default: one period.
   *
   * @throws IllegalArgumentException if it is negative; a job without a period refuses any
   */
  public ScheduleOptions initialDelay(Duration delay) {
    initialDelay = Durations.zeroOrMore("initial delay", delay);
    return this;
  }

  /**
   * How long a run may take before it is interrupted. Default: no limit.
   *
   * @throws IllegalArgumentException if it is not positive
   */
  public ScheduleOptions timeout(Duration limit) {
    timeout = Durations.positive("timeout", limit);
    return this;
  }

  /**
   * Each run waits a random time, less than this, after its tick. Default: none.
   *
   * @throws IllegalArgumentException if it is negative
   */
  public ScheduleOptions jitter(Duration most) {
    jitter = Durations.zeroOrMore("jitter", most);
    return this;
  }

  /**
   * What becomes of a tick that comes while a run is going on. Default: {@link WhenBusy#SKIP}. One
   * that falls into a {@linkplain ScheduledJob#runNow() requested} run is run after it in any case.
   */
  public ScheduleOptions whenBusy(WhenBusy choice) {
    whenBusy = Objects.requireNonNull(choice, "whenBusy");
    return this;
  }

  /**
   * The scheduler's service fails when so many runs of this job in a row have, for {@link
   * ServiceOptions#onFailure} to say what follows. Default: never.
   *
   * @throws IllegalArgumentException if it is not positive
   */
  public ScheduleOptions failAfter(int failuresInARow) {
    if (failuresInARow < 1) {
      throw new IllegalArgumentException("failures in a row must be positive: " + failuresInARow);
    }
    mostFailures = failuresInARow;
    return this;
  }

  /** Begins {@linkplain ScheduledJob#pause() paused}. */
  public ScheduleOptions paused() {
    paused = true;
    return this;
  }

  /**
   * Takes the place of the job that has the key, if there is one, which is {@linkplain
   * ScheduledJob#cancel() cancelled}. Default: a key that is taken is an error.
   */
  public ScheduleOptions replace() {
    replaces = true;
    return this;
  }

  boolean isPaused() {
    return paused;
  }

  boolean replaces() {
    return replaces;
  }

  @Nullable Duration initialDelay() {
    return initialDelay;
  }

  /** By a job that goes by this. */
  Chosen chosenFor(Timing timing) {
    if (initialDelay != null && !(timing instanceof Timing.DelayedEvery)) {
      throw new IllegalArgumentException(
          "the initial delay, "
              + Durations.write(initialDelay)
              + ", is for scheduleEvery(): leave it out");
    }
    if (Durations.nanos(jitter) > timing.period()) {
      throw new IllegalArgumentException(
          "the jitter, "
              + Durations.write(jitter)
              + ", is longer than the period, "
              + Durations.write(Duration.ofNanos(timing.period())));
    }
    Chosen chosen =
        new Chosen(
            timeout == null ? null : Durations.nanos(timeout),
            Durations.nanos(jitter),
            whenBusy,
            mostFailures);
    return chosen.equals(Chosen.NOTHING) ? Chosen.NOTHING : chosen;
  }
}
