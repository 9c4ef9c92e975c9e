package dev.innkeeper.runtime.machine;

import dev.innkeeper.runtime.machine.Setting.Kind;
import dev.innkeeper.runtime.machine.Setting.Trouble;
import dev.innkeeper.runtime.service.FailurePolicy;
import java.time.Duration;
import java.util.Arrays;
import java.util.SplittableRandom;

/** One to eight services of random kinds that depend on one another at random. */
record RandomSetting(SplittableRandom random) {

  private static final Duration FIRST = Duration.ofMillis(100);

  Setting draw() {
    int size = 1 + random.nextInt(8);
    Kind[] kinds = new Kind[size];
    int[] arrows = new int[size];
    int rarity = 1 + random.nextInt(5);
    for (int i = 0; i < size; i++) {
      kinds[i] =
          new Kind(
              random.nextInt(4) == 0,
              random.nextBoolean(),
              random.nextInt(3) == 0,
              random.nextInt(3) == 0,
              random.nextInt(3) == 0,
              random.nextInt(3) == 0,
              random.nextInt(3) == 0 ? policy() : FailurePolicy.stopHost(),
              policy(),
              Trouble.ALL,
              false);
      for (int j = 0; j < i; j++) {
        arrows[i] |= random.nextInt(rarity) == 0 ? 1 << j : 0;
      }
    }
    for (int i = 0; i < size; i++) {
      if (random.nextInt(8) == 0 || dependsOnElected(kinds, arrows[i])) {
        kinds[i] = kinds[i].whileLeader();
      }
    }
    boolean starts = random.nextBoolean();
    return new Setting(Arrays.asList(kinds), arrows, starts, random.nextBoolean(), 9, true);
  }

  /** Or it would be refused. */
  private static boolean dependsOnElected(Kind[] kinds, int dependencies) {
    for (int i = 0; i < kinds.length; i++) {
      if ((dependencies >> i & 1) != 0 && kinds[i].elected()) {
        return true;
      }
    }
    return false;
  }

  private FailurePolicy policy() {
    FailurePolicy otherwise =
        random.nextBoolean() ? FailurePolicy.ignore() : FailurePolicy.stopHost();
    return random.nextBoolean()
        ? otherwise
        : FailurePolicy.restart()
            .backoff(FIRST, FIRST.multipliedBy(20))
            .maxRestarts(1 + random.nextInt(3), Duration.ofMinutes(1))
            .orElse(otherwise);
  }
}
