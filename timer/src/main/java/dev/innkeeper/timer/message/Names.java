package dev.innkeeper.timer.message;

import java.util.Objects;

/** What a message calls a thread, so that a reader can find it. */
public final class Names {

  private Names() {}

  /** {@code thread 'consumer'}; a virtual thread has no name unless it is given one. */
  public static String ofThread(Thread thread) {
    Objects.requireNonNull(thread, "thread");
    if (!thread.getName().isEmpty()) {
      return "thread '" + Shown.text(thread.getName()) + "'";
    }
    String kind = thread.isVirtual() ? "virtual thread" : "thread";
    return "an unnamed " + kind + " (#" + thread.threadId() + ")";
  }
}
