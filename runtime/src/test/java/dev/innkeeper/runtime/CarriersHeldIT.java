package dev.innkeeper.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

/** A service that holds all carriers: the host notices, and says where. */
class CarriersHeldIT {

  @Test
  void isToldWithTheStackOfWhoHoldsThemAndTakenBackWhenTheyAreFree() throws Exception {
    ChildJvm.Result result =
        ChildJvm.run(
            List.of(
                "-Dinnkeeper.test.log=INFO",
                "-Djdk.virtualThreadScheduler.parallelism=1",
                "-Djdk.virtualThreadScheduler.maxPoolSize=1"),
            CarriersHeldProgram.class);
    assertEquals(
        "health: virtual threads have not been able to run for N: their carriers are held",
        result.line("health:"));
    assertEquals("ready: true", result.line("ready:"));
    assertEquals("holders: 1", result.line("holders:"));
    assertEquals("clean: true", result.line("clean:"));
    String log = String.join("\n", result.lines());
    assertTrue(log.contains("shop: virtual threads have not been able to run for "), log);
    assertTrue(log.contains("thread 'shop/spins' holds a carrier"), log);
    assertTrue(log.contains("CarriersHeldProgram.spin"), log);
    assertTrue(log.contains("shop: virtual threads can run again"), log);
  }
}
