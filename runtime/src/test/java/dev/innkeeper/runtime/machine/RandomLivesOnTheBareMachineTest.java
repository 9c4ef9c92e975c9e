package dev.innkeeper.runtime.machine;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** As many as {@code -Dinnkeeper.random.machines} says, from {@code -Dinnkeeper.random.seed} on. */
@Tag("once") // the machine is the same on each JDK
class RandomLivesOnTheBareMachineTest {

  private static final int LIVES = Integer.getInteger("innkeeper.random.machines", 20_000);
  private static final long SEED = Long.getLong("innkeeper.random.seed", 1);

  @Test
  void allReachTheirEndAndNothingIsWrong() {
    long begin = System.nanoTime();
    List<String> wrong = new ArrayList<>();
    int ended = 0;
    for (long seed = SEED; seed < SEED + LIVES; seed++) {
      String found = new RandomLife(seed).live();
      if (found == null) {
        ended++;
      } else if (wrong.size() < 10) {
        wrong.add("seed " + seed + ": " + found);
      }
    }
    double seconds = (System.nanoTime() - begin) / 1e9;
    System.out.printf("random lives: %,d of %,d ended, %.1f s%n", ended, LIVES, seconds);
    assertEquals(List.of(), wrong);
    assertEquals(LIVES, ended);
  }
}
