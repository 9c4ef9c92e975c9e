package dev.innkeeper.jmh.host;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.innkeeper.jmh.harness.Figures;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class PairRoundTest {

  private static final long MS = 1_000_000;

  private static Life life(long startMillis, long stopMillis) {
    return new Life(2 * MS, startMillis * MS, stopMillis * MS, 0);
  }

  @ParameterizedTest
  @EnumSource(Pair.class)
  void bothStartAndStopInEveryRound(Pair pair) throws Exception {
    List<PairRound.Lives> rounds = new PairRound(pair, 5).repeat(2, Duration.ZERO);
    assertEquals(2, rounds.size());
    for (PairRound.Lives each : rounds) {
      assertTrue(each.host().start() > 0 && each.host().stop() > 0, each::toString);
      assertTrue(each.peer().start() > 0 && each.peer().stop() > 0, each::toString);
    }
  }

  @Test
  void aLoopOfScopesRunsEveryWorkAlsoWhereOneThreadMayNotHaveThemAll() throws Exception {
    for (int services = 4; services <= 6; services++) {
      Maker maker = scopesOnThreads(services, 2);
      Life life = Life.of(maker, services, Duration.ofMillis(1));
      assertTrue(life.start() > 0 && life.stop() > 0, life::toString);
    }
  }

  private static Maker scopesOnThreads(int services, int bound) {
    return roll -> new ScopesInSequence(services, roll, Thread.ofVirtual().factory(), bound);
  }

  @Test
  void aRatioIsTheMedianOfTheRoundsNotThatOfTheMedians() {
    Figures figures =
        PairRound.figures(
            List.of(
                new PairRound.Lives(life(10, 30), life(20, 20)),
                new PairRound.Lives(life(40, 20), life(10, 50)),
                new PairRound.Lives(life(30, 60), life(60, 30))));
    assertEquals(
        Map.ofEntries(
            Map.entry("start_ratio", 0.5),
            Map.entry("stop_ratio", 1.5),
            Map.entry("ratio", 1.0),
            Map.entry("ratio_min", 1.0),
            Map.entry("ratio_max", 1.0),
            Map.entry("start_ms", 30.0),
            Map.entry("stop_ms", 30.0),
            Map.entry("peer_start_ms", 20.0),
            Map.entry("peer_stop_ms", 30.0),
            Map.entry("making_ms", 2.0),
            Map.entry("repetitions", 3.0)),
        figures.values());
  }
}
