package dev.innkeeper.runtime.thread;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.function.Supplier;
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

  /** So many characters of a label are shown. */
  private static final int MOST_OF_A_LABEL = 100;

  /** What user code calls something, or what kept it from that: in one line that is not long. */
  public static String label(Supplier<String> name) {
    String text;
    try {
      text = String.valueOf(name.get());
    } catch (Throwable t) {
      text = "(no label: describedBy has thrown " + t.getClass().getName() + ")";
    }
    return Names.shown(text.substring(0, Math.min(text.length(), MOST_OF_A_LABEL)));
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
