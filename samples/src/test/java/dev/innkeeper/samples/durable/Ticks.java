package dev.innkeeper.samples.durable;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.innkeeper.samples.durable.Records.TickRun;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;

/**
 * What the runs of the recurring job come to, if they are what is promised.
 *
 * @param twice how many ticks were run twice
 * @param passedOver how many were not run
 * @param latest how late a tick was recorded, at most
 */
record Ticks(int twice, int passedOver, Duration latest) {

  /** From the end of a run to the choice of the next, at most. */
  private static final Duration BOOKKEEPING = Duration.ofMillis(500);

  /**
   * Each tick is run once; only the one that the dead instance was in the middle of may be run
   * twice, since nobody knows how far it had come. None is missing but those that fell due while
   * the one before was not done: db-scheduler looks for the next when a run has ended.
   *
   * @param work how long a run takes after it was recorded
   */
  static Ticks of(List<TickRun> runs, Duration work, List<Instant> heldByTheDead) {
    int twice = 0;
    int passedOver = 0;
    TickRun last = runs.getFirst();
    for (TickRun run : runs.subList(1, runs.size())) {
      if (run.tick().equals(last.tick())) {
        assertTrue(heldByTheDead.contains(run.tick()), () -> "twice, and not held: " + runs);
        twice++;
      } else {
        assertEquals(gridPointAfter(run.tick().minusNanos(1)), run.tick());
        assertTrue(run.tick().isAfter(last.tick()), () -> "out of order: " + runs);
        Instant latestEnd = last.at().plus(work).plus(BOOKKEEPING);
        assertFalse(run.tick().isAfter(gridPointAfter(latestEnd)), () -> "missing in " + runs);
        passedOver +=
            Math.toIntExact(
                Duration.between(last.tick(), run.tick()).dividedBy(RecordingMain.PERIOD) - 1);
      }
      last = run;
    }
    Duration latest =
        runs.stream()
            .map(run -> Duration.between(run.tick(), run.at()))
            .max(Comparator.naturalOrder())
            .orElseThrow();
    return new Ticks(twice, passedOver, latest);
  }

  private static Instant gridPointAfter(Instant time) {
    long period = RecordingMain.PERIOD.toSeconds();
    return Instant.ofEpochSecond((time.getEpochSecond() / period + 1) * period);
  }
}
