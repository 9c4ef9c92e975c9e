package dev.innkeeper.timer;

import java.time.LocalTime;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The times at which something happens on a day when it happens: one, or those of three fields. */
sealed interface TimesOfDay {

  /** All 24 bits. */
  int EVERY_HOUR = (1 << 24) - 1;

  static TimesOfDay at(LocalTime time) {
    return new Once(time);
  }

  static TimesOfDay everyHourAt(int minute) {
    return new Fields(1, 1L << minute, EVERY_HOUR, false);
  }

  /**
   * As sets of bits, none of them empty: bit n stands for second, minute, hour n.
   *
   * @param hoursAreNamed whether they were given one by one, or as a range, and not as a step
   */
  static TimesOfDay of(long seconds, long minutes, int hours, boolean hoursAreNamed) {
    return new Fields(seconds, minutes, hours, hoursAreNamed);
  }

  LocalTime first();

  /** Null: none on this day. */
  @Nullable LocalTime after(LocalTime time);

  /** Whether these times fall in each hour, so that there is no fixed hour that a day may lack. */
  boolean fallInEveryHour();

  /**
   * Whether hours are named, so that each time is meant once a day, even if the clock is set back.
   * Every hour, or a step of hours such as {@code *}{@code /2}, means a distance in time instead.
   */
  boolean haveFixedHours();

  record Once(LocalTime first) implements TimesOfDay {

    public Once {
      Objects.requireNonNull(first, "time");
    }

    @Override
    public @Nullable LocalTime after(LocalTime time) {
      return time.isBefore(first) ? first : null;
    }

    @Override
    public boolean fallInEveryHour() {
      return false;
    }

    @Override
    public boolean haveFixedHours() {
      return true;
    }
  }

  record Fields(long seconds, long minutes, int hours, boolean hoursAreNamed)
      implements TimesOfDay {

    @Override
    public LocalTime first() {
      return LocalTime.of(
          Long.numberOfTrailingZeros(hours),
          Long.numberOfTrailingZeros(minutes),
          Long.numberOfTrailingZeros(seconds));
    }

    @Override
    public @Nullable LocalTime after(LocalTime time) {
      if (has(hours, time.getHour())) {
        if (has(minutes, time.getMinute())) {
          int second = above(seconds, time.getSecond());
          if (second < 64) {
            return LocalTime.of(time.getHour(), time.getMinute(), second);
          }
        }
        int minute = above(minutes, time.getMinute());
        if (minute < 64) {
          return first().withHour(time.getHour()).withMinute(minute);
        }
      }
      int hour = above(hours, time.getHour());
      return hour < 64 ? first().withHour(hour) : null;
    }

    private static boolean has(long bits, int n) {
      return ((bits >>> n) & 1) == 1;
    }

    /** The lowest bit above {@code n}, or 64. */
    private static int above(long bits, int n) {
      return Long.numberOfTrailingZeros(bits & (-2L << n));
    }

    @Override
    public boolean fallInEveryHour() {
      return hours == EVERY_HOUR;
    }

    @Override
    public boolean haveFixedHours() {
      return hoursAreNamed && !fallInEveryHour();
    }
  }
}
