package dev.innkeeper.timer.testing;

import static dev.innkeeper.timer.testing.ManualTimeFixture.SECOND;
import static dev.innkeeper.timer.testing.ManualTimeFixture.refusal;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ClocksTest {

  private final ManualTimeFixture fixture = new ManualTimeFixture();
  private final ManualTimeSource time = fixture.time();

  @Test
  void wallAndMonotonicTimeMoveTogetherUntilTheWallClockIsMovedAlone() {
    Instant wall = time.instant();
    time.advance(SECOND);
    assertEquals(wall.plusSeconds(1), time.instant());
    time.moveWallClock(Duration.ofHours(-2));
    assertEquals(wall.plusSeconds(1).minus(Duration.ofHours(2)), time.instant());
    assertEquals(fixture.at(SECOND), time.nanoTime());
  }

  @Test
  void theWallClockIsMovedOnlyWhenAllAreIdle() {
    for (int i = 0; i < 1_000; i++) {
      ManualTimeSource other = new ManualTimeSource();
      Instant[] seen = new Instant[1];
      other.start("reader", () -> seen[0] = readAfterAWhile(other));
      other.moveWallClock(Duration.ofHours(3));
      assertEquals(Instant.parse("2000-01-01T00:00:00Z"), seen[0]);
    }
  }

  private Instant readAfterAWhile(ManualTimeSource other) {
    for (int i = 0; i < 100; i++) {
      Thread.onSpinWait();
    }
    return other.instant();
  }

  @Test
  void theWallClockIsNotMovedByAThreadWhoseTimeItIs() throws Exception {
    List<String> refusals = new CopyOnWriteArrayList<>();
    time.drive(() -> refusals.add(refusal(() -> time.moveWallClock(SECOND))));
    assertEquals(
        List.of(
            "thread 'drive' waits on this time and cannot move it: move it from another thread,"
                + " such as the test's"),
        refusals);
    assertEquals(Instant.parse("2000-01-01T00:00:00Z"), time.instant());
  }

  record Beyond(String parameter, Consumer<ManualTimeSource> step) {}

  static List<Beyond> stepsBeyondTheCalendar() {
    Duration endless = Duration.ofSeconds(Long.MAX_VALUE);
    Duration toTheEnd = Duration.between(Instant.parse("2000-01-01T00:00:00Z"), Instant.MAX);
    Duration century = Duration.ofDays(36_500);
    return List.of(
        new Beyond("step", time -> time.moveWallClock(endless)),
        new Beyond("step", time -> time.moveWallClock(toTheEnd)),
        new Beyond("step", time -> time.moveWallClock(endless.negated())),
        new Beyond("duration", time -> time.advance(endless)),
        new Beyond("duration", time -> time.freeze(endless)),
        new Beyond("duration", time -> advanceTwice(time, century)),
        new Beyond("start", time -> new ManualTimeSource(Instant.MAX)),
        new Beyond("start", time -> new ManualTimeSource(Instant.MIN)));
  }

  private static void advanceTwice(ManualTimeSource time, Duration duration) {
    time.advance(duration);
    time.advance(duration);
  }

  @ParameterizedTest
  @MethodSource("stepsBeyondTheCalendar")
  void beyondTheCalendarIsRefusedWithTheParameterItsLimitsAndItsValue(Beyond beyond) {
    String message =
        assertThrows(IllegalArgumentException.class, () -> beyond.step.accept(time)).getMessage();
    String expected = beyond.parameter + " must be (from|at most) .*: [-+0-9PT].*";
    assertTrue(message.matches(expected), message);
    time.advance(SECOND);
    assertTrue(fixture.elapsed().isPositive());
  }

  @Test
  void untilTheEndOfTheCalendarTimePasses() {
    time.moveWallClock(Duration.ofDays(365_000_000_000L - 1_000_000));
    time.advance(Duration.ofDays(53_000));
    time.moveWallClock(Duration.ofDays(-700_000_000_000L));
    time.advance(Duration.ofDays(300));
    assertEquals(Duration.ofDays(53_300), fixture.elapsed());
  }

  @Test
  void theMonotonicClockWrapsAroundAfterFiveMinutes() {
    fixture.startSleeper("across", Duration.ofMinutes(6));
    time.advance(Duration.ofMinutes(6));
    assertTrue(time.nanoTime() < 0, "wrapped");
    assertEquals(List.of("360 across"), fixture.trail());
  }
}
