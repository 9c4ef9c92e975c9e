package dev.innkeeper.timer;

import com.cronutils.model.Cron;
import com.cronutils.model.definition.CronDefinition;
import com.cronutils.model.definition.CronDefinitionBuilder;
import com.cronutils.model.field.CronFieldName;
import com.cronutils.model.field.expression.Always;
import com.cronutils.model.field.expression.And;
import com.cronutils.model.field.expression.Between;
import com.cronutils.model.field.expression.Every;
import com.cronutils.model.field.expression.FieldExpression;
import com.cronutils.model.field.expression.On;
import com.cronutils.model.field.expression.QuestionMark;
import com.cronutils.parser.CronParser;
import dev.innkeeper.timer.message.Shown;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.temporal.TemporalAdjusters;
import java.util.Objects;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * Makes a {@link LocalPattern} of a cron expression. {@link CronText} checks the text, cron-utils
 * parses it; when a pattern fires is worked out here, so that its idea of daylight saving, and of
 * days given twice, never matters.
 *
 * <p>The only class that names cron-utils, which is optional.
 */
final class CronExpression {

  private static final LocalDateTime ANY_TIME = LocalDateTime.of(2000, 1, 1, 0, 0);

  private final Cron cron;

  private CronExpression(Cron cron) {
    this.cron = cron;
  }

  static LocalPattern parse(String expression) {
    CronText text = CronText.of(expression);
    LocalPattern pattern = new CronExpression(parsed(text)).pattern();
    if (pattern.next(ANY_TIME) == null) {
      throw text.neverFires();
    }
    return pattern;
  }

  private static Cron parsed(CronText text) {
    try {
      return new CronParser(definition()).parse(weekdaysBeforeL(text.normalized()));
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "cron expression '"
              + Shown.text(text.expression())
              + "': cron-utils refuses it: "
              + e.getMessage(),
          e);
    }
  }

  /** As numbers: cron-utils knows FRIL, but not in a list. */
  private static String weekdaysBeforeL(String fields) {
    String numbered = fields;
    for (DayOfWeek day : DayOfWeek.values()) {
      numbered = numbered.replace(day.name().substring(0, 3) + "L", day.getValue() + "L");
    }
    return numbered;
  }

  private static CronDefinition definition() {
    return CronDefinitionBuilder.defineCron()
        .withSeconds()
        .withValidRange(0, 59)
        .and()
        .withMinutes()
        .withValidRange(0, 59)
        .and()
        .withHours()
        .withValidRange(0, 23)
        .and()
        .withDayOfMonth()
        .withValidRange(1, 31)
        .supportsL()
        .supportsW()
        .supportsLW()
        .supportsQuestionMark()
        .and()
        .withMonth()
        .withValidRange(1, 12)
        .and()
        .withDayOfWeek()
        .withValidRange(0, 7)
        .withMondayDoWValue(1)
        .supportsHash()
        .supportsL()
        .supportsQuestionMark()
        .and()
        .instance();
  }

  private LocalPattern pattern() {
    TimesOfDay times =
        TimesOfDay.of(
            bits(field(CronFieldName.SECOND), 0, 59),
            bits(field(CronFieldName.MINUTE), 0, 59),
            (int) bits(field(CronFieldName.HOUR), 0, 23),
            !isStepThroughTheDay(field(CronFieldName.HOUR)));
    return new LocalPattern(days(), times);
  }

  /** {@code *}{@code /2} or {@code 1/2}; but {@code 8-18/2} names its hours, as a list does. */
  private static boolean isStepThroughTheDay(FieldExpression hour) {
    return hour instanceof Every step && !(step.getExpression() instanceof Between);
  }

  private Predicate<LocalDate> days() {
    long months = bits(field(CronFieldName.MONTH), 1, 12);
    FieldExpression ofMonth = field(CronFieldName.DAY_OF_MONTH);
    FieldExpression ofWeek = field(CronFieldName.DAY_OF_WEEK);
    Predicate<LocalDate> days;
    if (isAny(ofWeek)) {
      days = daysOfMonth(ofMonth);
    } else if (isAny(ofMonth)) {
      days = daysOfWeek(ofWeek);
    } else {
      days = daysOfMonth(ofMonth).or(daysOfWeek(ofWeek));
    }
    return day -> has(months, day.getMonthValue()) && days.test(day);
  }

  private FieldExpression field(CronFieldName name) {
    return Objects.requireNonNull(cron.retrieveFieldsAsMap().get(name)).getExpression();
  }

  private static boolean isAny(FieldExpression field) {
    return field instanceof Always || field instanceof QuestionMark;
  }

  private static Predicate<LocalDate> daysOfMonth(FieldExpression field) {
    return anyOf(field, CronExpression::dayOfMonth);
  }

  private static Predicate<LocalDate> daysOfWeek(FieldExpression field) {
    return anyOf(field, CronExpression::dayOfWeek);
  }

  private static Predicate<LocalDate> anyOf(
      FieldExpression field, Function<FieldExpression, Predicate<LocalDate>> one) {
    Stream<FieldExpression> elements =
        field instanceof And list ? list.getExpressions().stream() : Stream.of(field);
    return elements.map(one).reduce(day -> false, Predicate::or);
  }

  private static Predicate<LocalDate> dayOfMonth(FieldExpression element) {
    if (element instanceof On on) {
      int day = on.getTime().getValue();
      switch (on.getSpecialChar().getValue()) {
        case L -> {
          int before = Math.max(0, on.getNth().getValue());
          return date -> date.getDayOfMonth() == date.lengthOfMonth() - before;
        }
        case LW -> {
          return date -> date.equals(workdayNearest(date.with(TemporalAdjusters.lastDayOfMonth())));
        }
        case W -> {
          return date ->
              day <= date.lengthOfMonth() && date.equals(workdayNearest(date.withDayOfMonth(day)));
        }
        default -> {}
      }
    }
    long bits = bits(element, 1, 31);
    return date -> has(bits, date.getDayOfMonth());
  }

  /** In the same month. */
  private static LocalDate workdayNearest(LocalDate date) {
    return switch (date.getDayOfWeek()) {
      case SATURDAY -> date.getDayOfMonth() == 1 ? date.plusDays(2) : date.minusDays(1);
      case SUNDAY ->
          date.getDayOfMonth() == date.lengthOfMonth() ? date.minusDays(2) : date.plusDays(1);
      default -> date;
    };
  }

  private static Predicate<LocalDate> dayOfWeek(FieldExpression element) {
    if (element instanceof On on) {
      switch (on.getSpecialChar().getValue()) {
        case HASH -> {
          int nth = on.getNth().getValue();
          DayOfWeek day = weekday(on);
          return date -> date.getDayOfWeek() == day && (date.getDayOfMonth() - 1) / 7 == nth - 1;
        }
        case L -> {
          DayOfWeek day = weekday(on);
          return date ->
              date.getDayOfWeek() == day && date.getDayOfMonth() > date.lengthOfMonth() - 7;
        }
        default -> {}
      }
    }
    long bits = bits(element, 0, 6);
    return date -> has(bits, date.getDayOfWeek().getValue() % 7);
  }

  private static DayOfWeek weekday(On on) {
    int day = on.getTime().getValue();
    return day == 0 ? DayOfWeek.SUNDAY : DayOfWeek.of(day);
  }

  /** The numbers that a field stands for, as a set of bits. */
  private static long bits(FieldExpression field, int min, int max) {
    return switch (field) {
      case And list ->
          list.getExpressions().stream()
              .mapToLong(element -> bits(element, min, max))
              .reduce(0, (a, b) -> a | b);
      case Every every -> {
        FieldExpression range = every.getExpression();
        int step = every.getPeriod().getValue();
        yield range instanceof On from
            ? bits(from.getTime().getValue(), max, step, min, max)
            : ranged(range, step, min, max);
      }
      default -> ranged(field, 1, min, max);
    };
  }

  private static long ranged(FieldExpression range, int step, int min, int max) {
    return switch (range) {
      case Always any -> bits(min, max, step, min, max);
      case QuestionMark any -> bits(min, max, step, min, max);
      case On on -> bits(on.getTime().getValue(), on.getTime().getValue(), step, min, max);
      case Between between ->
          bits(
              (int) between.getFrom().getValue(), (int) between.getTo().getValue(), step, min, max);
      default -> throw new IllegalStateException("no range of numbers: " + range.asString());
    };
  }

  /** {@code to} before {@code from}: over the end. Sunday as 7 is over the end as well. */
  private static long bits(int from, int to, int step, int min, int max) {
    int size = max - min + 1;
    long bits = 0;
    for (int n = from; n <= (to < from ? to + size : to); n += step) {
      bits |= 1L << (min + (n - min) % size);
    }
    return bits;
  }

  private static boolean has(long bits, int n) {
    return ((bits >>> n) & 1) == 1;
  }
}
