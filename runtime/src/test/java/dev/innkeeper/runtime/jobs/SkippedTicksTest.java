package dev.innkeeper.runtime.jobs;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import org.junit.jupiter.api.Test;

class SkippedTicksTest {

  private static final Instant NOON = Instant.parse("2026-11-01T12:00:00Z");

  private final RunRecord record = new RunRecord(false);

  @Test
  void areNewsOnceAMinute() {
    assertFalse(record.skip(1, NOON));
    assertTrue(record.skip(1, NOON.plusSeconds(59)), "again within a minute");
    assertFalse(record.skip(1, NOON.plusSeconds(59 + 60)));
  }
}
