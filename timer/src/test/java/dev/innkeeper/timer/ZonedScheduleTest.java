package dev.innkeeper.timer;

import static dev.innkeeper.timer.ClockChanges.BERLIN;
import static dev.innkeeper.timer.ClockChanges.HALF_PAST_TWO;
import static dev.innkeeper.timer.ClockChanges.trail;
import static dev.innkeeper.timer.ZonedSchedule.Gap.SKIP;
import static dev.innkeeper.timer.ZonedSchedule.Overlap.LAST;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ZonedScheduleTest {

  @Test
  void aChoiceMakesAnotherScheduleAndKeepsTheOtherChoice() {
    ZonedSchedule daily = Schedule.daily(HALF_PAST_TWO, BERLIN);
    ZonedSchedule both = daily.onGap(SKIP).onOverlap(LAST);
    ZonedSchedule likewise = daily.onOverlap(LAST).onGap(SKIP);
    assertEquals(
        List.of("29 03:00+02", "25 02:30+02", "", "25 02:30+01", "", "25 02:30+01"),
        Stream.of(daily, both, likewise)
            .flatMap(schedule ->
                Stream.of(
                    trail(schedule, "2026-03-29", "2026-03-30"),
                    trail(schedule, "2026-10-25", "2026-10-26")))
            .toList());
    assertEquals(List.of(BERLIN, BERLIN), List.of(daily.zone(), both.zone()));
  }
}
