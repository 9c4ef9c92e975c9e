package dev.innkeeper.timer;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.TreeSet;
import java.util.function.IntSupplier;
import java.util.stream.Collectors;

/** Draws fields of numbers, and elements of them, each as it is written and as what it means. */
record CronNumbers(Random random) {

  private static final List<String> MONTHS =
      List.of("JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC");

  private static final List<String> WEEKDAYS =
      List.of("MON", "TUE", "WED", "THU", "FRI", "SAT", "SUN");

  static final Range SIXTY = new Range(0, 59, List.of());
  static final Range HOURS = new Range(0, 23, List.of());
  static final Range MONTH_DAYS = new Range(1, 31, List.of());
  static final Range YEAR = new Range(1, 12, MONTHS);
  static final Range WEEK = new Range(0, 6, WEEKDAYS);

  /** A field or an element of one, as it is written. */
  record Text(String ours, String springs) {

    static Text same(String text) {
      return new Text(text, text);
    }

    static Text list(List<Text> elements) {
      return new Text(
          elements.stream().map(Text::ours).collect(Collectors.joining(",")),
          elements.stream().map(Text::springs).collect(Collectors.joining(",")));
    }
  }

  record Numbers(Text text, TreeSet<Integer> values) {}

  record Range(int min, int max, List<String> names) {

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

  boolean chance(int oneIn) {
    return random.nextInt(oneIn) == 0;
  }

  int from(int min, int max) {
    return min + random.nextInt(max - min + 1);
  }

  IntSupplier any(Range range) {
    return () -> from(range.min, range.isWeek() ? 7 : range.max);
  }

  Numbers mostlySingle(Range range) {
    return switch (random.nextInt(10)) {
      case 0 -> all(range);
      case 1, 2, 3 -> numbers(range, any(range));
      default -> single(range, any(range));
    };
  }

  static Numbers all(Range range) {
    return new Numbers(Text.same("*"), walk(range.min, range.size() - 1, 1, range));
  }

  Numbers numbers(Range range, IntSupplier number) {
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

  Numbers element(Range range, IntSupplier number) {
    return switch (random.nextInt(8)) {
      case 0, 1, 2 -> single(range, number);
      case 3 -> everyNth(range);
      case 4 -> fromOnEveryNth(range, number);
      case 5 -> range(range, number, from(2, range.max));
      default -> range(range, number, 1);
    };
  }

  Numbers single(Range range, IntSupplier number) {
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
    return new Numbers(springDiffers ? new Text(written.ours, oneByOne(values)) : written, values);
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
}
