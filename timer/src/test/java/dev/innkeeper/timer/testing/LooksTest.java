package dev.innkeeper.timer.testing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.innkeeper.timer.Signal;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Waits until a time at which the waiter only looks at something, or tells of it. */
class LooksTest {

  private static final Duration CENTURY = Duration.ofDays(36_500);

  private final ManualTimeFixture fixture = new ManualTimeFixture();
  private final ManualTimeSource time = fixture.time();

  private static Duration seconds(long seconds) {
    return Duration.ofSeconds(seconds);
  }

  /** Looks at 10, 20 and 40 seconds; at {@code deadline} it has something to do. */
  private void startLooking(Duration deadline) {
    time.start(
        "looker",
        () -> {
          for (int look : List.of(10, 20, 40)) {
            time.parkUntil(this, fixture.at(deadline), fixture.at(seconds(look)));
            fixture.mark("looks");
          }
        });
  }

  private void sleep(Duration duration) {
    fixture.sleep(duration);
    fixture.mark("slept");
  }

  @Test
  void areMadeWhenTimeIsAdvanced() {
    startLooking(CENTURY);
    time.advance(seconds(25));
    assertEquals(List.of("10 looks", "20 looks"), fixture.trail());
  }

  @Test
  void areMadeByACallThatIsDrivenOnTheWayToADeadlineOfAnother() throws Exception {
    startLooking(CENTURY);
    time.drive(() -> sleep(seconds(30)));
    assertEquals(List.of("10 looks", "20 looks", "30 slept"), fixture.trail());
  }

  @Test
  void doNotMakeTimePassByThemselves() {
    startLooking(CENTURY.multipliedBy(2));
    Signal never = new Signal(time);
    IllegalStateException stuck =
        assertThrows(
            IllegalStateException.class,
            () ->
                time.drive(() -> {
                  never.await();
                  return null;
                }));
    assertTrue(stuck.getMessage().contains("nothing is due"), stuck.getMessage());
    assertEquals(List.of(), fixture.trail());
    assertEquals(Duration.ZERO, fixture.elapsed());
  }

  @Test
  void endAtTheDeadlineIfThatIsEarlier() throws Exception {
    startLooking(seconds(5));
    time.drive(() -> sleep(seconds(6)));
    assertEquals(List.of("5 looks", "5 looks", "5 looks", "6 slept"), fixture.trail());
  }
}
