package dev.innkeeper.timer;

import static dev.innkeeper.timer.CalendarFixture.HOUR;
import static dev.innkeeper.timer.CalendarFixture.HOURLY;
import static dev.innkeeper.timer.CalendarFixture.MIDNIGHT;
import static dev.innkeeper.timer.CalendarFixture.MINUTE;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.innkeeper.timer.testing.ManualTimeSource;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * What a timer does when points of its schedule have passed; {@link MissedTicksPolicyTest} has the
 * drawings.
 */
class MissedPointsTest {

  private final CalendarFixture fixture = new CalendarFixture();
  private final ManualTimeSource time = fixture.time();

  @Test
  void afterTenHoursOfPauseThereIsOneTickWithTheLatestPoint() throws InterruptedException {
    CalendarTimer timer = fixture.on(HOURLY);
    time.advance(HOUR.multipliedBy(10).plusMinutes(5));
    assertTrue(timer.waitForNextTick());
    assertEquals("01 10:00 late PT5M missed 9", fixture.describe(timer));
    assertEquals(10, timer.lastTick().number());
  }

  @Test
  void skipLooksThroughAThousandAndGoesOnWithTheNextToCome() throws InterruptedException {
    CalendarTimer timer = fixture.on(Schedule.every(MINUTE));
    try (WarningTrail warnings = new WarningTrail(CalendarTimer.class)) {
      time.advance(MINUTE.multipliedBy(5_000).plusSeconds(30));
      assertTrue(timer.waitForNextTick());
      assertEquals(1_000, timer.lastTick().missed());
      assertEquals(MIDNIGHT.plus(MINUTE.multipliedBy(1_001)), timer.lastScheduled());
      assertEquals(time.instant().plus(MINUTE), timer.nextScheduled());
      assertEquals(
          List.of(
              "Over 1,000 points of every PT1M have passed: those from"
                  + " 2000-01-01T16:42:00Z on are left out, next is 2000-01-04T11:21:30Z"),
          warnings.messages());
    }
  }

  /** With a body that takes a second and ten milliseconds of each second. */
  @Test
  void burstLeavesNothingOutAsLongAsItIsNotAThousandBehind() throws InterruptedException {
    CalendarTimer timer = fixture.on(Schedule.every(Duration.ofSeconds(1)), MissedTicks.BURST);
    try (WarningTrail warnings = new WarningTrail(CalendarTimer.class)) {
      for (int n = 1; n <= 3_000; n++) {
        time.advance(Duration.ofMillis(1_010));
        assertTrue(timer.waitForNextTick());
        assertEquals(MIDNIGHT.plusSeconds(n), timer.lastScheduled());
      }
      assertEquals(List.of(), warnings.messages());
    }
  }

  /** The call came in time; the wake-up was late by two points that nobody waits for any more. */
  @Test
  void delayGoesOnAfterAClockThatWasSetForwardDuringTheWait() {
    fixture.consume(fixture.on(HOURLY, MissedTicks.DELAY));
    time.advance(MINUTE.multipliedBy(10));
    time.moveWallClock(HOUR.multipliedBy(3));
    time.advance(HOUR);
    assertEquals(List.of("01 01:00 late PT2H11M", "01 04:00"), fixture.trail());
  }

  @Test
  void burstWorksOffAThousandAndGoesOnWithTheNextToCome() throws InterruptedException {
    CalendarTimer timer = fixture.on(Schedule.every(MINUTE), MissedTicks.BURST);
    try (WarningTrail warnings = new WarningTrail(CalendarTimer.class)) {
      time.advance(MINUTE.multipliedBy(5_000).plusSeconds(30));
      while (!timer.nextScheduled().isAfter(time.instant())) {
        assertTrue(timer.waitForNextTick());
      }
      assertEquals(1_000, timer.lastTick().number());
      assertEquals(time.instant().plus(MINUTE), timer.nextScheduled());
      assertEquals(1, warnings.messages().size());
    }
  }

  /** Each with the consumer a thousand points behind, and so many more due. */
  @ParameterizedTest
  @CsvSource({"999, 1001, 0", "1000, 2001, 1"})
  void burstLeavesOutThoseThatAreAThousandOrMore(int more, int next, int told)
      throws InterruptedException {
    CalendarTimer timer = fixture.on(Schedule.every(MINUTE), MissedTicks.BURST);
    try (WarningTrail warnings = new WarningTrail(CalendarTimer.class)) {
      time.advance(MINUTE.multipliedBy(1_000 + more).plusSeconds(30));
      for (int n = 1; n <= 1_000; n++) {
        assertTrue(timer.waitForNextTick());
      }
      assertEquals(told, warnings.messages().size(), warnings.messages().toString());
      assertEquals(next, Duration.between(MIDNIGHT, timer.nextScheduled()).dividedBy(MINUTE));
    }
  }

  @Test
  void fewerThanAThousandAreAllTakenAndNothingIsLogged() throws InterruptedException {
    CalendarTimer timer = fixture.on(Schedule.every(MINUTE), MissedTicks.BURST);
    try (WarningTrail warnings = new WarningTrail(CalendarTimer.class)) {
      time.advance(MINUTE.multipliedBy(1_000).plusSeconds(30));
      for (int n = 1; n <= 1_000; n++) {
        assertTrue(timer.waitForNextTick());
        assertEquals(MIDNIGHT.plus(MINUTE.multipliedBy(n)), timer.lastScheduled());
      }
      assertEquals(MIDNIGHT.plus(MINUTE.multipliedBy(1_001)), timer.nextScheduled());
      assertEquals(List.of(), warnings.messages());
    }
  }
}
