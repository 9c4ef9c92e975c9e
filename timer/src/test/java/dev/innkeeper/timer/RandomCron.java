package dev.innkeeper.timer;

import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.temporal.TemporalAdjusters;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.TreeSet;
import java.util.function.IntSupplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * A cron expression drawn at random, and what it means, known from how it was drawn: no parser was
 * asked.
 *
 * <p>It is written twice, as Spring refuses ranges over the end, takes {@code 7-7} for all days,
 * and counts the steps of {@code *}{@code /2} in a week from Monday. Where that matters, Spring
 * gets the numbers one by one.
 */
record RandomCron(
    String ours,
    String springs,
    TreeSet<Integer> seconds,
    TreeSet<Integer> minutes,
    TreeSet<Integer> hours,
    TreeSet<Integer> months,
    DayField daysOfMonth,
    DayField daysOfWeek) {

  boolean everyHour() {
    return hours.size() == 24;
  }

  boolean bothDaysGiven() {
    return !daysOfMonth.any() && !daysOfWeek.any();
  }

  /** A day of month or of week: names the dates that one of its elements names. */
  record DayField(boolean any, List<Days> elements) {}

  /** An element of a day field. */
  sealed interface Days {

    boolean names(LocalDate date);

    record OfMonth(TreeSet<Integer> numbers) implements Days {
      @Override
      public boolean names(LocalDate date) {
        return numbers.contains(date.getDayOfMonth());
      }
    }

    /** Sunday is 0. */
    record OfWeek(TreeSet<Integer> numbers) implements Days {
      @Override
      public boolean names(LocalDate date) {
        return numbers.contains(date.getDayOfWeek().getValue() % 7);
      }
    }

    record LastMinus(int before) implements Days {
      @Override
      public boolean names(LocalDate date) {
        return date.plusDays(before).equals(last(date));
      }
    }

    /** Of the workdays of the month the one with the least distance. */
    record NearestWorkday(int day) implements Days {
      @Override
      public boolean names(LocalDate date) {
        return isWorkday(date)
            && day <= date.lengthOfMonth()
            && IntStream.rangeClosed(1, date.lengthOfMonth())
                .filter(n -> Math.abs(n - day) < Math.abs(date.getDayOfMonth() - day))
                .noneMatch(n -> isWorkday(date.withDayOfMonth(n)));
      }
    }

    record LastWorkday() implements Days {
      @Override
      public boolean names(LocalDate date) {
        return isWorkday(date)
            && date.plusDays(1)
                .datesUntil(last(date).plusDays(1))
                .noneMatch(later -> isWorkday(later));
      }
    }

    record NthWeekday(DayOfWeek day, int nth) implements Days {
      @Override
      public boolean names(LocalDate date) {
        LocalDate it = date.with(TemporalAdjusters.dayOfWeekInMonth(nth, day));
        return it.equals(date);
      }
    }

    record LastWeekday(DayOfWeek day) implements Days {
      @Override
      public boolean names(LocalDate date) {
        return date.with(TemporalAdjusters.lastInMonth(day)).equals(date);
      }
    }

    private static LocalDate last(LocalDate date) {
      return date.withDayOfMonth(date.lengthOfMonth());
    }

    private static boolean isWorkday(LocalDate date) {
      return date.getDayOfWeek().getValue() <= 5;
    }
  }

  private static final List<String> MONTHS =
      List.of("JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC");

  private static final List<String> WEEKDAYS =
      List.of("MON", "TUE", "WED", "THU", "FRI", "SAT", "SUN");

  /**
   * @param hour an hour, so that some may be drawn more often than others
   */
  static RandomCron draw(Random random, ZoneId zone, IntSupplier hour) {
    return new Draw(random, zone).cron(hour);
  }

  /** A field or an element of one, as it is written. */
  private record Text(String ours, String springs) {

    static Text same(String text) {
      return new Text(text, text);
    }

    static Text list(List<Text> elements) {
      return new Text(
          elements.stream().map(Text::ours).collect(Collectors.joining(",")),
          elements.stream().map(Text::springs).collect(Collectors.joining(",")));
    }
  }

  private record Numbers(Text text, TreeSet<Integer> values) {}

  private record Element(Text text, Days days) {}

  private record Range(int min, int max, List<String> names) {

    /** Names are those of the months, from 1 on, or of the days of the week, likewise. */
    String name(int n, boolean byName) {
      return byName ? names.get((n == 0 ? 7 : n) - 1) : "" + n;
    }

    boolean isWeek() {
      return max == 6;
    }

    int size() {
      return max - min + 1;
    }
  }

  private static final Range SIXTY = new Range(0, 59, List.of());
  private static final Range HOURS = new Range(0, 23, List.of());
  private static final Range MONTH_DAYS = new Range(1, 31, List.of());
  private static final Range YEAR = new Range(1, 12, MONTHS);
  private static final Range WEEK = new Range(0, 6, WEEKDAYS);

  private record Draw(Random random, ZoneId zone) {

    RandomCron cron(IntSupplier hour) {
      boolean fiveFields = random.nextBoolean();
      Numbers second = fiveFields ? single(SIXTY, () -> 0) : mostlySingle(SIXTY);
      Numbers minute = mostlySingle(SIXTY);
      Numbers hours = chance(4) ? all(HOURS) : numbers(HOURS, hour);
      Numbers month = chance(2) ? all(YEAR) : numbers(YEAR, any(YEAR));
      boolean hasDayOfMonth = chance(2);
      boolean hasDayOfWeek = chance(hasDayOfMonth ? 5 : 2);
      List<Element> daysOfMonth = hasDayOfMonth ? daysOfMonth(!hasDayOfWeek) : List.of();
      List<Element> daysOfWeek = hasDayOfWeek ? daysOfWeek() : List.of();
      Text days = text(daysOfMonth);
      Text weekdays = text(daysOfWeek);
      String ours =
          String.join(
              chance(10) ? "  " : " ",
              second.text.ours,
              minute.text.ours,
              hours.text.ours,
              days.ours,
              month.text.ours,
              weekdays.ours);
      String springs =
          String.join(
              " ",
              second.text.springs,
              minute.text.springs,
              hours.text.springs,
              days.springs,
              month.text.springs,
              weekdays.springs);
      return new RandomCron(
          fiveFields ? ours.substring(1).strip() : ours,
          springs,
          second.values,
          minute.values,
          hours.values,
          month.values,
          field(daysOfMonth),
          field(daysOfWeek));
    }

    private boolean chance(int oneIn) {
      return random.nextInt(oneIn) == 0;
    }

    private int from(int min, int max) {
      return min + random.nextInt(max - min + 1);
    }

    private IntSupplier any(Range range) {
      return () -> from(range.min, range.isWeek() ? 7 : range.max);
    }

    private Text text(List<Element> elements) {
      return elements.isEmpty()
          ? Text.same(random.nextBoolean() ? "*" : "?")
          : Text.list(elements.stream().map(Element::text).toList());
    }

    private static DayField field(List<Element> elements) {
      return elements.isEmpty()
          ? new DayField(true, List.of())
          : new DayField(false, elements.stream().map(Element::days).toList());
    }

    private Numbers mostlySingle(Range range) {
      return switch (random.nextInt(10)) {
        case 0 -> all(range);
        case 1, 2, 3 -> numbers(range, any(range));
        default -> single(range, any(range));
      };
    }

    private static Numbers all(Range range) {
      return new Numbers(Text.same("*"), walk(range.min, range.size() - 1, 1, range));
    }

    private Numbers numbers(Range range, IntSupplier number) {
      List<Text> texts = new ArrayList<>();
      TreeSet<Integer> values = new TreeSet<>();
      int elements = chance(4) ? from(2, 4) : 1;
      for (int i = 0; i < elements; i++) {
        Numbers element = element(range, number);
        texts.add(element.text);
        values.addAll(element.values);
      }
      return new Numbers(Text.list(texts), values);
    }

    private Numbers element(Range range, IntSupplier number) {
      return switch (random.nextInt(8)) {
        case 0, 1, 2 -> single(range, number);
        case 3 -> everyNth(range);
        case 4 -> fromOnEveryNth(range, number);
        case 5 -> range(range, number, from(2, range.max));
        default -> range(range, number, 1);
      };
    }

    private Numbers single(Range range, IntSupplier number) {
      int n = number.getAsInt();
      return new Numbers(written(range.name(n, byName(range))), walk(n, 0, 1, range));
    }

    private Numbers everyNth(Range range) {
      int step = from(2, range.max);
      TreeSet<Integer> values = walk(range.min, range.size() - 1, step, range);
      String text = "*/" + step;
      return new Numbers(new Text(text, range.isWeek() ? oneByOne(values) : text), values);
    }

    private Numbers fromOnEveryNth(Range range, IntSupplier number) {
      int n = number.getAsInt();
      int step = from(2, range.max);
      int start = range.isWeek() ? n % 7 : n;
      TreeSet<Integer> values = walk(start, range.max - start, step, range);
      String text = n + "/" + step;
      return new Numbers(new Text(text, range.isWeek() ? oneByOne(values) : text), values);
    }

    private Numbers range(Range range, IntSupplier number, int step) {
      int from = number.getAsInt();
      int to = number.getAsInt();
      boolean overTheEnd = to < from;
      TreeSet<Integer> values =
          walk(from, overTheEnd ? to + range.size() - from : to - from, step, range);
      boolean byName = byName(range) && from != 0 && to != 0;
      String text = range.name(from, byName) + "-" + range.name(to, byName);
      Text written = written(step == 1 ? text : text + "/" + step);
      boolean springDiffers = overTheEnd || (range.isWeek() && from == 7);
      return new Numbers(
          springDiffers ? new Text(written.ours, oneByOne(values)) : written, values);
    }

    private boolean byName(Range range) {
      return !range.names.isEmpty() && random.nextBoolean();
    }

    private Text written(String text) {
      return Text.same(chance(3) ? text.toLowerCase(Locale.ROOT) : text);
    }

    private static String oneByOne(TreeSet<Integer> values) {
      return values.stream().map(n -> "" + n).collect(Collectors.joining(","));
    }

    private static TreeSet<Integer> walk(int from, int length, int step, Range range) {
      TreeSet<Integer> values = new TreeSet<>();
      for (int n = 0; n <= length; n += step) {
        values.add(range.min + (from - range.min + n) % range.size());
      }
      return values;
    }

    private List<Element> daysOfMonth(boolean alone) {
      if (alone && chance(8)) {
        return List.of(atTheEdgeOfAMonth());
      }
      List<Element> elements = new ArrayList<>();
      int n = chance(4) ? from(2, 3) : 1;
      for (int i = 0; i < n; i++) {
        elements.add(dayOfMonth());
      }
      return elements;
    }

    private Element dayOfMonth() {
      return switch (random.nextInt(8)) {
        case 0 -> new Element(Text.same("L"), new Days.LastMinus(0));
        case 1 -> lastMinus(from(1, 27));
        case 2 -> nearestWorkday(from(2, 27));
        case 3 -> new Element(Text.same("LW"), new Days.LastWorkday());
        default -> {
          Numbers numbers = element(MONTH_DAYS, any(MONTH_DAYS));
          yield new Element(numbers.text, new Days.OfMonth(numbers.values));
        }
      };
    }

    /**
     * Those that make Spring leave the month, or stay in a wrong one. What it then does in a list,
     * or with a day of the week as well, depends on the order in which it looks at its fields: such
     * are not drawn, nor is the 31st of December in Apia, whose workday was skipped in 2011.
     */
    private Element atTheEdgeOfAMonth() {
      return switch (random.nextInt(3)) {
        case 0 -> lastMinus(from(28, 30));
        case 1 -> nearestWorkday(1);
        default -> nearestWorkday(from(28, zone.getId().equals("Pacific/Apia") ? 30 : 31));
      };
    }

    private static Element lastMinus(int before) {
      return new Element(Text.same("L-" + before), new Days.LastMinus(before));
    }

    private static Element nearestWorkday(int day) {
      return new Element(Text.same(day + "W"), new Days.NearestWorkday(day));
    }

    private List<Element> daysOfWeek() {
      List<Element> elements = new ArrayList<>();
      int n = chance(4) ? from(2, 3) : 1;
      for (int i = 0; i < n; i++) {
        elements.add(dayOfWeek());
      }
      return elements;
    }

    private Element dayOfWeek() {
      int n = from(0, 7);
      DayOfWeek day = DayOfWeek.of(n == 0 ? 7 : n);
      String name = WEEK.name(n, random.nextBoolean());
      return switch (random.nextInt(5)) {
        case 0 -> {
          int nth = from(1, 5);
          yield new Element(Text.same(name + "#" + nth), new Days.NthWeekday(day, nth));
        }
        case 1 -> new Element(Text.same(name + "L"), new Days.LastWeekday(day));
        default -> {
          Numbers numbers = element(WEEK, any(WEEK));
          yield new Element(numbers.text, new Days.OfWeek(numbers.values));
        }
      };
    }
  }
}
