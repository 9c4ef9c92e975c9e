package dev.innkeeper.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;

/** Hosts drawn at random, each reproducible from the seed that a failure names. */
class HostRandomTest {

  private static final int HOSTS = Integer.getInteger("innkeeper.random.hosts", 300);
  private static final long FIRST = Long.getLong("innkeeper.random.seed", 1);

  @Test
  void keepTheRulesInManualTime() throws Exception {
    for (long seed = FIRST; seed < FIRST + HOSTS; seed++) {
      assertEquals(List.of(), RandomHost.inManualTime(seed).wrong(), "seed " + seed);
    }
  }
}
