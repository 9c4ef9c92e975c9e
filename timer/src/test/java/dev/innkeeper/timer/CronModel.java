package dev.innkeeper.timer;

import dev.innkeeper.timer.RandomCron.Days;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.time.zone.ZoneOffsetTransition;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The next time of a cron expression, by trying: date by date, and on a date each time of the day.
 *
 * @param springs the rules to take Spring's way
 */
record CronModel(Case it, Set<Difference> springs) {

  /** What Spring does another way than we. */
  enum Difference {
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

  record Case(RandomCron cron, ZoneId zone, Instant after) {

    @Override
    public String toString() {
      return "'" + cron.ours() + "' after " + after.atZone(zone);
    }
  }

  /** February 29th has been each day of the week after 40 years, over 2100 too. */
  private static final int ENOUGH_YEARS = 41;

  @Nullable Instant next() {
    Instant next =
        springs.contains(Difference.MONTH_END) && isFarFromTheEnd()
            ? nextFarFromTheEnd()
            : nextFrom(LocalDate.ofInstant(it.after(), it.zone()).minusDays(1), it.after());
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
      if (!it.cron().months().contains(date.getMonthValue())) {
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
    RandomCron cron = it.cron();
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
    Instant start = date.atStartOfDay(it.zone()).minusHours(2).toInstant();
    ZoneOffsetTransition change = it.zone().getRules().nextTransition(start);
    Instant end = date.plusDays(1).atStartOfDay(it.zone()).plusHours(2).toInstant();
    return change == null || change.getInstant().isAfter(end)
        ? firstOnAPlainDay(date, after)
        : firstOnADayOfChange(date, after);
  }

  private @Nullable Instant firstOnAPlainDay(LocalDate date, Instant after) {
    ZoneOffset offset = it.zone().getRules().getOffset(date.atTime(12, 0));
    for (int hour : it.cron().hours()) {
      if (!date.atTime(hour, 59, 59).toInstant(offset).isAfter(after)) {
        continue;
      }
      for (int minute : it.cron().minutes()) {
        for (int second : it.cron().seconds()) {
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
    for (int hour : it.cron().hours()) {
      if (isPast(date.atTime(hour, 59, 59), after)) {
        continue;
      }
      for (int minute : it.cron().minutes()) {
        for (int second : it.cron().seconds()) {
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
    return local.plusHours(2).atZone(it.zone()).toInstant().isBefore(after);
  }

  private List<Instant> instantsOf(LocalDateTime local) {
    List<ZoneOffset> offsets = it.zone().getRules().getValidOffsets(local);
    boolean fixedHours = !it.cron().everyHour();
    if (offsets.isEmpty() && fixedHours && !springs.contains(Difference.GAP)) {
      return List.of(it.zone().getRules().getTransition(local).getInstant());
    }
    boolean once = fixedHours && !springs.contains(Difference.OVERLAP);
    return offsets.stream().limit(once ? 1 : 2).map(local::toInstant).toList();
  }

  /** Where Spring gets to from an hour whose minutes are used up; null: not over a change. */
  private @Nullable ZonedDateTime anHourOn(Instant next) {
    ZonedDateTime from = it.after().plusNanos(1).atZone(it.zone());
    if (it.cron().minutes().contains(from.getMinute())) {
      from = from.truncatedTo(ChronoUnit.MINUTES).plusMinutes(1);
    }
    ZoneOffsetTransition change = it.zone().getRules().nextTransition(it.after());
    boolean overTheChange =
        change != null
            && from.toInstant().isBefore(change.getInstant())
            && !from.plusHours(1).toInstant().isBefore(change.getInstant())
            && !next.isBefore(change.getInstant());
    boolean inTheHour =
        it.cron().hours().contains(from.getHour())
            && it.cron().months().contains(from.getMonthValue())
            && fits(from.toLocalDate());
    return overTheChange && inTheHour
        ? from.plusHours(1).withMinute(0).truncatedTo(ChronoUnit.MINUTES)
        : null;
  }

  private LocalDate asked() {
    return LocalDate.ofInstant(it.after().plusNanos(1), it.zone());
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
    return it.zone().getRules().getValidOffsets(date.atStartOfDay()).isEmpty()
        && it.zone().getRules().getValidOffsets(date.atTime(LocalTime.MAX)).isEmpty();
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
    List<Days> days = it.cron().daysOfMonth().elements();
    return days.size() == 1 && days.getFirst() instanceof Days.LastMinus last && last.before() > 27;
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
      first = date == null ? null : firstOn(date, it.after());
      if (date == null || first != null) {
        return first;
      }
      from = date.plusDays(1);
    }
  }

  private @Nullable LocalDate reachedFromTheMonthAfter(LocalDate from) {
    int before = ((Days.LastMinus) it.cron().daysOfMonth().elements().getFirst()).before();
    LocalDate end = from.withDayOfMonth(from.lengthOfMonth());
    LocalDate endOfNext = end.plusDays(1).plusMonths(1).minusDays(1);
    LocalDate inTheNext = endOfNext.minusDays(before);
    boolean passed = from.isAfter(end.minusDays(before));
    boolean inThisMonth = it.cron().months().contains(from.getMonthValue());
    return passed && inThisMonth && !inTheNext.isAfter(end) ? inTheNext : null;
  }
}
