package dev.innkeeper.timer;

import dev.innkeeper.timer.message.Shown;
import java.util.List;
import java.util.Locale;

/** The fields of a cron expression: what each is called, and which values it takes. */
enum CronField {
  SECOND("second", 0, 59, List.of()),
  MINUTE("minute", 0, 59, List.of()),
  HOUR("hour", 0, 23, List.of()),
  DAY_OF_MONTH("day of month", 1, 31, List.of()),
  MONTH(
      "month",
      1,
      12,
      List.of("JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC")),
  DAY_OF_WEEK("day of week", 0, 7, List.of("SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT"));

  private final String label;
  private final int min;
  private final int max;

  @SuppressWarnings("ImmutableEnumChecker") // it is a List.of
  private final List<String> names;

  CronField(String label, int min, int max, List<String> names) {
    this.label = label;
    this.min = min;
    this.max = max;
    this.names = names;
  }

  /** Whether {@code text} is one of its numbers or names. */
  boolean has(String text) {
    return isNumber(text, min) || names.contains(text.toUpperCase(Locale.ROOT));
  }

  /** Whether {@code text} is a step through its values. */
  boolean hasStep(String text) {
    return isNumber(text, 1);
  }

  private boolean isNumber(String text, int least) {
    if (!text.matches("0*[0-9]{1,9}")) {
      return false;
    }
    int number = Integer.parseInt(text);
    return number >= least && number <= max;
  }

  /** All values, as a message shows them: {@code 0-7 or SUN-SAT}. */
  String allowed() {
    return names.isEmpty()
        ? numbers()
        : numbers() + " or " + names.getFirst() + "-" + names.getLast();
  }

  /** Its numbers as a range: {@code 0-7}. */
  String numbers() {
    return min + "-" + max;
  }

  /** {@code 1-7}. */
  String steps() {
    return "1-" + max;
  }

  IllegalArgumentException refused(String expression, String value, String expected) {
    return new IllegalArgumentException(
        "cron expression '%s': %s '%s': expected %s"
            .formatted(Shown.text(expression), this, Shown.text(value), expected));
  }

  @Override
  public String toString() {
    return label;
  }
}
