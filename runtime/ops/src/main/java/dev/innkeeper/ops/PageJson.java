package dev.innkeeper.ops;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** An object of JSON that is being put together, and the writer for it. Not thread-safe. */
final class PageJson {

  private final Map<String, Object> fields = new LinkedHashMap<>();

  /** With one more field; one that is null is left out. */
  PageJson with(String name, @Nullable Object value) {
    if (value != null) {
      fields.put(name, value);
    }
    return this;
  }

  /** As text that can stand in HTML and in a line of an event stream, too. */
  @Override
  public String toString() {
    StringBuilder out = new StringBuilder();
    write(this, out);
    return out.toString();
  }

  private static void write(Object value, StringBuilder out) {
    switch (value) {
      case PageJson object -> writeFields(object.fields, out);
      case List<?> list -> writeElements(list, out);
      case String text -> writeString(text, out);
      case Boolean truth -> out.append(truth.booleanValue());
      case Integer number -> out.append(number.intValue());
      case Long number -> out.append(number.longValue());
      case Double number when Double.isFinite(number) -> out.append(number.doubleValue());
      default ->
          throw new IllegalArgumentException(
              "no JSON for a " + value.getClass().getName() + ": " + value);
    }
  }

  private static void writeFields(Map<String, Object> fields, StringBuilder out) {
    String separator = "{";
    for (Map.Entry<String, Object> field : fields.entrySet()) {
      out.append(separator);
      writeString(field.getKey(), out);
      out.append(':');
      write(field.getValue(), out);
      separator = ",";
    }
    out.append(fields.isEmpty() ? "{}" : "}");
  }

  private static void writeElements(List<?> elements, StringBuilder out) {
    String separator = "[";
    for (Object element : elements) {
      out.append(separator);
      write(element, out);
      separator = ",";
    }
    out.append(elements.isEmpty() ? "[]" : "]");
  }

  private static void writeString(String text, StringBuilder out) {
    out.append('"');
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '"' -> out.append("\\\"");
        case '\\' -> out.append("\\\\");
        case '\n' -> out.append("\\n");
        default -> {
          if (isPlain(c) || isPaired(text, i)) {
            out.append(c);
          } else {
            out.append("\\u%04x".formatted((int) c));
          }
        }
      }
    }
    out.append('"');
  }

  /** What is no control character, no markup, and ends no line in any language. */
  private static boolean isPlain(char c) {
    return c >= ' ' && "<>&'\u007f\u2028\u2029".indexOf(c) < 0 && !Character.isSurrogate(c);
  }

  /** Half a character cannot be encoded. */
  private static boolean isPaired(String text, int i) {
    char c = text.charAt(i);
    return Character.isHighSurrogate(c)
        ? i + 1 < text.length() && Character.isLowSurrogate(text.charAt(i + 1))
        : Character.isLowSurrogate(c) && i > 0 && Character.isHighSurrogate(text.charAt(i - 1));
  }
}
