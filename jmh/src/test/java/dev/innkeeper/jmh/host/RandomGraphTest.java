package dev.innkeeper.jmh.host;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class RandomGraphTest {

  private static final Duration PATH = Duration.ofMillis(300);

  private static RandomGraph graph(List<List<Integer>> dependencies, long... millis) {
    return new RandomGraph(
        dependencies, LongStream.of(millis).mapToObj(Duration::ofMillis).toList());
  }

  @Test
  void theCriticalPathIsTheLongestChainOfTimesNotOfServices() {
    RandomGraph diamond =
        graph(List.of(List.of(), List.of(0), List.of(0), List.of(1, 2)), 5, 1, 30, 4);
    assertEquals(Duration.ofMillis(5 + 30 + 4), diamond.criticalPath());
    RandomGraph chainAndOneAlone =
        graph(List.of(List.of(), List.of(0), List.of(1), List.of()), 2, 2, 2, 10);
    assertEquals(Duration.ofMillis(10), chainAndOneAlone.criticalPath());
  }

  @Test
  void dependentsAreTheArrowsTurnedRound() {
    RandomGraph diamond =
        graph(List.of(List.of(), List.of(0), List.of(0), List.of(1, 2)), 1, 1, 1, 1);
    assertEquals(List.of(List.of(1, 2), List.of(3), List.of(3), List.of()), diamond.dependents());
  }

  @Test
  void theCriticalPathIsAsLongAsWasAskedFor() {
    for (int seed = 0; seed < 20; seed++) {
      Duration off = RandomGraph.of(seed, PATH).criticalPath().minus(PATH).abs();
      assertTrue(off.toNanos() <= 200, "off by " + off);
    }
  }

  @Test
  void oneSeedIsOneGraph() {
    assertEquals(RandomGraph.of(7, PATH), RandomGraph.of(7, PATH));
  }

  @Test
  void servicesDependOnlyOnEarlierOnesSoThereIsNoCycle() {
    for (int seed = 0; seed < 20; seed++) {
      RandomGraph graph = RandomGraph.of(seed, PATH);
      assertTrue(graph.size() >= 50 && graph.size() <= 200);
      for (int i = 0; i < graph.size(); i++) {
        int service = i;
        assertTrue(graph.dependencies().get(i).stream().allMatch(d -> d < service));
      }
    }
  }
}
