package dev.innkeeper.timer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.innkeeper.timer.RandomCron.Days;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.time.zone.ZoneOffsetTransition;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.function.IntSupplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * Our cron against Spring's, case by case at random, and both against a plain model that tries one
 * local time after the other. The model knows in what the two differ, as five rules which can be
 * taken Spring's way or ours: with none of them it must give our answer, with all of them Spring's,
 * in each case. A difference belongs to the first rule without which Spring's is not explained.
 *
 * <p>{@code -Dinnkeeper.random.seed=S} draws others. The table of the differences is written to
 * target/cron-oracle.txt.
 */
class CronOracleTest {

  private static final int CASES = 100_000;
  private static final long SEED = Long.getLong("innkeeper.random.seed", 20_260_726);

  private static final Path TABLE = Path.of("target", "cron-oracle.txt");

  private static final Instant FROM = Instant.parse("2000-01-01T00:00:00Z");
  private static final Instant TO = Instant.parse("2035-01-01T00:00:00Z");
  private static final Duration NEAR = Duration.ofHours(3);

  private static final List<ZoneId> ZONES =
      Stream.of(
              "Europe/Berlin",
              "Australia/Lord_Howe", // shifts by half an hour
              "America/Santiago", // at midnight, and the south's summer
              "Africa/Casablanca", // winter time in Ramadan
              "Pacific/Apia", // no 30th of December 2011
              "Asia/Kolkata") // no daylight saving, half an hour off
          .map(ZoneId::of)
          .toList();

  /** What Spring does another way than we. */
  private enum Difference {
    /** Both days given: Spring wants a date that fits both, we one that fits either. */
    BOTH_DAYS,
    /** A fixed hour in a gap: Spring passes over it, we run at the end of the gap. */
    GAP,
    /** A fixed hour in an overlap: Spring runs in both passes, we in the first. */
    OVERLAP,
    /**
     * When the minutes of an hour are used up, Spring adds an hour of elapsed time and sets the
     * minute to 0. With a shift by half an hour that jumps over the rest of the clock's hour.
     */
    HALF_HOUR,
    /** Days counted from the end or to a workday: Spring leaves the month, or the skipped day. */
    MONTH_END
  }

  private record Case(RandomCron cron, ZoneId zone, Instant after) {

    @Override
    public String toString() {
      return "'" + cron.ours() + "' after " + after.atZone(zone);
    }
  }

  private final Map<Difference, List<String>> differences = new EnumMap<>(Difference.class);
  private int near;

  @Test
  void eachDifferenceFromSpringIsOneOfFive() throws IOException {
    Random random = new Random(SEED);
    for (int i = 0; i < CASES; i++) {
      Case it = draw(random);
      near += isNearATransition(it) ? 1 : 0;
      compare(it);
    }
    Files.createDirectories(TABLE.getParent());
    Files.writeString(TABLE, table());
    assertTrue(near >= CASES / 10, near + " of the cases are near a transition" + seed());
    assertEquals(EnumSet.allOf(Difference.class), differences.keySet(), "found" + seed());
  }

  private void compare(Case it) {
    @Nullable Instant ours = ours(it);
    @Nullable Instant springs = springs(it);
    Set<Difference> all = EnumSet.allOf(Difference.class);
    assertEquals(new Model(it, Set.of()).next(), ours, () -> "ours: " + it + seed());
    assertEquals(new Model(it, all).next(), springs, () -> "Spring's: " + it + seed());
    if (!Objects.equals(ours, springs)) {
      differences
          .computeIfAbsent(reason(it, springs), reason -> new ArrayList<>())
          .add(it + ": ours " + local(ours, it) + ", Spring's " + local(springs, it));
    }
  }

  private static Difference reason(Case it, @Nullable Instant springs) {
    for (Difference one : Difference.values()) {
      Set<Difference> others = EnumSet.complementOf(EnumSet.of(one));
      if (!Objects.equals(new Model(it, others).next(), springs)) {
        return one;
      }
    }
    // none is needed, as each of two would do
    for (Difference one : Difference.values()) {
      if (Objects.equals(new Model(it, EnumSet.of(one)).next(), springs)) {
        return one;
      }
    }
    throw new AssertionError("unclassified: " + it + seed());
  }

  private static @Nullable Instant ours(Case it) {
    try {
      return Schedule.cron(it.cron.ours(), it.zone).next(it.after);
    } catch (IllegalArgumentException e) {
      assertTrue(e.getMessage().contains("' never fires: month '"), () -> it + seed() + ": " + e);
      return null;
    }
  }

  private static @Nullable Instant springs(Case it) {
    @Nullable ZonedDateTime next =
        org.springframework.scheduling.support.CronExpression.parse(it.cron.springs())
            .next(it.after.atZone(it.zone));
    return next == null ? null : next.toInstant();
  }

  private static Case draw(Random random) {
    ZoneId zone = ZONES.get(random.nextInt(ZONES.size()));
    boolean near = random.nextInt(4) == 0;
    Instant after = FROM.plusSeconds(random.nextLong(Duration.between(FROM, TO).toSeconds()));
    ZoneOffsetTransition change = zone.getRules().nextTransition(after);
    IntSupplier hour = () -> random.nextInt(24);
    if (near && change != null && change.getInstant().isBefore(TO)) {
      long most = (random.nextBoolean() ? NEAR : Duration.ofHours(1)).toSeconds();
      after = change.getInstant().plusSeconds(random.nextLong(-most, most));
      int changed = change.getDateTimeBefore().getHour() + 24;
      hour = () -> (random.nextBoolean() ? random.nextInt(24) : changed - random.nextInt(3)) % 24;
    }
    if (random.nextInt(4) == 0) {
      after = after.plusMillis(random.nextInt(1_000));
    }
    return new Case(RandomCron.draw(random, zone, hour), zone, after);
  }

  private static boolean isNearATransition(Case it) {
    ZoneOffsetTransition change = it.zone.getRules().nextTransition(it.after.minus(NEAR));
    return change != null && !change.getInstant().isAfter(it.after.plus(NEAR));
  }

  private String table() {
    StringBuilder table = new StringBuilder();
    table.append(CASES + " cases" + seed() + ", near a transition: " + near + "\n");
    differences.forEach((difference, cases) ->
        table.append(difference + " " + cases.size() + ": " + cases.getFirst() + "\n"));
    return table.toString();
  }

  private static String local(@Nullable Instant at, Case it) {
    return at == null ? "never" : "" + at.atZone(it.zone);
  }

  private static String seed() {
    return " (seed " + SEED + ")";
  }

  /**
   * The next time, by trying: date by date, and on a date each time of the day.
   *
   * @param springs the rules to take Spring's way
   */
  private record Model(Case it, Set<Difference> springs) {

    /** February 29th has been each day of the week after 40 years, over 2100 too. */
    private static final int ENOUGH_YEARS = 41;

    private @Nullable Instant next() {
      Instant next =
          springs.contains(Difference.MONTH_END) && isFarFromTheEnd()
              ? nextFarFromTheEnd()
              : nextFrom(LocalDate.ofInstant(it.after, it.zone).minusDays(1), it.after);
      ZonedDateTime landing =
          next != null && springs.contains(Difference.HALF_HOUR) ? anHourOn(next) : null;
      return landing == null
          ? next
          : nextFrom(landing.toLocalDate(), landing.toInstant().minusNanos(1));
    }

    private @Nullable Instant nextFrom(LocalDate start, Instant after) {
      LocalDate date = nextDay(start);
      while (date != null) {
        Instant first = firstOn(date, after);
        if (first != null) {
          return first;
        }
        date = nextDay(date.plusDays(1));
      }
      return null;
    }

    private @Nullable LocalDate nextDay(LocalDate start) {
      LocalDate date = start;
      LocalDate enough = start.plusYears(ENOUGH_YEARS);
      while (date.isBefore(enough)) {
        if (!it.cron.months().contains(date.getMonthValue())) {
          date = date.withDayOfMonth(1).plusMonths(1);
        } else if (fits(date)) {
          return date;
        } else {
          date = date.plusDays(1);
        }
      }
      return null;
    }

    private boolean fits(LocalDate date) {
      RandomCron cron = it.cron;
      if (cron.bothDaysGiven() && !springs.contains(Difference.BOTH_DAYS)) {
        return named(cron.daysOfMonth(), date) || named(cron.daysOfWeek(), date);
      }
      return (cron.daysOfMonth().any() || named(cron.daysOfMonth(), date))
          && (cron.daysOfWeek().any() || named(cron.daysOfWeek(), date));
    }

    private boolean named(RandomCron.DayField field, LocalDate date) {
      for (Days days : field.elements()) {
        if (springs.contains(Difference.MONTH_END) ? namedBySpring(days, date) : days.names(date)) {
          return true;
        }
      }
      return false;
    }

    private @Nullable Instant firstOn(LocalDate date, Instant after) {
      Instant start = date.atStartOfDay(it.zone).minusHours(2).toInstant();
      ZoneOffsetTransition change = it.zone.getRules().nextTransition(start);
      Instant end = date.plusDays(1).atStartOfDay(it.zone).plusHours(2).toInstant();
      return change == null || change.getInstant().isAfter(end)
          ? firstOnAPlainDay(date, after)
          : firstOnADayOfChange(date, after);
    }

    private @Nullable Instant firstOnAPlainDay(LocalDate date, Instant after) {
      ZoneOffset offset = it.zone.getRules().getOffset(date.atTime(12, 0));
      for (int hour : it.cron.hours()) {
        if (!date.atTime(hour, 59, 59).toInstant(offset).isAfter(after)) {
          continue;
        }
        for (int minute : it.cron.minutes()) {
          for (int second : it.cron.seconds()) {
            Instant at = date.atTime(hour, minute, second).toInstant(offset);
            if (at.isAfter(after)) {
              return at;
            }
          }
        }
      }
      return null;
    }

    /** The clock may go back, so the first one need not come first. */
    private @Nullable Instant firstOnADayOfChange(LocalDate date, Instant after) {
      Instant first = null;
      for (int hour : it.cron.hours()) {
        if (isPast(date.atTime(hour, 59, 59), after)) {
          continue;
        }
        for (int minute : it.cron.minutes()) {
          for (int second : it.cron.seconds()) {
            for (Instant at : instantsOf(date.atTime(hour, minute, second))) {
              if (at.isAfter(after) && (first == null || at.isBefore(first))) {
                first = at;
              }
            }
          }
        }
      }
      return first;
    }

    /** By two hours: whatever the clock does, it does not go back that far. */
    private boolean isPast(LocalDateTime local, Instant after) {
      return local.plusHours(2).atZone(it.zone).toInstant().isBefore(after);
    }

    private List<Instant> instantsOf(LocalDateTime local) {
      List<ZoneOffset> offsets = it.zone.getRules().getValidOffsets(local);
      boolean fixedHours = !it.cron.everyHour();
      if (offsets.isEmpty() && fixedHours && !springs.contains(Difference.GAP)) {
        return List.of(it.zone.getRules().getTransition(local).getInstant());
      }
      boolean once = fixedHours && !springs.contains(Difference.OVERLAP);
      return offsets.stream().limit(once ? 1 : 2).map(local::toInstant).toList();
    }

    /** Where Spring gets to from an hour whose minutes are used up; null: not over a change. */
    private @Nullable ZonedDateTime anHourOn(Instant next) {
      ZonedDateTime from = it.after.plusNanos(1).atZone(it.zone);
      if (it.cron.minutes().contains(from.getMinute())) {
        from = from.truncatedTo(ChronoUnit.MINUTES).plusMinutes(1);
      }
      ZoneOffsetTransition change = it.zone.getRules().nextTransition(it.after);
      boolean overTheChange =
          change != null
              && from.toInstant().isBefore(change.getInstant())
              && !from.plusHours(1).toInstant().isBefore(change.getInstant())
              && !next.isBefore(change.getInstant());
      boolean inTheHour =
          it.cron.hours().contains(from.getHour())
              && it.cron.months().contains(from.getMonthValue())
              && fits(from.toLocalDate());
      return overTheChange && inTheHour
          ? from.plusHours(1).withMinute(0).truncatedTo(ChronoUnit.MINUTES)
          : null;
    }

    private LocalDate asked() {
      return LocalDate.ofInstant(it.after.plusNanos(1), it.zone);
    }

    private boolean namedBySpring(Days days, LocalDate date) {
      return switch (days) {
        case Days.OfMonth numbers -> numbers.names(date);
        case Days.OfWeek numbers -> numbers.names(date);
        case Days.NearestWorkday nearest -> nearestWorkdayOfSpring(nearest, date);
        default -> {
          LocalDate dayBefore = date.minusDays(1);
          yield days.names(date) || (days.names(dayBefore) && isSkipped(dayBefore));
        }
      };
    }

    private boolean isSkipped(LocalDate date) {
      return it.zone.getRules().getValidOffsets(date.atStartOfDay()).isEmpty()
          && it.zone.getRules().getValidOffsets(date.atTime(LocalTime.MAX)).isEmpty();
    }

    private boolean nearestWorkdayOfSpring(Days.NearestWorkday nearest, LocalDate date) {
      int day = nearest.day();
      int length = date.lengthOfMonth();
      if (day > length) {
        // asked on a Friday, it takes the day that the month lacks for the Saturday after it
        return day == length + 1
            && date.getDayOfMonth() == length
            && date.getDayOfWeek() == DayOfWeek.FRIDAY
            && date.equals(asked());
      }
      DayOfWeek weekday = date.withDayOfMonth(day).getDayOfWeek();
      if (weekday == DayOfWeek.SUNDAY && day == length) {
        // the Monday after it is in the next month, which has a day of its own
        return false;
      }
      if (weekday == DayOfWeek.SATURDAY && day == 1 && asked().equals(date.withDayOfMonth(2))) {
        // asked on Sunday the 2nd, it is past the 1st, and does not look at Monday the 3rd
        return false;
      }
      return nearest.names(date);
    }

    /** L-28 to L-30: there are months without such a day. */
    private boolean isFarFromTheEnd() {
      List<Days> days = it.cron.daysOfMonth().elements();
      return days.size() == 1
          && days.getFirst() instanceof Days.LastMinus last
          && last.before() > 27;
    }

    /**
     * Past the day in its month, Spring looks in the next, and if that is too short, it comes back
     * into the one in which it was, even to before it was asked.
     */
    private @Nullable Instant nextFarFromTheEnd() {
      LocalDate from = asked();
      while (true) {
        LocalDate back = reachedFromTheMonthAfter(from);
        Instant first = back == null ? null : firstOn(back, Instant.MIN);
        if (first != null) {
          return first;
        }
        LocalDate date = nextDay(from);
        first = date == null ? null : firstOn(date, it.after);
        if (date == null || first != null) {
          return first;
        }
        from = date.plusDays(1);
      }
    }

    private @Nullable LocalDate reachedFromTheMonthAfter(LocalDate from) {
      int before = ((Days.LastMinus) it.cron.daysOfMonth().elements().getFirst()).before();
      LocalDate end = from.withDayOfMonth(from.lengthOfMonth());
      LocalDate endOfNext = end.plusDays(1).plusMonths(1).minusDays(1);
      LocalDate inTheNext = endOfNext.minusDays(before);
      boolean passed = from.isAfter(end.minusDays(before));
      boolean inThisMonth = it.cron.months().contains(from.getMonthValue());
      return passed && inThisMonth && !inTheNext.isAfter(end) ? inTheNext : null;
    }
  }
}
