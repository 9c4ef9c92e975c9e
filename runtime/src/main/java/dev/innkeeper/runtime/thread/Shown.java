package dev.innkeeper.runtime.thread;

import org.jspecify.annotations.Nullable;

/** Shows what users hand in. To show something is to call user code, which may throw anything. */
public final class Shown {

  private Shown() {}

  /** As its {@code toString()} has it, or if that throws, by its class. */
  public static String of(@Nullable Object thing) {
    try {
      return String.valueOf(thing);
    } catch (Throwable t) {
      return String.valueOf(thing == null ? null : thing.getClass().getName())
          + " (its toString() has thrown "
          + t.getClass().getName()
          + ")";
    }
  }
}
