package dev.innkeeper.runtime.thread;

import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Looks through the causes of an exception. */
public final class Causes {

  /** A chain may be a ring. */
  private static final int DEEPEST = 100;

  private Causes() {}

  /** Whether {@code thrown} or one of its causes is such. */
  public static boolean anyOf(@Nullable Throwable thrown, Predicate<Throwable> such) {
    int depth = 0;
    for (Throwable t = thrown; t != null && depth < DEEPEST; t = t.getCause(), depth++) {
      if (such.test(t)) {
        return true;
      }
    }
    return false;
  }
}
