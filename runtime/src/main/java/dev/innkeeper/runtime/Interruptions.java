package dev.innkeeper.runtime;

import java.io.InterruptedIOException;
import java.nio.channels.ClosedByInterruptException;

/** Tells an exception that says "I was interrupted" from one that says something went wrong. */
final class Interruptions {

  private Interruptions() {}

  /** Whether the cause chain of {@code thrown} holds an interruption. */
  static boolean isOne(Throwable thrown) {
    int depth = 0;
    for (Throwable t = thrown; t != null && depth < 100; t = t.getCause(), depth++) {
      if (t instanceof InterruptedException
          || t instanceof ClosedByInterruptException
          || t instanceof InterruptedIOException) {
        return true;
      }
    }
    return false;
  }
}
