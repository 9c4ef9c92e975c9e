package dev.innkeeper.runtime.thread;

import dev.innkeeper.timer.message.Shown;
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
      throw new IllegalArgumentException(
          "a " + what + " needs a name, not '" + Shown.text(name) + "'");
    }
    for (int i = 0; i < name.length(); i += Character.charCount(name.codePointAt(i))) {
      if (Shown.isControl(name.codePointAt(i))) {
        throw new IllegalArgumentException(
            "the name of a %s has the control character U+%04X at position %d: '%s'"
                .formatted(what, name.codePointAt(i), i, Shown.escaped(name)));
      }
    }
    return name;
  }
}
