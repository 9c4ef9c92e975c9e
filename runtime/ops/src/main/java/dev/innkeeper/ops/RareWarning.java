package dev.innkeeper.ops;

import java.time.Duration;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;

/**
 * A warning that is written once a minute at most, and then counts those that were not. Used on one
 * thread.
 */
final class RareWarning {

  private static final long A_MINUTE = Duration.ofMinutes(1).toNanos();

  private final Logger log;
  private final LongSupplier nanoTime;

  /** What happened, for people. */
  private final String what;

  private long nextAt;
  private long untold;

  RareWarning(Logger log, String what, LongSupplier nanoTime) {
    this.log = log;
    this.what = what;
    this.nanoTime = nanoTime;
    this.nextAt = nanoTime.getAsLong();
  }

  /** It has happened because of that. */
  void happened(Throwable thrown) {
    long now = nanoTime.getAsLong();
    if (now - nextAt < 0) {
      untold++;
      return;
    }
    nextAt = now + A_MINUTE;
    write(untold == 0 ? what : what + ", as " + untold + " times before", thrown);
  }

  /** It will not happen any more. */
  void end() {
    if (untold > 0) {
      write(what + ", " + untold + " times more", null);
    }
  }

  /** A log that fails does not end the thread that uses it. */
  private void write(String line, @Nullable Throwable thrown) {
    untold = 0;
    try {
      log.warn(line, thrown);
    } catch (RuntimeException e) {
      untold++;
    }
  }
}
