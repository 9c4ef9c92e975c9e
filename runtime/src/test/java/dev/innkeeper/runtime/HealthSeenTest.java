package dev.innkeeper.runtime;

import static dev.innkeeper.runtime.HostFixture.seconds;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ch.qos.logback.classic.Level;
import dev.innkeeper.runtime.report.Health;
import dev.innkeeper.runtime.service.Readiness;
import dev.innkeeper.timer.testing.ManualTimeSource;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What follows from the health of services, and what is to be seen of it. */
class HealthSeenTest {

  private final HealthFixture health = new HealthFixture();
  private final HostFixture fixture = health.hosts;
  private final ManualTimeSource time = fixture.time;

  @Test
  void countsForReadinessIfThatWasChosen() throws Exception {
    Host host = fixture.start(health.hostWith(s -> s.readiness(Readiness.UP)));
    assertTrue(host.isReady());
    health.say(Health.degraded("slow"));
    assertTrue(host.isReady());
    health.say(Health.down("no disk"));
    assertFalse(host.isReady());
    assertTrue(host.isLive());
    health.say(Health.up());
    assertTrue(host.isReady());
    fixture.stop(host);
  }

  @Test
  void ofARestartCountsForReadinessLikewise() throws Exception {
    Host host = fixture.start(health.hostWith(s -> s.readiness(Readiness.RUNNING)));
    time.drive(() -> host.control("w").stop());
    assertFalse(host.isReady());
    assertEquals(Health.up(), host.service("w").health());
    time.drive(() -> host.control("w").start());
    assertTrue(host.isReady());
    fixture.stop(host);
  }

  @Test
  void isLoggedAsAWarningWhenItGetsWorse() throws Exception {
    try (LogTrail log = LogTrail.from(Level.INFO)) {
      Host host = fixture.start(health.hostWith(options -> {}));
      health.say(Health.degraded("no\nbroker"));
      health.say(Health.up());
      time.drive(() -> host.control("w").restart());
      fixture.stop(host);
      assertEquals(
          List.of(
              "WARN inn/w is DEGRADED: no\\u000Abroker (was UP)",
              "INFO inn/w is UP (was DEGRADED)"),
          log.lines().stream()
              .filter(line -> line.contains(" is DEGR") || line.contains(" is UP"))
              .toList());
    }
  }

  @Test
  void saysSinceWhenAServiceIsInItsState() throws Exception {
    Host host = fixture.start(health.hostWith(options -> {}));
    Instant began = host.service("w").since();
    assertEquals(time.instant(), began);
    time.advance(seconds(5));
    health.say(Health.degraded("slow"));
    assertEquals(began, host.service("w").since());
    time.drive(() -> host.control("w").stop());
    assertEquals(time.instant(), host.service("w").since());
    fixture.stop(host);
  }

  @Test
  void needsAReason() {
    assertEquals(
        "the reason for DOWN is blank: say what is wrong, in a few words",
        assertThrows(IllegalArgumentException.class, () -> Health.down(" ")).getMessage());
    assertThrows(NullPointerException.class, () -> Health.degraded(null));
    assertEquals(Health.down("a"), Health.down("a"));
    assertEquals(Health.down("a").hashCode(), Health.down("a").hashCode());
    assertNotEquals(Health.down("a"), Health.degraded("a"));
    assertNotEquals(Health.down("a"), Health.down("b"));
    assertEquals("UP", Health.up().toString());
  }

  @Test
  void refusesNoHealth() throws Exception {
    Host host = fixture.start(health.hostWith(options -> {}));
    assertEquals(
        "health",
        assertThrows(NullPointerException.class, () -> health.contexts.getFirst().health(null))
            .getMessage());
    fixture.stop(host);
  }
}
