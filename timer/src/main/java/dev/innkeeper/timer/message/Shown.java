package dev.innkeeper.timer.message;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Shows what users hand in: schedules, items, names, exceptions. To show something is to call user
 * code, which may throw anything, and to print what it returns, which may be long, forge a line of
 * the log, or command the terminal.
 */
public final class Shown {

  /** So many characters of a text are shown. */
  private static final int MOST = 1_000;

  private static final int MOST_OF_A_LABEL = 100;
  private static final int MOST_OF_A_FAILURE = 10_000;

  /** What the messages of exceptions have for their layout. */
  private static final String LAYOUT = "\r\n\t";

  private Shown() {}

  /**
   * In one line: as its {@code toString()} has it, or if that fails, by its class. A lambda, which
   * cannot have a text, is called by the class that it stands in.
   */
  public static String of(@Nullable Object thing) {
    String type = thing == null ? "" : thing.getClass().getName();
    int lambda = type.indexOf("$$Lambda");
    return lambda < 0 ? text(textOf(thing)) : "a lambda in " + type.substring(0, lambda);
  }

  /** As its {@code toString()} has it, which may be some lines, or if that fails, by its class. */
  public static String ofFailure(Throwable thrown) {
    return plain(textOf(thrown), MOST_OF_A_FAILURE, LAYOUT);
  }

  /** With its stack and its causes, or if their methods throw, with its class alone. */
  public static String withStack(Throwable thrown) {
    StringWriter text = new StringWriter();
    try {
      thrown.printStackTrace(new PrintWriter(text));
      return text.toString().stripTrailing();
    } catch (Throwable t) {
      return ofFailure(thrown);
    }
  }

  /** What it says of itself, without its class; which may be some lines. */
  public static String messageOf(Throwable thrown) {
    try {
      return plain(String.valueOf(thrown.getMessage()), MOST_OF_A_FAILURE, LAYOUT);
    } catch (Throwable t) {
      return "no message: " + t.getClass().getName();
    }
  }

  /** What user code calls something, or what kept it from that: in one line that is not long. */
  public static String label(Supplier<String> name) {
    String text;
    try {
      text = String.valueOf(name.get());
    } catch (Throwable t) {
      text = "(no label: describedBy has thrown " + t.getClass().getName() + ")";
    }
    return escaped(text.substring(0, Math.min(text.length(), MOST_OF_A_LABEL)));
  }

  /** In one line that is not long. */
  public static String text(String text) {
    return plain(text, MOST, "\t");
  }

  /** In full, with its control characters escaped. */
  public static String escaped(String text) {
    return plain(text, Integer.MAX_VALUE, "");
  }

  private static String textOf(@Nullable Object thing) {
    if (thing == null) {
      return "null";
    }
    String how;
    try {
      String text = thing.toString();
      if (text != null) {
        return text;
      }
      how = "returned null";
    } catch (Throwable t) {
      how = "thrown " + t.getClass().getName();
    }
    return thing.getClass().getName() + " (its toString() has " + how + ")";
  }

  /** Its beginning, with its control characters escaped, but for those that are {@code allowed}. */
  private static String plain(String text, int most, String allowed) {
    StringBuilder plain = new StringBuilder();
    text.substring(0, Math.min(text.length(), most))
        .codePoints()
        .forEach(c -> {
          if (isControl(c) && allowed.indexOf(c) < 0) {
            plain.append("\\u%04X".formatted(c));
          } else {
            plain.appendCodePoint(c);
          }
        });
    if (text.length() > most) {
      plain.append("... (").append(text.length()).append(" characters)");
    }
    return plain.toString();
  }

  /** Whether it does something to the text around it, rather than to be seen. */
  public static boolean isControl(int character) {
    return switch (Character.getType(character)) {
      case Character.CONTROL,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR,
          Character.SURROGATE ->
          true;
      default -> turnsTheText(character);
    };
  }

  private static boolean turnsTheText(int character) {
    return switch (Character.getDirectionality(character)) {
      case Character.DIRECTIONALITY_LEFT_TO_RIGHT_EMBEDDING,
          Character.DIRECTIONALITY_RIGHT_TO_LEFT_EMBEDDING,
          Character.DIRECTIONALITY_LEFT_TO_RIGHT_OVERRIDE,
          Character.DIRECTIONALITY_RIGHT_TO_LEFT_OVERRIDE,
          Character.DIRECTIONALITY_POP_DIRECTIONAL_FORMAT,
          Character.DIRECTIONALITY_LEFT_TO_RIGHT_ISOLATE,
          Character.DIRECTIONALITY_RIGHT_TO_LEFT_ISOLATE,
          Character.DIRECTIONALITY_FIRST_STRONG_ISOLATE,
          Character.DIRECTIONALITY_POP_DIRECTIONAL_ISOLATE ->
          true;
      default -> false;
    };
  }
}
