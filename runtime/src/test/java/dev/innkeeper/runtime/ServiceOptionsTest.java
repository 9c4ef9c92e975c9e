package dev.innkeeper.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.innkeeper.runtime.report.Health;
import dev.innkeeper.runtime.service.FailurePolicy;
import dev.innkeeper.runtime.service.Readiness;
import dev.innkeeper.runtime.service.ServiceContext;
import java.lang.reflect.Modifier;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The options of a service hold from the end of the lambda that chooses them on. */
class ServiceOptionsTest {

  static Stream<Consumer<ServiceOptions>> choices() {
    return Stream.of(
        s -> s.dependsOn("other"),
        s -> s.startTimeout(Duration.ofSeconds(1)),
        s -> s.stopTimeout(Duration.ofSeconds(1)),
        s -> s.interruptAfter(Duration.ZERO),
        s -> s.onFailure(FailurePolicy.ignore()),
        s -> s.onStartFailure(FailurePolicy.ignore()),
        s -> s.waitForReady(),
        s -> s.readiness(Readiness.UP),
        s -> s.healthCheck(Duration.ofSeconds(2), Duration.ofSeconds(1), Health::up),
        s -> s.watchdog(),
        s -> s.whileLeader(new FakeElection(new HostFixture()).candidate()),
        s -> s.platformThreads());
  }

  @Test
  void areAllOfThem() {
    long setters =
        Stream.of(ServiceOptions.class.getDeclaredMethods())
            .filter(method -> Modifier.isPublic(method.getModifiers()) && !method.isSynthetic())
            .count();
    assertEquals(setters, choices().count());
  }

  @ParameterizedTest
  @MethodSource("choices")
  void whoChoosesLaterHearsThatItWouldHaveNoEffect(Consumer<ServiceOptions> choice) {
    AtomicReference<ServiceOptions> kept = new AtomicReference<>();
    HostBuilder builder =
        Host.builder("h").background("w", ServiceContext::awaitStop, options -> kept.set(options));
    String message =
        assertThrows(IllegalStateException.class, () -> choice.accept(kept.get())).getMessage();
    assertTrue(message.contains("no effect"), message);
    assertEquals(List.of(), builder.build().services().getFirst().dependsOn());
  }

  @Test
  void aLambdaThatThrowsAddsNoService() {
    HostBuilder builder = Host.builder("h");
    assertThrows(
        IllegalArgumentException.class,
        () ->
            builder.background("w", ServiceContext::awaitStop, s -> s.stopTimeout(Duration.ZERO)));
    assertEquals(List.of(), builder.build().services());
  }
}
