package dev.innkeeper.runtime;

import static dev.innkeeper.runtime.HostFixture.seconds;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.innkeeper.runtime.report.Health;
import dev.innkeeper.runtime.service.FailurePolicy;
import dev.innkeeper.runtime.service.Readiness;
import dev.innkeeper.timer.testing.ManualTimeSource;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** How well services are, and their host: what they say themselves, and what their state says. */
class HealthTest {

  private final HealthFixture health = new HealthFixture();
  private final HostFixture fixture = health.hosts;
  private final ManualTimeSource time = fixture.time;
  private final List<String> trail = fixture.trail;

  @Test
  void isUpUntilAServiceSaysOtherwise() throws Exception {
    Host host = fixture.start(health.hostWith(options -> {}));
    assertEquals(Health.up(), host.health());
    health.say(Health.degraded("no broker"));
    assertEquals("DEGRADED: w: no broker", host.health().toString());
    assertEquals("DEGRADED: no broker", host.service("w").health().toString());
    health.say(Health.down("no disk"));
    health.say(Health.down("no disk at all")); // the status is the same: no event
    assertEquals("DOWN: w: no disk at all", host.health().toString());
    assertTrue(host.isReady());
    assertTrue(host.isLive());
    health.say(Health.up());
    fixture.stop(host);
    assertEquals(List.of("0 w DEGRADED: no broker", "1 w DOWN: no disk", "3 w UP"), trail);
  }

  @Test
  void isNotTakenBackByAStopWhichIsNoIllness() throws Exception {
    Host host = fixture.start(health.hostWith(options -> {}));
    health.say(Health.down("no disk"));
    assertEquals("DOWN: no disk", fixture.stop(host).services().getFirst().health().toString());
    assertEquals(List.of("0 w DOWN: no disk"), trail);
  }

  @Test
  void isUpAgainAfterARestartAndALateWordOfTheLifeBeforeIsVoid() throws Exception {
    Host host = fixture.start(health.hostWith(options -> {}));
    health.say(Health.down("no disk"));
    time.drive(() -> host.control("w").restart());
    assertEquals(Health.up(), host.health());
    health.contexts.getFirst().health(Health.down("too late"));
    time.advance(seconds(1));
    assertEquals(Health.up(), host.health());
    fixture.stop(host);
    assertEquals(
        List.of("0 w DOWN: no disk", "1 w DEGRADED: it is being started again", "1 w UP"), trail);
  }

  @Test
  void isDegradedWhileAPolicyRestartsTheService() throws Exception {
    Host host =
        fixture.start(
            health
                .host()
                .background(
                    "w",
                    context -> {
                      if (context.awaitStop(seconds(10))) {
                        return;
                      }
                      throw new IOException("crash");
                    },
                    s ->
                        s.onFailure(
                            FailurePolicy.restart()
                                .backoff(seconds(4), seconds(4))
                                .maxRestarts(3, Duration.ofMinutes(1)))));
    time.advance(seconds(20));
    fixture.stop(host);
    String degraded = "w DEGRADED: it has failed: restart 1 of the 3 that its policy allows in 1m";
    assertEquals(
        List.of("10 " + degraded, "w UP"),
        List.of(trail.get(0), trail.get(1).replaceFirst("^\\S+ ", "")));
  }

  @Test
  void isDegradedIfNothingFollowsFromAFailureAndDownIfReadinessAsksForTheService()
      throws Exception {
    HostBuilder builder = health.host();
    for (Readiness readiness : Readiness.values()) {
      builder.background(
          readiness.name(),
          context -> {
            context.awaitStop(seconds(1));
            throw new IOException("crash");
          },
          s -> s.onFailure(FailurePolicy.ignore()).readiness(readiness));
    }
    Host host = fixture.start(builder);
    assertTrue(host.isReady());
    time.advance(seconds(2));
    assertFalse(host.isReady());
    assertEquals(
        List.of(
            "DEGRADED: it has failed, true",
            "DOWN: it has failed, false",
            "DOWN: it has failed, false"),
        host.services().stream().map(s -> s.health() + ", " + s.ready()).toList());
    assertEquals("DOWN: RUNNING: it has failed; UP: it has failed", host.health().toString());
    fixture.stop(host);
  }

  @Test
  void namesAFewOfThoseThatAreIll() throws Exception {
    HostBuilder builder = health.host();
    for (int i = 0; i < 5; i++) {
      builder.add("s" + i, context -> context.health(Health.degraded("slow")));
    }
    Host host = fixture.start(builder);
    assertEquals("DEGRADED: s0: slow; s1: slow; s2: slow; and 2 more", host.health().toString());
    fixture.stop(host);
  }

  @Test
  void isDownForAServiceThatWasAbandoned() throws Exception {
    Host host =
        fixture.start(
            health
                .host()
                .background("w", context -> HostFixture.sleepDeaf(time, Duration.ofDays(1))));
    time.drive(() -> host.control("w").stop());
    assertEquals("DOWN: w: it was abandoned, and runs on", host.health().toString());
    fixture.stop(host);
  }

  @Test
  void ofALaterStartIsWhatTheServiceSaysIfThatIsWorse() throws Exception {
    Host host =
        fixture.start(
            health
                .host()
                .background(
                    "w",
                    context -> {
                      context.health(Health.down("no disk"));
                      context.awaitStop(seconds(1));
                      context.ready();
                      context.awaitStop();
                    },
                    s -> s.waitForReady()));
    trail.clear();
    fixture.order("operator", () -> host.control("w").restart());
    assertEquals("DOWN: no disk", host.service("w").health().toString());
    time.advance(seconds(2));
    assertEquals("DOWN: no disk", host.service("w").health().toString());
    fixture.stop(host);
    assertEquals(
        List.of(
            "1 w DEGRADED: it is being started again", "1 w DOWN: no disk", "2 operator: RUNNING"),
        trail);
  }

  @Test
  void ofAFailedStartIsNotThatOfARestart() throws Exception {
    Host host =
        fixture.start(
            health
                .host()
                .background(
                    "w",
                    context -> {
                      throw new IOException("crash");
                    },
                    s -> s.waitForReady().onStartFailure(FailurePolicy.ignore())));
    time.advance(seconds(1));
    fixture.stop(host);
    assertEquals(List.of("0 w DEGRADED: it has failed"), trail);
  }
}
