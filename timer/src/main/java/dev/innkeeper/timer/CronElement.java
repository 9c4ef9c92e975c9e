package dev.innkeeper.timer;

import java.util.Locale;
import java.util.regex.Pattern;

/**
 * One element of a list in a field of a cron expression, such as {@code 9-17/2}, with what it takes
 * to say what is wrong with it.
 *
 * @param text as it was written, in either case
 */
record CronElement(String expression, CronField field, String text) {

  /** L, L-3, LW and 15W. */
  private static final Pattern LAST_OR_WORKDAY =
      ignoringCase("L|LW|L-0*([1-9]|[12][0-9]|30)|0*([1-9]|[12][0-9]|3[01])W");

  /** FRIL and FRI#2. */
  private static final Pattern LAST_OR_NTH_WEEKDAY =
      ignoringCase("(0*[0-7]|SUN|MON|TUE|WED|THU|FRI|SAT)(L|#0*[1-5])");

  private static final Pattern NO_SIGNS = ignoringCase("SUN|MON|TUE|WED|THU|FRI|SAT|[^A-Z]");

  private static Pattern ignoringCase(String regex) {
    return Pattern.compile(regex, Pattern.CASE_INSENSITIVE);
  }

  /**
   * Checks that this is an element of its field.
   *
   * @throws IllegalArgumentException if it is not
   */
  void check() {
    if (isSpecialDay()) {
      return;
    }
    checkSigns();
    int slash = text.indexOf('/');
    if (slash < 0) {
      checkRange(text);
      return;
    }
    String start = text.substring(0, slash);
    if (start.isEmpty()) {
      throw refused(text, "a start before the '/', such as */2");
    }
    if (!field.hasStep(text.substring(slash + 1))) {
      throw refused(text, "a step of " + field.steps() + " after the '/'");
    }
    checkRange(start);
  }

  private boolean isSpecialDay() {
    return switch (field) {
      case DAY_OF_MONTH -> text.equals("?") || LAST_OR_WORKDAY.matcher(text).matches();
      case DAY_OF_WEEK -> text.equals("?") || LAST_OR_NTH_WEEKDAY.matcher(text).matches();
      default -> false;
    };
  }

  /** Signs that are not for this field, or that are used in a way that means nothing. */
  private void checkSigns() {
    switch (field) {
      case DAY_OF_MONTH -> {
        refuseIf(has('#'), field.allowed() + "; # is for the day of week");
        refuseIf(hasL() || hasW(), "L, L-1 to L-30, LW, or 1W to 31W");
        refuseIf(has('?'), "? alone");
      }
      case DAY_OF_WEEK -> {
        refuseIf(hasW(), field.allowed() + "; W is for the day of month");
        refuseIf(has('#'), field.allowed() + " before the # and 1-5 after it, such as FRI#2");
        refuseIf(hasL(), field.allowed() + " before the L, such as FRIL");
        refuseIf(has('?'), "? alone");
      }
      default ->
          refuseIf(
              has('?') || has('#') || hasL() || hasW(),
              field.allowed() + "; ?, L, W and # are for days only");
    }
  }

  private boolean has(char sign) {
    return text.indexOf(sign) >= 0;
  }

  private boolean hasL() {
    return letters().equals("L");
  }

  private boolean hasW() {
    return letters().equals("W") || letters().equals("LW");
  }

  /** Its letters, in upper case, but for the names of days: JUL has no L, nor WED a W. */
  private String letters() {
    return NO_SIGNS.matcher(text).replaceAll("").toUpperCase(Locale.ROOT);
  }

  private void checkRange(String range) {
    if (range.equals("*")) {
      return;
    }
    String[] ends = range.split("-", -1);
    for (String end : ends) {
      refuseIf(end.isEmpty() || ends.length > 2, "a range such as " + field.numbers());
    }
    for (String end : ends) {
      if (!field.has(end)) {
        throw refused(end, field.allowed());
      }
    }
  }

  private void refuseIf(boolean wrong, String expected) {
    if (wrong) {
      throw refused(text, expected);
    }
  }

  private IllegalArgumentException refused(String value, String expected) {
    return field.refused(expression, value, expected);
  }
}
