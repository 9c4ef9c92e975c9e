package dev.innkeeper.samples.story;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.innkeeper.samples.SampleLog;
import dev.innkeeper.samples.SampleLog.Line;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The samples about timers, each in a process: what they print is what they are there to show.
 *
 * <p>Lines of different threads are in an order only where one has waited for the other.
 */
class TimerStoryIT {

  @TempDir Path folder;

  @Test
  void aSleepDriftsAnExecutorMakesUpAndATimerSkips() throws Exception {
    SampleLog log = SampleLog.of(folder, "drift", "8");
    List<Integer> sleep = log.numbers("sleep: run \\d+ is (\\d+) ms late");
    assertTrue(sleep.size() >= 2, log::toString);
    assertEquals(sleep.stream().sorted().toList(), sleep); // it never gets back what it has lost
    assertTrue(Collections.max(sleep) >= 1_000, log::toString);
    assertFalse(
        log.numbers("executor: (\\d+) were made up for in a burst").isEmpty(), log::toString);
    List<Integer> skipped = log.numbers("timer: (\\d+) were skipped");
    assertTrue(Collections.max(skipped) >= 4, log::toString);
    log.assertOrder("drift is stopping: a stop was requested", "drift stopped in T: 4 stopped");
  }

  @Test
  void aChangeOfThePeriodHoldsAtOnceAndACloseEndsTheWait() throws Exception {
    SampleLog log = SampleLog.of(folder, "change-period");
    log.assertOrder(
        "Tick 1, every T",
        "Tick 3, every T",
        "There is more to do: every T",
        "Tick 8, every T",
        "There is nothing to do: every hour",
        "Closes the timer",
        "No more ticks");
    assertEquals("No more ticks", log.saidBy("poller").getLast());
    List<Integer> periods = log.numbers("Tick \\d+, every (\\d+) ms");
    assertEquals(List.of(800, 800, 800), periods.subList(0, 3));
    assertTrue(periods.contains(200), log::toString);
  }

  @Test
  void theSecondConsumerIsRefusedAndTheFirstGetsItsTicks() throws Exception {
    SampleLog log = SampleLog.of(folder, "one-consumer");
    Line refused =
        log.lines().stream()
            .filter(line -> line.message().startsWith("Refused: "))
            .findFirst()
            .orElseThrow(() -> new AssertionError(log));
    String other = refused.thread().equals("consumer-1") ? "consumer-2" : "consumer-1";
    assertEquals(
        "Refused: a PeriodicTimer has one consumer, and thread '"
            + other
            + "' is already waiting: call waitForNextTick() from one thread, and give every other"
            + " thread a timer of its own",
        refused.message());
    assertEquals(refused.message(), log.saidBy(refused.thread()).getLast());
    assertTrue(log.saidBy(other).size() + log.saidBy(refused.thread()).size() > 3, log::toString);
  }

  @Test
  void aMonthOfNightsPassesInManualTime() throws Exception {
    SampleLog log = SampleLog.of(folder, "nightly-cleanup");
    List<String> nights = log.saidBy("shop/cleanup");
    assertEquals(
        Stream.iterate(LocalDate.of(2026, 3, 15), day -> day.plusDays(1))
            .limit(30)
            .map(day -> day + "T03:00")
            .toList(),
        nights.stream().map(night -> night.substring(0, 16)).toList());
    assertEquals(
        List.of(
            "2026-03-28T03:00+01:00: deletes what is older than 2026-03-21T03:00+01:00",
            "2026-03-29T03:00+02:00: deletes what is older than 2026-03-22T02:00+01:00"),
        nights.subList(13, 15));
  }
}
