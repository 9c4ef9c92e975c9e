package dev.innkeeper.timer.message;

import java.util.Objects;

/** What a message calls a thread or an object, so that a reader can find it. */
public final class Names {

  private Names() {}

  /** {@code thread 'consumer'}; a virtual thread has no name unless it is given one. */
  public static String ofThread(Thread thread) {
    Objects.requireNonNull(thread, "thread");
    if (!thread.getName().isEmpty()) {
      return "thread '" + thread.getName() + "'";
    }
    String kind = thread.isVirtual() ? "virtual thread" : "thread";
    return "an unnamed " + kind + " (#" + thread.threadId() + ")";
  }

  /** Its text; of a lambda, which cannot have one, the class that it stands in. */
  public static String of(Object object) {
    String type = object.getClass().getName();
    int lambda = type.indexOf("$$Lambda");
    return lambda < 0 ? object.toString() : "a lambda in " + type.substring(0, lambda);
  }
}
