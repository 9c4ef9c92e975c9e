package dev.innkeeper.timer;

import dev.innkeeper.timer.calendar.ElapsedSchedule;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * When something is to happen: a function from one instant to the next.
 *
 * <pre>{@code
 * ZoneId berlin = ZoneId.of("Europe/Berlin");
 * Schedule nightly = Schedule.daily(LocalTime.of(3, 0), berlin);
 * Schedule workdays = Schedule.cron("0 9-17 * * MON-FRI", berlin);
 * Schedule ofYourOwn = after -> after.plusSeconds(90);
 * nightly.upcoming(3, Instant.now(), berlin).forEach(System.out::println);
 * }</pre>
 *
 * <p>It only computes; {@link CalendarTimer} waits. One of your own must give an instant after the
 * one that it is given, and the same for the same, as it is asked more than once; it is never
 * called under a lock. Those from here are immutable, and thread-safe.
 *
 * <p><b>Daylight saving.</b> {@link #daily}, {@link #weekly}, {@link #monthly} and {@link #cron}
 * with fixed hours go by the local time; {@link ZonedSchedule} says what becomes of a time that a
 * day lacks, or has twice. {@link #every}, {@link #hourly}, {@link #hourlyAt} and {@link #cron}
 * with every hour go by elapsed time: they run whenever the clocks show their minute, 23 or 25
 * times on a day that an hour is taken from or added to. Vixie cron draws that line, too.
 *
 * @since 0.1
 */
@FunctionalInterface
public interface Schedule {

  /**
   * The first instant of this schedule after the given one; null if there is none.
   *
   * @param after an instant, on the schedule or not
   */
  @Nullable Instant next(Instant after);

  /**
   * The next {@code n} times, for people to read; fewer if the schedule ends, or goes beyond the
   * years that a {@link ZonedDateTime} can show.
   *
   * @throws IllegalArgumentException if {@code n} is negative
   */
  default List<ZonedDateTime> upcoming(int n, Instant after, ZoneId zone) {
    if (n < 0) {
      throw new IllegalArgumentException("n must be zero or more: " + n);
    }
    Objects.requireNonNull(zone, "zone");
    List<ZonedDateTime> times = new ArrayList<>();
    Instant at = Objects.requireNonNull(after, "after");
    for (int i = 0; i < n && at != null; i++) {
      at = next(at);
      if (at != null && !at.isAfter(ZonedSchedule.LATEST)) {
        times.add(at.atZone(zone));
      }
    }
    return List.copyOf(times);
  }

  /**
   * Every {@code period}, from the instant on that it is first asked with: for a timer that is its
   * construction. A timer on it goes by the monotonic clock alone, so that nothing happens when the
   * wall clock is set. For times that stand still on the clock, such as every quarter of an hour,
   * use {@link #cron}.
   *
   * @throws IllegalArgumentException if the period is zero, negative, or over 146 years
   */
  static Schedule every(Duration period) {
    return new ElapsedSchedule(Duration.ofNanos(Nanos.checked("period", period, false)));
  }

  /** At the beginning of each hour of the zone's clocks. */
  static Schedule hourly(ZoneId zone) {
    return hourlyAt(0, zone);
  }

  /**
   * At this minute of each hour of the zone's clocks.
   *
   * @throws IllegalArgumentException if {@code minute} is not from 0 to 59
   */
  static Schedule hourlyAt(int minute, ZoneId zone) {
    if (minute < 0 || minute > 59) {
      throw new IllegalArgumentException("minute must be from 0 to 59: " + minute);
    }
    return new ZonedSchedule(
        "hourly at minute " + minute,
        new LocalPattern(day -> true, TimesOfDay.everyHourAt(minute)),
        zone);
  }

  /** Each day at this time. */
  static ZonedSchedule daily(LocalTime time, ZoneId zone) {
    return new ZonedSchedule(
        "daily at " + time, new LocalPattern(day -> true, TimesOfDay.at(time)), zone);
  }

  /** Each week on this day at this time. */
  static ZonedSchedule weekly(DayOfWeek day, LocalTime time, ZoneId zone) {
    return weekly(EnumSet.of(Objects.requireNonNull(day, "day")), time, zone);
  }

  /**
   * Each week on these days at this time.
   *
   * @throws IllegalArgumentException if there are no days
   */
  static ZonedSchedule weekly(Set<DayOfWeek> days, LocalTime time, ZoneId zone) {
    Set<DayOfWeek> chosen = EnumSet.noneOf(DayOfWeek.class);
    for (DayOfWeek day : Objects.requireNonNull(days, "days")) {
      chosen.add(Objects.requireNonNull(day, "days"));
    }
    if (chosen.isEmpty()) {
      throw new IllegalArgumentException("days must not be empty");
    }
    return new ZonedSchedule(
        "weekly on " + chosen + " at " + time,
        new LocalPattern(day -> chosen.contains(day.getDayOfWeek()), TimesOfDay.at(time)),
        zone);
  }

  /**
   * Each month on this day at this time; on the last day of a month that has no such day.
   *
   * @throws IllegalArgumentException if {@code dayOfMonth} is not from 1 to 31
   */
  static ZonedSchedule monthly(int dayOfMonth, LocalTime time, ZoneId zone) {
    if (dayOfMonth < 1 || dayOfMonth > 31) {
      throw new IllegalArgumentException("day of month must be from 1 to 31: " + dayOfMonth);
    }
    return new ZonedSchedule(
        "monthly on day " + dayOfMonth + " at " + time,
        new LocalPattern(
            day -> day.getDayOfMonth() == Math.min(dayOfMonth, day.lengthOfMonth()),
            TimesOfDay.at(time)),
        zone);
  }

  /**
   * By a cron expression of five fields (minute, hour, day of month, month, day of week) or six,
   * the first then being the second; or by one of the names {@code @hourly}, {@code @daily},
   * {@code @midnight}, {@code @weekly}, {@code @monthly}, {@code @yearly} and {@code @annually}.
   *
   * <ul>
   *   <li>Lists {@code 1,5}, ranges {@code 9-17}, also over the end ({@code 22-2}, {@code
   *       FRI-MON}), steps {@code *}{@code /15}, {@code 10-40/10}, {@code 5/15} (from 5 to the
   *       end), names {@code JAN}, {@code MON}; Sunday is 0 and 7.
   *   <li>Day of month: {@code L} the last, {@code L-3} three before it, {@code 15W} the workday
   *       nearest to the 15th in its month, {@code LW} the last workday. A month without the day is
   *       passed over.
   *   <li>Day of week: {@code FRI#2} the second Friday of the month, {@code FRIL} the last.
   *   <li>If both are given, a day that fits one of them is enough, as POSIX has it; {@code ?} is
   *       {@code *}.
   * </ul>
   *
   * <p>Needs {@code com.cronutils:cron-utils}, an optional dependency which parses the expression;
   * on the module path the application must require {@code com.cronutils} itself.
   *
   * @throws IllegalArgumentException if it is not a cron expression, or one that never fires; the
   *     message names the field, the value in it, and what is expected there
   * @throws IllegalStateException if cron-utils is missing
   */
  static ZonedSchedule cron(String expression, ZoneId zone) {
    Objects.requireNonNull(expression, "expression");
    try {
      return new ZonedSchedule("cron '" + expression + "'", CronExpression.parse(expression), zone);
    } catch (NoClassDefFoundError e) {
      throw new IllegalStateException(
          "cron expressions need com.cronutils:cron-utils on the class path (version 9.2.1): add it"
              + " as a dependency; a module must also require com.cronutils",
          e);
    }
  }
}
