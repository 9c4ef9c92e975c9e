package dev.innkeeper.ops;

import static dev.innkeeper.ops.FakeService.service;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.innkeeper.runtime.report.Health;
import dev.innkeeper.runtime.report.ServiceState;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What {@code systemctl status} shows. */
class StatusTextTest {

  private final FakeHost host = FakeHost.starting();

  private static FakeService running(String name) {
    return service(name, ServiceState.RUNNING);
  }

  @Test
  void aHostIsCounted() {
    assertEquals("0 services", StatusText.running(host));
    host.has(running("a"));
    assertEquals("1 service", StatusText.running(host));
    assertEquals("starting: 1 of 1 service started", StatusText.starting(host));
  }

  @Test
  void theWorstServicesAreNamedFirst() {
    host.has(
        running("a").with(Health.degraded("slow")),
        running("b"),
        running("c").with(Health.degraded("restart 3 of 10, in 4 s")),
        running("d").with(Health.down("no disk")),
        running("e").with(Health.degraded("slow")));
    host.health = Health.down("d: no disk");
    assertEquals(
        "5 services; d DOWN: no disk; a DEGRADED: slow; c DEGRADED: restart 3 of 10, in 4 s;"
            + " and 1 more",
        StatusText.running(host));
  }

  @Test
  void aHostThatIsIllByItselfSaysSo() {
    host.has(running("a").with(Health.degraded("slow")));
    host.health = Health.degraded("virtual threads cannot run");
    assertEquals(
        "1 service; DEGRADED: virtual threads cannot run; a DEGRADED: slow",
        StatusText.running(host));
  }

  @Test
  void manyServicesThatAreLeftAreCounted() {
    host.has(running("a"), running("b"), running("c"), running("d"), running("e"));
    host.stopReason = Optional.of("SIGTERM");
    assertEquals(
        "stopping: SIGTERM; 5 of 5 services left: a, b, c and 2 more", StatusText.stopping(host));
  }

  @Test
  void whatEndedBadlyIsNamed() {
    assertEquals(
        "2 abandoned: a, b; 1 failed: c; stopped",
        StatusText.stopped(
            host,
            List.of(
                service("a", ServiceState.ABANDONED),
                service("b", ServiceState.ABANDONED),
                service("c", ServiceState.FAILED),
                service("d", ServiceState.STOPPED))));
  }

  @Test
  void aReasonCannotBeAnAssignmentOfItsOwn() {
    host.has(running("a").with(Health.down("no\r\nMAINPID=1\u2028\t\u202e\0x \ud800 ✓ 𝄞")));
    assertEquals("1 service; a DOWN: no  MAINPID=1    x   ✓ 𝄞", StatusText.running(host));
  }

  @Test
  void aLongReasonIsCutBetweenCharacters() {
    assertEquals("x".repeat(1_000), StatusText.line("x".repeat(1_000)));
    String line = StatusText.line("xy" + "€".repeat(1_000));
    assertEquals("xy" + "€".repeat(332) + "...", line);
    assertEquals(1_001, line.getBytes(StandardCharsets.UTF_8).length);
  }
}
