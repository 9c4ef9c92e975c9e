package dev.innkeeper.jmh.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.innkeeper.jmh.harness.Jdk;
import java.io.IOException;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.List;
import org.junit.jupiter.api.Test;

final class RunInfoTest {

  @Test
  void theCpuHasItsNameOrAtLeastItsArchitecture() {
    List<String> cpuinfo = List.of("processor : 0", "model name\t: Fast CPU", "model name\t: x");
    assertEquals("Fast CPU", RunInfo.cpuModel(cpuinfo, "amd64"));
    assertEquals("aarch64", RunInfo.cpuModel(List.of("processor : 0"), "aarch64"));
  }

  @Test
  void thisMachineIsKnown() throws IOException {
    Jdk jdk = Jdk.running();
    RunInfo info =
        RunInfo.here(ZonedDateTime.now(ZoneOffset.UTC), Duration.ZERO, true, "run", List.of(jdk));
    assertFalse(info.cpu().isEmpty());
    assertTrue(info.memoryBytes() > 1 << 20, info::toString);
    assertEquals(Runtime.getRuntime().availableProcessors(), info.cores());
    assertEquals(List.of(jdk), info.jdks());
    assertFalse(jdk.name().isEmpty());
  }
}
