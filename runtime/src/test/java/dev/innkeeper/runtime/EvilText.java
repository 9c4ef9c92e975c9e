package dev.innkeeper.runtime;

import dev.innkeeper.timer.Schedule;
import java.time.Duration;
import java.time.Instant;

/** How the {@code toString()} of a user's object misbehaves. */
enum EvilText {
  THROWS,
  THROWS_AN_ERROR,
  OVERFLOWS,
  IS_NULL,
  COMMANDS,
  IS_LONG;

  @SuppressWarnings({"InfiniteRecursion", "NullAway"}) // what it is for
  String text() {
    return switch (this) {
      case THROWS -> throw new UnsupportedOperationException("evil");
      case THROWS_AN_ERROR -> throw new NoClassDefFoundError("evil");
      case OVERFLOWS -> "evil " + text();
      case IS_NULL -> null;
      case COMMANDS -> "hourly\u001B[2J\nWARN forged\u202E";
      case IS_LONG -> "x".repeat(10_000_000);
    };
  }

  /** What is to be seen of an object of this type. */
  String shown(Class<?> type) {
    return switch (this) {
      case THROWS -> thrown(type, UnsupportedOperationException.class);
      case THROWS_AN_ERROR -> thrown(type, NoClassDefFoundError.class);
      case OVERFLOWS -> thrown(type, StackOverflowError.class);
      case IS_NULL -> type.getName() + " (its toString() has returned null)";
      case COMMANDS -> "hourly\\u001B[2J\\u000AWARN forged\\u202E";
      case IS_LONG -> "x".repeat(1_000) + "... (10000000 characters)";
    };
  }

  private static String thrown(Class<?> type, Class<? extends Throwable> thrown) {
    return type.getName() + " (its toString() has thrown " + thrown.getName() + ")";
  }

  /** A schedule that comes every hour. */
  Schedule hourly() {
    return new Hourly(this);
  }

  String shownHourly() {
    return shown(Hourly.class);
  }

  private record Hourly(EvilText text) implements Schedule {
    @Override
    public Instant next(Instant after) {
      return after.plus(Duration.ofHours(1));
    }

    @Override
    public String toString() {
      return text.text();
    }
  }
}
