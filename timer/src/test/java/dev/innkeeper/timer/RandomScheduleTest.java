package dev.innkeeper.timer;

import static dev.innkeeper.timer.ClockChanges.instants;
import static dev.innkeeper.timer.ZonedSchedule.Gap.RUN_AT_END;
import static dev.innkeeper.timer.ZonedSchedule.Gap.SKIP;
import static dev.innkeeper.timer.ZonedSchedule.Overlap.FIRST;
import static dev.innkeeper.timer.ZonedSchedule.Overlap.LAST;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.zone.ZoneOffsetTransition;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/** All schedules, in zones with all kinds of changes, at random. */
class RandomScheduleTest {

  private static final long SEED = Long.getLong("innkeeper.random.seed", 42);

  static final List<String> ZONES =
      List.of(
          "Europe/Berlin",
          "Europe/Dublin", // summer is the standard, winter is saved
          "America/New_York",
          "America/Havana", // from 1:00 back to 0:00
          "America/Santiago",
          "America/Caracas", // half an hour off, until 2016
          "Africa/Casablanca",
          "Africa/Cairo", // stopped and came back
          "Antarctica/Troll", // two hours
          "Asia/Beirut",
          "Asia/Kolkata",
          "Asia/Pyongyang", // half an hour at midnight, in 2015 and back in 2018
          "Australia/Lord_Howe",
          "Pacific/Apia");

  @ParameterizedTest
  @FieldSource("ZONES")
  void nextIsLaterAndTheSameUntilItHasCome(String name) {
    Random random = random(name);
    ZoneId zone = ZoneId.of(name);
    for (int i = 0; i < 400; i++) {
      Schedule schedule = schedule(random, zone);
      Instant after = instant(random, zone);
      Instant next = schedule.next(after);
      assertNotNull(next);
      String what = schedule + ": " + next + " after " + after + seed();
      assertTrue(next.isAfter(after), what);
      assertEquals(next, schedule.next(next.minusNanos(1)), what);
      for (int j = 0; j < 10; j++) {
        Instant between = between(random, after, next);
        assertEquals(next, schedule.next(between), () -> what + ", and after " + between);
      }
    }
  }

  private static Instant between(Random random, Instant from, Instant to) {
    Duration most = Duration.between(from, to);
    long nanos = random.nextLong(Math.min(most.toNanos(), Duration.ofHours(6).toNanos()));
    return random.nextBoolean() ? from.plusNanos(nanos) : to.minusNanos(nanos + 1);
  }

  @ParameterizedTest
  @FieldSource("ZONES")
  void aYearGoesForwardAndTheChoicesMakeNoOtherTimes(String name) {
    Random random = random(name);
    ZoneId zone = ZoneId.of(name);
    for (int i = 0; i < 15; i++) {
      ZonedSchedule schedule = schedule(random, zone).onGap(RUN_AT_END);
      String from = 2005 + random.nextInt(25) + "-01-01";
      String to = LocalDate.parse(from).plusYears(1).toString();
      List<Instant> all = instants(schedule, zone, from, to);
      List<Instant> existing = instants(schedule.onGap(SKIP), zone, from, to);
      assertEquals(all.stream().distinct().sorted().toList(), all, () -> schedule + seed());
      Set<Instant> onlyAtTheEndOfAGap = new LinkedHashSet<>(all);
      existing.forEach(onlyAtTheEndOfAGap::remove);
      assertEquals(
          List.copyOf(onlyAtTheEndOfAGap),
          onlyAtTheEndOfAGap.stream().filter(at -> isTheEndOfAGap(at, zone)).toList(),
          () -> schedule + " from " + from + seed());
      assertEquals(all.size(), existing.size() + onlyAtTheEndOfAGap.size(), schedule + seed());
    }
  }

  private static boolean isTheEndOfAGap(Instant at, ZoneId zone) {
    ZoneOffsetTransition change = zone.getRules().nextTransition(at.minusNanos(1));
    return change != null && change.getInstant().equals(at) && change.isGap();
  }

  @ParameterizedTest
  @FieldSource("ZONES")
  void dailyIsOnceOnEachDateThatThereIs(String name) {
    Random random = random(name);
    ZoneId zone = ZoneId.of(name);
    for (int i = 0; i < 40; i++) {
      // not later: in a gap that ends with the day, it would come on the next
      LocalTime time = LocalTime.ofSecondOfDay(random.nextInt(23 * 4) * 900L);
      ZonedSchedule daily = chosen(random, Schedule.daily(time, zone)).onGap(RUN_AT_END);
      int year = 2012 + random.nextInt(20); // Apia's skipped day is before
      List<LocalDate> dates =
          instants(daily, zone, year + "-01-01", year + 1 + "-01-01").stream()
              .map(at -> LocalDate.ofInstant(at, zone))
              .toList();
      assertEquals(
          LocalDate.of(year, 1, 1).datesUntil(LocalDate.of(year + 1, 1, 1)).toList(),
          dates,
          () -> daily + seed());
    }
  }

  /** So that a zone draws the same, whatever is before it in the list. */
  private static Random random(String zone) {
    return new Random(SEED + zone.hashCode());
  }

  private static String seed() {
    return " (seed " + SEED + ")";
  }

  private static Instant instant(Random random, ZoneId zone) {
    Instant any = Instant.parse("2000-01-01T00:00:00Z").plusSeconds(random.nextLong(1_100_000_000));
    ZoneOffsetTransition change = zone.getRules().nextTransition(any);
    return change == null || random.nextInt(4) == 0
        ? any
        : change
            .getInstant()
            .plus(Duration.ofMinutes(30L * random.nextInt(-4, 4)))
            .plusNanos(random.nextBoolean() ? 0 : random.nextInt());
  }

  private static ZonedSchedule schedule(Random random, ZoneId zone) {
    LocalTime time = LocalTime.ofSecondOfDay(random.nextInt(24 * 12) * 300L);
    int minute = random.nextInt(60);
    int hour = random.nextInt(24);
    return chosen(
        random,
        switch (random.nextInt(9)) {
          case 0 -> Schedule.daily(time, zone);
          case 1 -> Schedule.weekly(DayOfWeek.of(1 + random.nextInt(7)), time, zone);
          case 2 -> Schedule.monthly(1 + random.nextInt(31), time, zone);
          case 3 -> (ZonedSchedule) Schedule.hourlyAt(minute, zone);
          case 4 -> Schedule.cron(minute + " " + hour + ",0-3 * * *", zone);
          case 5 -> Schedule.cron("*/" + (10 + minute / 2) + " 1,2,23 * * SUN,THU-SAT", zone);
          case 6 -> Schedule.cron(minute + " * * * *", zone);
          case 7 -> Schedule.cron("*/20 0-" + hour + " L,15W * FRI#2", zone);
          default -> Schedule.cron("30 */30 " + hour + "/3 * * SUN", zone);
        });
  }

  private static ZonedSchedule chosen(Random random, ZonedSchedule schedule) {
    return schedule
        .onGap(random.nextBoolean() ? RUN_AT_END : SKIP)
        .onOverlap(random.nextBoolean() ? FIRST : LAST);
  }
}
