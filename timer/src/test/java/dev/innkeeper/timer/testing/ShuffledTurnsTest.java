package dev.innkeeper.timer.testing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.innkeeper.timer.Signal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class ShuffledTurnsTest {

  /** The order in which five threads go on that one signal has woken. */
  private static List<Integer> order(ManualTimeSource time) {
    List<Integer> order = new ArrayList<>();
    Signal signal = new Signal(time);
    time.start(
        "all",
        () -> {
          for (int i = 0; i < 5; i++) {
            int number = i;
            time.start("t" + i, () -> awaitAndAdd(signal, number, order));
          }
        });
    time.advance(Duration.ZERO);
    time.start("raise", signal::raise);
    time.advance(Duration.ZERO);
    return order;
  }

  private static void awaitAndAdd(Signal signal, int number, List<Integer> order) {
    try {
      signal.await();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
    order.add(number);
  }

  @Test
  void areTheSameForOneSeed() {
    for (long seed = 0; seed < 20; seed++) {
      assertEquals(
          order(ManualTimeSource.withShuffledTurns(seed)),
          order(ManualTimeSource.withShuffledTurns(seed)));
    }
  }

  @Test
  void differBetweenSeedsAndNobodyIsForgotten() {
    List<List<Integer>> orders =
        LongStream.range(0, 50)
            .mapToObj(seed -> order(ManualTimeSource.withShuffledTurns(seed)))
            .toList();
    orders.forEach(order -> assertEquals(Set.of(0, 1, 2, 3, 4), new HashSet<>(order)));
    assertTrue(new HashSet<>(orders).size() > 20, orders.toString());
  }

  @Test
  void withoutASeedComeInTheOrderOfTheWakeUps() {
    assertEquals(List.of(0, 1, 2, 3, 4), order(new ManualTimeSource()));
  }
}
