package dev.innkeeper.timer;

import static dev.innkeeper.timer.TimerFixture.COLUMN;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.innkeeper.timer.testing.ManualTimeSource;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** What becomes of missed ticks, by the drawings at the constants of {@link MissedTicks}. */
@ParameterizedClass
@EnumSource
class MissedTicksPolicyTest {

  private final TimerFixture fixture = new TimerFixture();
  private final ManualTimeSource time = fixture.time();
  private final Signal stop = new Signal(time);
  private final TimerKind kind;

  MissedTicksPolicyTest(TimerKind kind) {
    this.kind = kind;
  }

  /** The consumer is busy from column 8 to 18, after tick 2. */
  private void driveThroughTheDrawing(MissedTicks choice) {
    WaitableTimer timer = kind.timer(time, stop, choice);
    fixture.consume(
        timer,
        () -> {
          if (timer.lastTick().number() == 2) {
            time.parkUntil(this, time.nanoTimeAfter(COLUMN.multipliedBy(10)));
          }
        });
    time.advance(COLUMN.multipliedBy(26));
  }

  /**
   * <pre>
   * column    0   4   8   12  16  20  24
   * grid      |   1   2   3   4   5   6
   * consumer      1   2#########4 5   6
   * </pre>
   */
  @Test
  void skipGivesTheLatestPointAndCountsTheOthers() {
    driveThroughTheDrawing(MissedTicks.SKIP);
    assertEquals(
        List.of("4: tick 1", "8: tick 2", "18: tick 4 late 2 missed 1", "20: tick 5", "24: tick 6"),
        fixture.trail());
  }

  /**
   * <pre>
   * column    0   4   8   12  16  20  24
   * grid      |   1   2   3   4   5   6
   * consumer      1   2#########345   6
   * </pre>
   */
  @Test
  void burstGivesEveryPoint() {
    driveThroughTheDrawing(MissedTicks.BURST);
    assertEquals(
        List.of(
            "4: tick 1",
            "8: tick 2",
            "18: tick 3 late 6",
            "18: tick 4 late 2",
            "20: tick 5",
            "24: tick 6"),
        fixture.trail());
  }

  /**
   * <pre>
   * column    0   4   8   12  16  20  24
   * grid      |   1   2   3   4   5   6
   * consumer      1   2#########3   4   5
   * </pre>
   */
  @Test
  void delayMovesTheGrid() {
    driveThroughTheDrawing(MissedTicks.DELAY);
    assertEquals(
        List.of("4: tick 1", "8: tick 2", "18: tick 3 late 6", "22: tick 4", "26: tick 5"),
        fixture.trail());
  }

  /**
   * <pre>
   * column    0   4   8   12  16  20  24
   * grid      |   1   2   3   4   5   6
   * consumer      1   ..........2   3
   * </pre>
   */
  @Test
  void delayMovesTheGridWhenTheMachineHasSleptThroughAPeriodAndNoTwoTicksComeAtOnce() {
    fixture.consume(kind.timer(time, stop, MissedTicks.DELAY));
    time.advance(COLUMN.multipliedBy(8).minusNanos(1));
    fixture.trail().clear();
    time.freeze(COLUMN.multipliedBy(10).plusNanos(1));
    time.advance(COLUMN.multipliedBy(4));
    assertEquals(List.of("18: tick 2 late 10", "22: tick 3"), fixture.trail());
  }

  @Test
  void delayMovesNothingWhenTheMachineHasSleptForLessThanAPeriod() {
    fixture.consume(kind.timer(time, stop, MissedTicks.DELAY));
    time.advance(COLUMN.multipliedBy(3));
    time.freeze(COLUMN.multipliedBy(4));
    time.advance(COLUMN.multipliedBy(5));
    assertEquals(List.of("7: tick 1 late 3", "8: tick 2", "12: tick 3"), fixture.trail());
  }
}
