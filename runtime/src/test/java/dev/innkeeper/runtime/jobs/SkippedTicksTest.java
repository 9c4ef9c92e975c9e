package dev.innkeeper.runtime.jobs;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import org.junit.jupiter.api.Test;

class SkippedTicksTest {

  private static final Instant NOON = Instant.parse("2026-11-01T12:00:00Z");

  private final Repetition skips = new Repetition();

  @Test
  void areNewsOnceAMinute() {
    assertFalse(skips.isAgain(NOON));
    assertTrue(skips.isAgain(NOON.plusSeconds(59)), "again within a minute");
    assertFalse(skips.isAgain(NOON.plusSeconds(59 + 60)));
  }
}
