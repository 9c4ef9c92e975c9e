package dev.innkeeper.runtime;

import dev.innkeeper.timer.message.Shown;

/**
 * How an exception of a host is printed without the stacks of its causes: when the log has these,
 * so that a program that ends by it does not show the same stack twice, or when a cause cannot be
 * printed.
 */
final class ShortStack {

  private ShortStack() {}

  /**
   * @param why the stacks of the causes are left out
   */
  static String of(Throwable thrown, String why) {
    StringBuilder text = new StringBuilder(Shown.ofFailure(thrown));
    for (StackTraceElement frame : thrown.getStackTrace()) {
      text.append("\n\tat ").append(frame);
    }
    if (thrown.getCause() != null) {
      text.append("\nCaused by: ").append(inShort(thrown.getCause(), why));
    }
    for (Throwable each : thrown.getSuppressed()) {
      text.append("\n\tSuppressed: ").append(inShort(each, why));
    }
    return text.toString();
  }

  private static String inShort(Throwable thrown, String why) {
    return Shown.ofFailure(thrown) + " (" + why + ")";
  }
}
