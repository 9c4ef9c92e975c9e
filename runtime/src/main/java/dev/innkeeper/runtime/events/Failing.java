package dev.innkeeper.runtime.events;

import dev.innkeeper.runtime.report.HostEvent;
import dev.innkeeper.runtime.report.HostEvent.JobFailed;
import dev.innkeeper.runtime.report.HostEvent.JobRetrying;
import dev.innkeeper.runtime.report.HostEvent.RunEnded;
import dev.innkeeper.runtime.report.HostEvent.ServiceFailed;
import dev.innkeeper.runtime.thread.Bounded;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * What the log has to say of a failure that may come again and again.
 *
 * @param event the name of the event in the log
 * @param what fails, in the plural; empty: the service
 * @param last which of them failed
 * @param job its id, if it is a job of a queue
 */
record Failing(
    String event,
    String service,
    String what,
    String last,
    @Nullable String job,
    Throwable thrown) {

  /** What two failures have in common that are the same. */
  record Kind(
      String event, String service, Class<?> thrown, Optional<StackTraceElement> topFrame) {}

  /** Null: it is no failure. */
  static @Nullable Failing of(HostEvent event) {
    return switch (event) {
      case ServiceFailed e ->
          new Failing("service.failed", e.service(), "", e.where(), null, e.failure());
      case JobFailed e ->
          new Failing("job.failed", e.service(), "jobs", e.job(), e.job(), e.failure());
      case JobRetrying e ->
          new Failing("job.retrying", e.service(), "attempts", e.job(), e.job(), e.failure());
      case RunEnded e when e.outcome().isFailure() && e.failure().isPresent() -> {
        String run = "run " + e.run();
        yield new Failing("run.failed", e.service(), "runs", run, null, e.failure().get());
      }
      default -> null;
    };
  }

  /** Whether it is an error, not a warning. */
  boolean isError() {
    return !event.equals("job.retrying");
  }

  /** Asks the exception for its stack, which is to call user code. */
  Kind kind() {
    return new Kind(event, service, thrown.getClass(), topFrame());
  }

  /** None, of one that does not tell. */
  private Optional<StackTraceElement> topFrame() {
    AtomicReference<@Nullable StackTraceElement> first = new AtomicReference<>();
    Bounded.run(() -> Arrays.stream(thrown.getStackTrace()).findFirst().ifPresent(first::set));
    return Optional.ofNullable(first.get());
  }
}
