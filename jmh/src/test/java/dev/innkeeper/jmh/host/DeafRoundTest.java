package dev.innkeeper.jmh.host;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class DeafRoundTest {

  /** The second stop would not come if the deaf ones of the first could not be released. */
  @ParameterizedTest
  @EnumSource(DeafKind.class)
  void allThatAreDeafAreAbandonedAndEndWhenReleased(DeafKind kind) throws Exception {
    int ordinary = kind.isAll() ? 0 : 2;
    Map<String, Double> figures =
        new DeafRound(kind, 4, ordinary, Duration.ofMillis(100)).measure(2).values();
    double abandoned = figures.getOrDefault("abandoned", 0.0);
    if (kind.isAll()) {
      assertEquals(4, abandoned);
    } else {
      assertTrue(abandoned >= 4, "abandoned: " + abandoned);
    }
    assertTrue(figures.getOrDefault("park_late_ms", -1.0) >= 0, figures::toString);
    assertTrue(
        figures.getOrDefault("worst_overshoot_ms", 0.0)
            >= figures.getOrDefault("first_overshoot_ms", 0.0),
        figures::toString);
  }
}
