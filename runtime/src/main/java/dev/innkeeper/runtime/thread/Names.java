package dev.innkeeper.runtime.thread;

import java.util.Objects;

/** Names in log lines, thread names, reports and messages. */
public final class Names {

  private Names() {}

  /**
   * A name that can be shown as it is. With a control character it could forge a line of the log,
   * or command the terminal that shows it.
   *
   * @param what whose name it is, as "service"
   * @throws IllegalArgumentException if there is nothing in it to be seen, or something that is not
   *     to be seen
   */
  public static String checked(String what, String name) {
    Objects.requireNonNull(name, () -> "the name of a " + what);
    if (name.isBlank()) {
      throw new IllegalArgumentException("a " + what + " needs a name, not '" + name + "'");
    }
    for (int i = 0; i < name.length(); i += Character.charCount(name.codePointAt(i))) {
      if (isControl(name.codePointAt(i))) {
        throw new IllegalArgumentException(
            "the name of a %s has the control character U+%04X at position %d: '%s'"
                .formatted(what, name.codePointAt(i), i, shown(name)));
      }
    }
    return name;
  }

  private static boolean isControl(int character) {
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

  /** With its control characters escaped. */
  static String shown(String name) {
    StringBuilder text = new StringBuilder();
    name.codePoints()
        .forEach(c -> text.append(isControl(c) ? "\\u%04X".formatted(c) : Character.toString(c)));
    return text.toString();
  }
}
