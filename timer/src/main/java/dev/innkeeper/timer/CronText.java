package dev.innkeeper.timer;

import dev.innkeeper.timer.message.Shown;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The text of a cron expression, checked before cron-utils reads it: so that a refusal names the
 * expression, the field, the value and what is expected there.
 *
 * @param expression as the user wrote it
 * @param fields all six
 */
record CronText(String expression, Map<CronField, String> fields) {

  private static final Pattern SPACE = Pattern.compile("\\s+");

  /**
   * Takes the expression apart.
   *
   * @throws IllegalArgumentException if it is not a cron expression
   */
  static CronText of(String expression) {
    String written = expression.strip();
    String text = written.startsWith("@") ? CronNickname.fields(expression) : written;
    List<String> given = text.isEmpty() ? List.of() : List.of(SPACE.split(text, -1));
    List<String> six =
        switch (given.size()) {
          case 5 -> Stream.concat(Stream.of("0"), given.stream()).toList();
          case 6 -> given;
          default -> throw hasFields(expression, given.size());
        };
    CronText cron = new CronText(expression, byField(six));
    cron.fields.forEach(cron::check);
    return cron;
  }

  private static Map<CronField, String> byField(List<String> six) {
    Map<CronField, String> fields = new EnumMap<>(CronField.class);
    for (CronField field : CronField.values()) {
      fields.put(field, six.get(fields.size()));
    }
    return fields;
  }

  private static IllegalArgumentException hasFields(String expression, int count) {
    String has =
        switch (count) {
          case 0 -> "no fields";
          case 1 -> "1 field";
          default -> count + " fields";
        };
    String hint = count == 7 ? "; there is none for the year" : "";
    return new IllegalArgumentException(
        "cron expression '%s' has %s, expected 5 or 6 (with seconds first)%s"
            .formatted(Shown.text(expression), has, hint));
  }

  private void check(CronField field, String list) {
    for (String element : list.split(",", -1)) {
      if (element.isEmpty()) {
        throw field.refused(expression, list, "a value on both sides of a comma");
      }
      new CronElement(expression, field, element).check();
    }
  }

  /** The six fields in upper case, with one space between them. */
  String normalized() {
    return String.join(" ", fields.values()).toUpperCase(Locale.ROOT);
  }

  /**
   * Every month has every day of the week in some year, so it is the day of month that it lacks.
   */
  IllegalArgumentException neverFires() {
    return new IllegalArgumentException(
        "cron expression '%s' never fires: month '%s' has no day '%s'"
            .formatted(
                Shown.text(expression),
                fields.get(CronField.MONTH),
                fields.get(CronField.DAY_OF_MONTH)));
  }
}
