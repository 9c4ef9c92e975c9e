package dev.innkeeper.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.innkeeper.runtime.jobs.JobQueue;
import dev.innkeeper.runtime.jobs.RecurringJob;
import dev.innkeeper.runtime.jobs.RetryPolicy;
import dev.innkeeper.runtime.scope.TaskScope;
import dev.innkeeper.runtime.service.FailurePolicy;
import dev.innkeeper.timer.Schedule;
import java.time.Duration;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** A null in place of a duration is told by the name of what it was to be. */
@SuppressWarnings("NullAway") // what the test is about
class NullDurationsTest {

  private static final @Nullable Duration NONE = null;
  private static final Duration SECOND = Duration.ofSeconds(1);

  static Stream<Arguments> calls() {
    return Stream.of(
        call("startup timeout", () -> Host.builder("h").startupTimeout(NONE)),
        call("shutdown timeout", () -> Host.builder("h").shutdownTimeout(NONE)),
        call("drain delay", () -> Host.builder("h").drainDelay(NONE)),
        call("period", () -> Host.builder("h").recurring("r", NONE, context -> {})),
        call("start timeout", () -> new ServiceOptions().startTimeout(NONE)),
        call("stop timeout", () -> new ServiceOptions().stopTimeout(NONE)),
        call("interrupt after", () -> new ServiceOptions().interruptAfter(NONE)),
        call("timeout", () -> Host.builder("h").build().awaitTermination(NONE)),
        call("first back-off", () -> FailurePolicy.restart().backoff(NONE, SECOND)),
        call("longest back-off", () -> FailurePolicy.restart().backoff(SECOND, NONE)),
        call("window", () -> FailurePolicy.restart().maxRestarts(1, NONE)),
        call("first back-off", () -> RetryPolicy.maxRetries(1).backoff(NONE, SECOND)),
        call("longest back-off", () -> RetryPolicy.maxRetries(1).backoff(SECOND, NONE)),
        call("period", () -> RecurringJob.every(NONE)),
        call("timeout", () -> RecurringJob.every(SECOND).timeout(NONE)),
        call("jitter", () -> RecurringJob.on(Schedule.every(SECOND)).jitter(NONE)),
        call("timeout", () -> JobQueue.builder("jobs", item -> {}).timeout(NONE)),
        call("timeout", NullDurationsTest::joinForNothing));
  }

  private static void joinForNothing() throws InterruptedException {
    try (TaskScope scope = TaskScope.open("s")) {
      scope.join(NONE);
    }
  }

  private static Arguments call(String name, Executable call) {
    return Arguments.of(name, call);
  }

  @ParameterizedTest
  @MethodSource("calls")
  void isNamed(String name, Executable call) {
    assertEquals(name, assertThrows(NullPointerException.class, call).getMessage());
  }
}
