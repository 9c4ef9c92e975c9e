package dev.innkeeper.timer.testing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.innkeeper.timer.Signal;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

/** Waits until a time at which the waiter only looks at something, or tells of it. */
class LooksTest {

  private static final Duration CENTURY = Duration.ofDays(36_500);

  private final ManualTimeSource time = new ManualTimeSource();
  private final long start = time.nanoTime();
  private final List<String> trail = new CopyOnWriteArrayList<>();

  private static Duration seconds(long seconds) {
    return Duration.ofSeconds(seconds);
  }

  private long at(Duration sinceStart) {
    return start + sinceStart.toNanos();
  }

  private void mark(String what) {
    trail.add(Duration.ofNanos(time.nanoTime() - start).toSeconds() + " " + what);
  }

  /** Looks at 10, 20 and 40 seconds; at {@code deadline} it has something to do. */
  private void startLooking(Duration deadline) {
    time.start(
        "looker",
        () -> {
          for (int look : List.of(10, 20, 40)) {
            time.parkUntil(this, at(deadline), at(seconds(look)));
            mark("looks");
          }
        });
  }

  private Void sleepUntil(Duration end) throws InterruptedException {
    boolean unused = new Signal(time).await(end);
    mark("slept");
    return null;
  }

  @Test
  void areMadeWhenTimeIsAdvanced() {
    startLooking(CENTURY);
    time.advance(seconds(25));
    assertEquals(List.of("10 looks", "20 looks"), trail);
  }

  @Test
  void areMadeByACallThatIsDrivenOnTheWayToADeadlineOfAnother() throws Exception {
    startLooking(CENTURY);
    Void unused = time.drive(() -> sleepUntil(seconds(30)));
    assertEquals(List.of("10 looks", "20 looks", "30 slept"), trail);
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
    assertEquals(List.of(), trail);
    assertEquals(start, time.nanoTime());
  }

  @Test
  void endAtTheDeadlineIfThatIsEarlier() throws Exception {
    startLooking(seconds(5));
    Void unused = time.drive(() -> sleepUntil(seconds(6)));
    assertEquals(List.of("5 looks", "5 looks", "5 looks", "6 slept"), trail);
  }
}
