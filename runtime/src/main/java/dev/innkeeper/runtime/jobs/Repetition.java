package dev.innkeeper.runtime.jobs;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Whether something has happened less than a minute before, too. Not thread-safe. */
final class Repetition {

  private static final Duration A_MINUTE = Duration.ofMinutes(1);

  private @Nullable Instant last;

  /** It happens. */
  boolean isAgain(Instant now) {
    Instant before = last;
    last = now;
    return before != null && Duration.between(before, now).compareTo(A_MINUTE) < 0;
  }
}
