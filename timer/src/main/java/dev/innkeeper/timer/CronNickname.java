package dev.innkeeper.timer;

import dev.innkeeper.timer.message.KnownNames;
import dev.innkeeper.timer.message.Shown;
import java.util.List;

/** The names for common cron expressions: those of Vixie cron, in lower case as there. */
final class CronNickname {

  private static final List<String> ALL =
      List.of("@hourly", "@daily", "@midnight", "@weekly", "@monthly", "@yearly", "@annually");

  private CronNickname() {}

  /**
   * The five fields that {@code expression} stands for.
   *
   * @throws IllegalArgumentException if it is not one of these names
   */
  static String fields(String expression) {
    return switch (expression.strip()) {
      case "@hourly" -> "0 * * * *";
      case "@daily", "@midnight" -> "0 0 * * *";
      case "@weekly" -> "0 0 * * 0";
      case "@monthly" -> "0 0 1 * *";
      case "@yearly", "@annually" -> "0 0 1 1 *";
      default -> throw unknown(expression);
    };
  }

  private static IllegalArgumentException unknown(String expression) {
    List<String> meant = KnownNames.closest(expression.strip(), ALL);
    return new IllegalArgumentException(
        "cron expression '"
            + Shown.text(expression)
            + "': expected one of "
            + String.join(", ", ALL)
            + (meant.isEmpty() ? "" : "; " + KnownNames.didYouMean(meant)));
  }
}
