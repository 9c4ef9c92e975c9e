package dev.innkeeper.ops;

/**
 * Text that somebody else has chosen, made safe to stand in an answer: in what is not to be seen, a
 * new line could begin.
 */
final class Escaped {

  /** So many characters of a text are shown. */
  private static final int MOST = 200;

  private Escaped() {}

  /** Its beginning, as part of one line. */
  static String line(String text) {
    StringBuilder escaped = new StringBuilder();
    shortened(text).codePoints().forEach(c -> append(escaped, c));
    return escaped.toString();
  }

  /** All of it, as a string of JSON with its quotes. */
  static String json(String text) {
    StringBuilder escaped = new StringBuilder("\"");
    text.codePoints()
        .forEach(c -> {
          if (c == '"' || c == '\\') {
            escaped.append('\\');
          }
          append(escaped, c);
        });
    return escaped.append('"').toString();
  }

  /** Its beginning, which does not end within a character. */
  static String shortened(String text) {
    if (text.length() <= MOST) {
      return text;
    }
    int end = Character.isHighSurrogate(text.charAt(MOST - 1)) ? MOST - 1 : MOST;
    return text.substring(0, end) + "...";
  }

  private static void append(StringBuilder to, int c) {
    if (isSeen(c)) {
      to.appendCodePoint(c);
    } else {
      for (char unit : Character.toChars(c)) {
        to.append("\\u%04x".formatted((int) unit));
      }
    }
  }

  /** U+2028 and U+2029, which end a line in JavaScript, are the two separators. */
  private static boolean isSeen(int c) {
    return switch (Character.getType(c)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR,
          Character.SURROGATE ->
          false;
      default -> true;
    };
  }
}
