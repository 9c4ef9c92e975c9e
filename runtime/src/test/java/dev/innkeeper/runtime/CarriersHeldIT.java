package dev.innkeeper.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A service that holds all carriers: the host notices, and says where. */
class CarriersHeldIT {

  private static final String HELD = "shop: virtual threads have not been able to run for ";
  private static final String FREE = "shop: virtual threads can run again";

  @Test
  void isToldWithTheStackOfWhoHoldsThemAndTakenBackWhenTheyAreFree() throws Exception {
    Process process =
        ChildJvm.start(
            List.of(
                "-Dinnkeeper.test.log=INFO",
                "-Djdk.virtualThreadScheduler.parallelism=1",
                "-Djdk.virtualThreadScheduler.maxPoolSize=1"),
            CarriersHeldProgram.class);
    List<String> lines = new ArrayList<>();
    try (BufferedReader output = process.inputReader(StandardCharsets.UTF_8);
        OutputStream input = process.getOutputStream()) {
      for (String line = output.readLine(); line != null; line = output.readLine()) {
        lines.add(line);
        if (line.contains(HELD) || line.contains(FREE)) {
          input.write('.');
          input.flush();
        }
      }
    }
    ChildJvm.Result result = new ChildJvm.Result(process.waitFor(), lines);
    assertEquals(
        "health: virtual threads have not been able to run for N: their carriers are held",
        result.line("health:"));
    assertEquals("ready: true", result.line("ready:"));
    assertEquals("holders: 1", result.line("holders:"));
    assertEquals("then: UP", result.line("then:"));
    assertEquals("clean: true", result.line("clean:"));
    String log = String.join("\n", result.lines());
    assertTrue(log.contains("thread 'shop/spins' holds a carrier"), log);
    assertTrue(log.contains("CarriersHeldProgram.spin"), log);
  }
}
