package dev.innkeeper.timer;

import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Which local date-times a schedule names, before any zone has its say. */
record LocalPattern(Predicate<LocalDate> days, TimesOfDay times) {

  /**
   * The calendar repeats itself after 400 years, weekdays and all: what is not in them is never.
   */
  private static final int DAYS_OF_400_YEARS = 146_097;

  /** The first one after {@code local}; null: there is none. */
  @Nullable LocalDateTime next(LocalDateTime local) {
    LocalDate today = local.toLocalDate();
    if (days.test(today)) {
      LocalTime time = times.after(local.toLocalTime());
      if (time != null) {
        return today.atTime(time);
      }
    }
    LocalDate day = nextDay(today);
    return day == null ? null : day.atTime(times.first());
  }

  private @Nullable LocalDate nextDay(LocalDate today) {
    LocalDate day = today;
    for (int i = 0; i < DAYS_OF_400_YEARS && day.isBefore(LocalDate.MAX); i++) {
      day = day.plusDays(1);
      if (days.test(day)) {
        return day;
      }
    }
    return null;
  }
}
