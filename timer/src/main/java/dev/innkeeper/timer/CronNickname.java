package dev.innkeeper.timer;

import java.util.List;
import java.util.Locale;

/** The names for common cron expressions: those of Vixie cron, in lower case as there. */
final class CronNickname {

  private static final List<String> ALL =
      List.of("@hourly", "@daily", "@midnight", "@weekly", "@monthly", "@yearly", "@annually");

  /** Up to so many letters that are wrong, missing or added are taken for a slip. */
  private static final int SLIP = 2;

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
    String given = expression.strip().toLowerCase(Locale.ROOT);
    String hint =
        ALL.stream()
            .filter(name -> distance(name, given) <= SLIP)
            .findFirst()
            .map(name -> "; did you mean '" + name + "'?")
            .orElse("");
    return new IllegalArgumentException(
        "cron expression '" + expression + "': expected one of " + String.join(", ", ALL) + hint);
  }

  /** How many letters have to be changed, added or left out to get from one to the other. */
  private static int distance(String a, String b) {
    int[] row = new int[b.length() + 1];
    for (int j = 0; j <= b.length(); j++) {
      row[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int changed = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(changed, 1 + Math.min(row[j], row[j - 1]));
      }
    }
    return row[b.length()];
  }
}
