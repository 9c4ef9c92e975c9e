package dev.innkeeper.runtime.events;

import dev.innkeeper.runtime.report.HostEvent;
import dev.innkeeper.runtime.report.HostEvent.HostStarted;
import dev.innkeeper.runtime.report.HostEvent.HostStopped;
import dev.innkeeper.runtime.report.HostEvent.HostStopping;
import dev.innkeeper.runtime.report.HostEvent.JobFailed;
import dev.innkeeper.runtime.report.HostEvent.OfService;
import dev.innkeeper.runtime.report.HostEvent.RunEnded;
import dev.innkeeper.runtime.report.HostEvent.ServiceAbandoned;
import dev.innkeeper.runtime.report.HostEvent.ServiceCompleted;
import dev.innkeeper.runtime.report.HostEvent.ServiceFailed;
import dev.innkeeper.runtime.report.HostEvent.ServiceInterrupted;
import dev.innkeeper.runtime.report.HostEvent.ServiceRestarting;
import dev.innkeeper.runtime.report.HostEvent.ServiceStarted;
import dev.innkeeper.runtime.report.HostEvent.ServiceStarting;
import dev.innkeeper.runtime.report.HostEvent.ServiceStillStarting;
import dev.innkeeper.runtime.report.HostEvent.ServiceStopped;
import dev.innkeeper.runtime.report.HostEvent.ServiceStopping;
import dev.innkeeper.runtime.report.HostEvent.TicksSkipped;
import dev.innkeeper.runtime.report.ServiceStatus.StuckThread;
import dev.innkeeper.runtime.snapshot.Events;
import dev.innkeeper.runtime.thread.Shown;
import dev.innkeeper.runtime.time.Durations;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.event.Level;

/** What is logged of each event, and at which level. */
final class EventLines {

  private static final int MOST_NAMED = 3;

  private EventLines() {}

  /** Whether anybody would see the line of an event, at the levels as they are. */
  static boolean isShown(Logger log, HostEvent event) {
    return switch (event) {
      case ServiceStarting unused -> log.isDebugEnabled();
      case ServiceStarted unused -> log.isDebugEnabled();
      case ServiceCompleted unused -> log.isDebugEnabled();
      case ServiceStopping unused -> log.isDebugEnabled();
      case ServiceStopped unused -> log.isDebugEnabled();
      case HostStarted unused -> log.isInfoEnabled();
      case HostStopping unused -> log.isInfoEnabled();
      default -> true;
    };
  }

  /** Logs an event of {@code who}. The binding may throw what an exception's own methods throw. */
  static void write(Logger log, Object who, HostEvent event) {
    switch (event) {
      case OfService e -> write(log, who, e);
      case HostStarted e -> {
        String what = e.services() == 1 ? "1 service" : e.services() + " services";
        log.info("{} started: {} in {}", who, what, Durations.show(e.took()));
      }
      case HostStopping e -> log.info("{} is stopping: {}", who, e.reason());
      case HostStopped e when e.report().clean() -> log.info("{}", who);
      case HostStopped unused -> log.warn("{}", who);
      default -> log.debug("{}: {}", who, event);
    }
  }

  private static void write(Logger log, Object who, OfService event) {
    switch (event) {
      case ServiceStarting unused -> log.debug("{} is starting", who);
      case ServiceStillStarting e ->
          log.warn(
              "{} has not started after {}: {}{}{}",
              who,
              Durations.show(e.after()),
              e.missing(),
              waiting(e.waiting()),
              stacks(e.stuckIn()));
      case ServiceStarted e -> log.debug("{} started in {}", who, Durations.show(e.took()));
      case ServiceCompleted unused -> log.debug("{} has completed its work", who);
      case ServiceFailed e -> log.error("{} failed {}", who, e.where(), e.failure());
      case ServiceRestarting e ->
          log.warn(
              "{} is restarted in {} (restart {})", who, Durations.show(e.delay()), e.restart());
      case ServiceStopping unused -> log.debug("{} is asked to stop", who);
      case ServiceInterrupted e when e.after().isZero() -> log.warn("{} is interrupted", who);
      case ServiceInterrupted e ->
          log.warn(
              "{} is interrupted: it has not stopped {} after it was asked",
              who,
              Durations.show(e.after()));
      case ServiceStopped e -> log.debug("{} stopped in {}", who, Durations.show(e.took()));
      case ServiceAbandoned e -> log.warn("{} is abandoned{}", who, stacks(e.stuckIn()));
      case RunEnded e -> write(log, who, e);
      case TicksSkipped e ->
          log.atLevel(e.again() ? Level.DEBUG : Level.WARN)
              .log("{}: {} skipped", who, e.ticks() == 1 ? "a tick" : e.ticks() + " ticks");
      case JobFailed e -> jobFailed(log, who, e, "nobody was waiting for it", e.failure());
      default -> log.debug("{}: {}", who, event);
    }
  }

  static void jobFailed(Logger log, Object who, JobFailed event, String why, Throwable failure) {
    log.error(
        "{}: a job has failed after {}, and {}: {}",
        who,
        event.tries() == 1 ? "one try" : event.tries() + " tries",
        why,
        Shown.of(event.item()),
        failure);
  }

  private static void write(Logger log, Object who, RunEnded event) {
    String took = Durations.show(event.took());
    String how = outcome(event);
    if (event.outcome().isFailure()) {
      log.error(
          "{}: run {} {} after {}", who, event.run(), how, took, event.failure().orElse(null));
    } else {
      log.debug("{}: run {} {} in {}", who, event.run(), how, took);
    }
  }

  static String outcome(RunEnded event) {
    return event.outcome().name().toLowerCase(Locale.ROOT);
  }

  private static String waiting(List<String> services) {
    if (services.isEmpty()) {
      return "";
    }
    int named = Math.min(services.size(), MOST_NAMED);
    String names = services.stream().limit(named).collect(Collectors.joining("', '", "; '", "'"));
    int more = services.size() - named;
    return names
        + (more == 0 ? "" : " and " + more + " more")
        + (services.size() == 1 ? " waits for it" : " wait for it");
  }

  private static String stacks(List<StuckThread> threads) {
    return threads.stream().map(thread -> "\n  " + thread).collect(Collectors.joining());
  }

  // ---- exceptions that cannot be shown

  /** Takes the place of an event with an exception that the log binding cannot read. */
  static HostEvent withStandIn(HostEvent event) {
    return switch (event) {
      case ServiceFailed e ->
          new Events.ServiceFailed(e.host(), e.service(), e.where(), standIn(e.failure()));
      case JobFailed e ->
          new Events.JobFailed(e.host(), e.service(), e.item(), e.tries(), standIn(e.failure()));
      case RunEnded e -> {
        Optional<Throwable> failure = e.failure().map(EventLines::standIn);
        yield new Events.RunEnded(
            e.host(), e.service(), e.run(), e.scheduled(), e.took(), e.outcome(), failure);
      }
      default -> event;
    };
  }

  static Throwable standIn(Throwable failure) {
    return new IllegalStateException(failure.getClass().getName() + ", which cannot be shown");
  }
}
