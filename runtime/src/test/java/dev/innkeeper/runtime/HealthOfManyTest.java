package dev.innkeeper.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.innkeeper.runtime.report.Health;
import dev.innkeeper.runtime.service.Readiness;
import dev.innkeeper.runtime.service.ServiceContext;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * The health of ten thousand services: a change costs what one costs, however many there are. Who
 * would look at all of them for each has a billion things to look at here.
 */
class HealthOfManyTest {

  private static final int SERVICES = 10_000;
  private static final int CHANGES = 100_000;

  private final HostFixture fixture = new HostFixture();

  @Test
  void isCountedRightHoweverItChanges() throws Exception {
    List<ServiceContext> contexts = Collections.synchronizedList(new ArrayList<>());
    HostBuilder builder = fixture.host().startConcurrently().stopConcurrently();
    for (int i = 0; i < SERVICES; i++) {
      builder.add("s" + i, contexts::add, s -> s.readiness(Readiness.UP));
    }
    Host host = fixture.start(builder);
    Random random = new Random(1);
    for (int i = 0; i < CHANGES; i++) {
      ServiceContext one = contexts.get(random.nextInt(SERVICES));
      one.health(
          switch (random.nextInt(3)) {
            case 0 -> Health.up();
            case 1 -> Health.degraded("slow");
            default -> Health.down("away");
          });
      host.isReady();
    }
    contexts.forEach(context -> context.health(Health.up()));
    fixture.time.advance(Duration.ofSeconds(1));
    assertEquals(Health.up(), host.health());
    assertTrue(host.isReady());
    contexts.getFirst().health(Health.down("away"));
    fixture.time.advance(Duration.ofSeconds(1));
    assertEquals(Health.Status.DOWN, host.health().status());
    assertFalse(host.isReady());
    fixture.stop(host);
  }

  @Test
  void isAskedOfAllBesideSomeThatHangOrThrow() throws Exception {
    HostBuilder builder = fixture.host().startConcurrently().stopConcurrently();
    int[] asked = new int[SERVICES];
    for (int i = 0; i < SERVICES; i++) {
      int number = i;
      builder.add(
          "s" + i,
          context -> {},
          s ->
              s.healthCheck(
                  Duration.ofSeconds(10),
                  Duration.ofSeconds(2),
                  () -> {
                    asked[number]++;
                    if (number % 100 == 1) {
                      HostFixture.sleepDeaf(fixture.time, Duration.ofHours(1));
                    } else if (number % 100 == 2) {
                      throw new IllegalStateException("away");
                    }
                    return Health.up();
                  }));
    }
    Host host = fixture.start(builder);
    fixture.time.advance(Duration.ofSeconds(25));
    for (int i = 0; i < SERVICES; i++) {
      assertEquals(i % 100 == 1 ? 1 : 3, asked[i], "s" + i);
      Health.Status expected = i % 100 == 1 || i % 100 == 2 ? Health.Status.DOWN : Health.Status.UP;
      assertEquals(expected, host.service("s" + i).health().status(), "s" + i);
    }
    assertTrue(fixture.stop(host).clean());
  }
}
