package dev.innkeeper.runtime.machine;

import static org.junit.jupiter.api.Assertions.assertNull;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What {@link MachineExplorationTest} does for all hosts, in small for one of each sort: it ends
 * soon enough to be asked about each of many changed machines. {@code
 * -Dinnkeeper.explore.states=5000} goes through more of each host.
 */
@Tag("once") // the machine is the same on each JDK
class MachineSamplesTest {

  private static final int MOST_STATES = Integer.getInteger("innkeeper.explore.states", 1_000);
  private static final Duration ENOUGH = Duration.ofMinutes(1);

  static List<Setting> samples() {
    return Settings.samples();
  }

  @ParameterizedTest
  @MethodSource("samples")
  void noOrderOfMessagesLeadsToWhatMustNotBe(Setting setting) {
    long end = System.nanoTime() + ENOUGH.toNanos();
    assertNull(Explorer.explore(setting, new Met(), MOST_STATES, end).wrong());
  }
}
