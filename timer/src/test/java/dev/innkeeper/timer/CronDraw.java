package dev.innkeeper.timer;

import static dev.innkeeper.timer.CronNumbers.HOURS;
import static dev.innkeeper.timer.CronNumbers.MONTH_DAYS;
import static dev.innkeeper.timer.CronNumbers.SIXTY;
import static dev.innkeeper.timer.CronNumbers.WEEK;
import static dev.innkeeper.timer.CronNumbers.YEAR;

import dev.innkeeper.timer.CronNumbers.Numbers;
import dev.innkeeper.timer.CronNumbers.Text;
import dev.innkeeper.timer.RandomCron.DayField;
import dev.innkeeper.timer.RandomCron.Days;
import java.time.DayOfWeek;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.IntSupplier;

/** Draws a cron expression at random, field by field. */
final class CronDraw {

  private record Element(Text text, Days days) {}

  private final Random random;
  private final ZoneId zone;
  private final CronNumbers fields;

  CronDraw(Random random, ZoneId zone) {
    this.random = random;
    this.zone = zone;
    fields = new CronNumbers(random);
  }

  RandomCron cron(IntSupplier hour) {
    boolean fiveFields = random.nextBoolean();
    Numbers second = fiveFields ? fields.single(SIXTY, () -> 0) : fields.mostlySingle(SIXTY);
    Numbers minute = fields.mostlySingle(SIXTY);
    Numbers hours = fields.chance(4) ? CronNumbers.all(HOURS) : fields.numbers(HOURS, hour);
    Numbers month =
        fields.chance(2) ? CronNumbers.all(YEAR) : fields.numbers(YEAR, fields.any(YEAR));
    boolean hasDayOfMonth = fields.chance(2);
    boolean hasDayOfWeek = fields.chance(hasDayOfMonth ? 5 : 2);
    List<Element> daysOfMonth = hasDayOfMonth ? daysOfMonth(!hasDayOfWeek) : List.of();
    List<Element> daysOfWeek = hasDayOfWeek ? daysOfWeek() : List.of();
    Text days = text(daysOfMonth);
    Text weekdays = text(daysOfWeek);
    String ours =
        String.join(
            fields.chance(10) ? "  " : " ",
            second.text().ours(),
            minute.text().ours(),
            hours.text().ours(),
            days.ours(),
            month.text().ours(),
            weekdays.ours());
    String springs =
        String.join(
            " ",
            second.text().springs(),
            minute.text().springs(),
            hours.text().springs(),
            days.springs(),
            month.text().springs(),
            weekdays.springs());
    return new RandomCron(
        fiveFields ? ours.substring(1).strip() : ours,
        springs,
        second.values(),
        minute.values(),
        hours.values(),
        month.values(),
        field(daysOfMonth),
        field(daysOfWeek));
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

  private List<Element> daysOfMonth(boolean alone) {
    if (alone && fields.chance(8)) {
      return List.of(atTheEdgeOfAMonth());
    }
    List<Element> elements = new ArrayList<>();
    int n = fields.chance(4) ? fields.from(2, 3) : 1;
    for (int i = 0; i < n; i++) {
      elements.add(dayOfMonth());
    }
    return elements;
  }

  private Element dayOfMonth() {
    return switch (random.nextInt(8)) {
      case 0 -> new Element(Text.same("L"), new Days.LastMinus(0));
      case 1 -> lastMinus(fields.from(1, 27));
      case 2 -> nearestWorkday(fields.from(2, 27));
      case 3 -> new Element(Text.same("LW"), new Days.LastWorkday());
      default -> {
        Numbers numbers = fields.element(MONTH_DAYS, fields.any(MONTH_DAYS));
        yield new Element(numbers.text(), new Days.OfMonth(numbers.values()));
      }
    };
  }

  /**
   * Those that make Spring leave the month, or stay in a wrong one. What it then does in a list, or
   * with a day of the week as well, depends on the order in which it looks at its fields: such are
   * not drawn, nor is the 31st of December in Apia, whose workday was skipped in 2011.
   */
  private Element atTheEdgeOfAMonth() {
    return switch (random.nextInt(3)) {
      case 0 -> lastMinus(fields.from(28, 30));
      case 1 -> nearestWorkday(1);
      default -> nearestWorkday(fields.from(28, zone.getId().equals("Pacific/Apia") ? 30 : 31));
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
    int n = fields.chance(4) ? fields.from(2, 3) : 1;
    for (int i = 0; i < n; i++) {
      elements.add(dayOfWeek());
    }
    return elements;
  }

  private Element dayOfWeek() {
    int n = fields.from(0, 7);
    DayOfWeek day = DayOfWeek.of(n == 0 ? 7 : n);
    String name = WEEK.name(n, random.nextBoolean());
    return switch (random.nextInt(5)) {
      case 0 -> {
        int nth = fields.from(1, 5);
        yield new Element(Text.same(name + "#" + nth), new Days.NthWeekday(day, nth));
      }
      case 1 -> new Element(Text.same(name + "L"), new Days.LastWeekday(day));
      default -> {
        Numbers numbers = fields.element(WEEK, fields.any(WEEK));
        yield new Element(numbers.text(), new Days.OfWeek(numbers.values()));
      }
    };
  }
}
