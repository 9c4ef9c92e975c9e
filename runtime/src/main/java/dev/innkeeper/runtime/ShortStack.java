package dev.innkeeper.runtime;

import dev.innkeeper.timer.message.Shown;

/**
 * How an exception of a host is printed when the log has its causes in full: so that a program that
 * ends by it does not show the same stack twice.
 */
final class ShortStack {

  private ShortStack() {}

  static String of(Throwable thrown) {
    StringBuilder text = new StringBuilder(Shown.ofFailure(thrown));
    for (StackTraceElement frame : thrown.getStackTrace()) {
      text.append("\n\tat ").append(frame);
    }
    if (thrown.getCause() != null) {
      text.append("\nCaused by: ").append(inShort(thrown.getCause()));
    }
    for (Throwable each : thrown.getSuppressed()) {
      text.append("\n\tSuppressed: ").append(inShort(each));
    }
    return text.toString();
  }

  private static String inShort(Throwable thrown) {
    return Shown.ofFailure(thrown) + " (the log has its stack)";
  }
}
