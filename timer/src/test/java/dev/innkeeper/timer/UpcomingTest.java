package dev.innkeeper.timer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.List;
import org.junit.jupiter.api.Test;

class UpcomingTest {

  private static final ZoneId UTC = ZoneId.of("UTC");
  private static final ZoneId KOLKATA = ZoneId.of("Asia/Kolkata");

  private final Schedule threeSeconds =
      after -> {
        Instant next = after.plusSeconds(1);
        return next.getEpochSecond() > 3 ? null : next;
      };

  @Test
  void isAsLongAsWanted() {
    assertEquals(List.of(), Schedule.hourly(UTC).upcoming(0, Instant.EPOCH, UTC));
    assertEquals(
        List.of(
            ZonedDateTime.parse("1970-01-01T01:00Z[UTC]"),
            ZonedDateTime.parse("1970-01-01T02:00Z[UTC]")),
        Schedule.hourly(UTC).upcoming(2, Instant.EPOCH, UTC));
  }

  @Test
  void endsWithTheSchedule() {
    assertEquals(
        List.of("1970-01-01T00:00:02Z", "1970-01-01T00:00:03Z"),
        threeSeconds.upcoming(5, Instant.ofEpochSecond(1), ZoneOffset.UTC).stream()
            .map(ZonedDateTime::toString)
            .toList());
    assertEquals(List.of(), threeSeconds.upcoming(5, Instant.ofEpochSecond(3), UTC));
  }

  @Test
  void isShownInAnyZone() {
    assertEquals(
        List.of(ZonedDateTime.parse("1970-01-01T06:30+05:30[Asia/Kolkata]")),
        Schedule.hourly(UTC).upcoming(1, Instant.EPOCH, KOLKATA));
  }

  @Test
  void negativeNumbersAreRefused() {
    Exception e =
        assertThrows(
            IllegalArgumentException.class, () -> threeSeconds.upcoming(-1, Instant.EPOCH, UTC));
    assertEquals("n must be zero or more: -1", e.getMessage());
  }
}
