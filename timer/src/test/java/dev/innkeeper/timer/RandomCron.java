package dev.innkeeper.timer;

import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.temporal.TemporalAdjusters;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import java.util.function.IntSupplier;
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

  /**
   * @param hour an hour, so that some may be drawn more often than others
   */
  static RandomCron draw(Random random, ZoneId zone, IntSupplier hour) {
    return new CronDraw(random, zone).cron(hour);
  }
}
