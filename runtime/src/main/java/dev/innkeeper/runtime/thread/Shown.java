package dev.innkeeper.runtime.thread;

import java.io.PrintWriter;
import java.io.StringWriter;
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

  /** With its stack and its causes, or if their methods throw, with its class alone. */
  public static String withStack(Throwable thrown) {
    StringWriter text = new StringWriter();
    try {
      thrown.printStackTrace(new PrintWriter(text));
      return text.toString().stripTrailing();
    } catch (Throwable t) {
      return of(thrown);
    }
  }
}
