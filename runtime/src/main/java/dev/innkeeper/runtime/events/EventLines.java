package dev.innkeeper.runtime.events;

import dev.innkeeper.runtime.report.Health;
import dev.innkeeper.runtime.report.HostEvent;
import dev.innkeeper.runtime.report.HostEvent.CarriersHeld;
import dev.innkeeper.runtime.report.HostEvent.HealthChanged;
import dev.innkeeper.runtime.report.HostEvent.HostDraining;
import dev.innkeeper.runtime.report.HostEvent.HostStarted;
import dev.innkeeper.runtime.report.HostEvent.HostStopped;
import dev.innkeeper.runtime.report.HostEvent.HostStopping;
import dev.innkeeper.runtime.report.HostEvent.JobFailed;
import dev.innkeeper.runtime.report.HostEvent.JobRetrying;
import dev.innkeeper.runtime.report.HostEvent.LeadershipEnded;
import dev.innkeeper.runtime.report.HostEvent.LeadershipGained;
import dev.innkeeper.runtime.report.HostEvent.OfService;
import dev.innkeeper.runtime.report.HostEvent.RunEnded;
import dev.innkeeper.runtime.report.HostEvent.RunStarted;
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
import dev.innkeeper.runtime.time.Durations;
import dev.innkeeper.timer.message.Shown;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
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
      case HealthChanged e -> log.isEnabledForLevel(levelOf(e));
      case RunStarted unused -> log.isDebugEnabled();
      case JobRetrying unused -> log.isDebugEnabled();
      case HostStarted unused -> log.isInfoEnabled();
      case HostDraining unused -> log.isInfoEnabled();
      case HostStopping unused -> log.isInfoEnabled();
      default -> true;
    };
  }

  /** The line of an event of {@code who}. */
  static Line of(HostEvent event, Object who) {
    return switch (event) {
      case OfService e -> of(e, who).of(e.service());
      case HostStarted e -> {
        String what = e.services() == 1 ? "1 service" : e.services() + " services";
        yield Line.info("host.started")
            .with("services", e.services())
            .with("took_ms", e.took().toMillis())
            .saying("{} started: {} in {}", who, what, Durations.show(e.took()));
      }
      case HostDraining unused ->
          Line.info("host.draining").saying("{} is draining: it is no longer ready", who);
      case LeadershipGained e -> {
        Line line = Line.info("election.won").with("election", e.election());
        e.fencingToken().ifPresent(token -> line.with("token", token));
        yield line.saying("{} leads '{}'", who, Shown.text(e.election()));
      }
      case LeadershipEnded e ->
          (e.lost() ? Line.warn("election.lost") : Line.info("election.given_up"))
              .with("election", e.election())
              .saying("{} no longer leads '{}': {}", who, Shown.text(e.election()), e.reason());
      case CarriersHeld e ->
          Line.warn("host.carriers_held")
              .with("after_ms", e.after().toMillis())
              .saying(
                  "{}: virtual threads have not been able to run for {}: their carriers are held{}",
                  who,
                  Durations.show(e.after()),
                  e.holders().isEmpty()
                      ? ", by no thread of a service (jcmd <pid> Thread.dump_to_file shows all)"
                      : ": run such work with platformThreads(), and hold no lock in it while it"
                          + " waits"
                          + stacks(e.holders()));
      case HostStopping e ->
          Line.info("host.stopping")
              .with("reason", e.reason())
              .saying("{} is stopping: {}", who, Shown.text(e.reason()));
      case HostStopped e -> {
        boolean clean = e.report().clean();
        yield (clean ? Line.info("host.stopped") : Line.warn("host.stopped"))
            .with("clean", clean)
            .with("took_ms", e.report().took().toMillis())
            .saying("{}", who);
      }
      default -> Line.debug("event").saying("{}: {}", who, event);
    };
  }

  private static Line of(OfService event, Object who) {
    return switch (event) {
      case ServiceStarting unused -> Line.debug("service.starting").saying("{} is starting", who);
      case ServiceStillStarting e -> stillStarting(e, who);
      case ServiceStarted e ->
          Line.debug("service.started")
              .with("took_ms", e.took().toMillis())
              .saying("{} started in {}", who, Durations.show(e.took()));
      case ServiceCompleted unused ->
          Line.debug("service.completed").saying("{} has completed its work", who);
      case ServiceFailed e ->
          Line.error("service.failed").saying("{} failed {}", who, e.where()).thrown(e.failure());
      case ServiceRestarting e ->
          Line.warn("service.restarting")
              .with("restart", e.restart())
              .with("delay_ms", e.delay().toMillis())
              .saying(
                  "{} is restarted in {} (restart {})",
                  who,
                  Durations.show(e.delay()),
                  e.restart());
      case ServiceStopping unused ->
          Line.debug("service.stopping").saying("{} is asked to stop", who);
      case ServiceInterrupted e -> interrupted(e, who);
      case ServiceStopped e ->
          Line.debug("service.stopped")
              .with("took_ms", e.took().toMillis())
              .saying("{} stopped in {}", who, Durations.show(e.took()));
      case ServiceAbandoned e ->
          Line.warn("service.abandoned")
              .with("after_ms", e.after().toMillis())
              .saying("{} is abandoned{}", who, stacks(e.stuckIn()));
      case HealthChanged e -> health(e, who);
      case RunStarted e ->
          Line.debug("run.started").with("run", e.run()).saying("{}: run {} started", who, e.run());
      case RunEnded e -> ended(e, who);
      case TicksSkipped e ->
          (e.repeated() ? Line.debug("ticks.skipped") : Line.warn("ticks.skipped"))
              .with("ticks", e.ticks())
              .saying("{}: {} skipped", who, e.ticks() == 1 ? "a tick" : e.ticks() + " ticks");
      case JobRetrying e -> retrying(Line.warn("job.retrying"), e);
      case JobFailed e -> failed(Line.error("job.failed"), e, who);
      default -> Line.debug("event").saying("{}: {}", who, event);
    };
  }

  /** What follows from the state of a service, or from its jobs, is told by other lines. */
  private static Level levelOf(HealthChanged event) {
    if (event instanceof Events.HealthChanged told && told.toldOtherwise()) {
      return Level.DEBUG;
    }
    return event.now().status() == Health.Status.UP ? Level.INFO : Level.WARN;
  }

  private static Line health(HealthChanged event, Object who) {
    Line line =
        switch (levelOf(event)) {
          case DEBUG -> Line.debug("health.changed");
          case INFO -> Line.info("health.changed");
          default -> Line.warn("health.changed");
        };
    return line.with("health", event.now().status())
        .saying(
            "{} is {} (was {})", who, Shown.text(event.now().toString()), event.before().status());
  }

  private static Line stillStarting(ServiceStillStarting event, Object who) {
    return Line.warn("service.still_starting")
        .with("after_ms", event.after().toMillis())
        .saying(
            "{} has not started after {}: {}{}{}",
            who,
            Durations.show(event.after()),
            event.missing(),
            waiting(event.waiting()),
            stacks(event.stuckIn()));
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

  private static Line interrupted(ServiceInterrupted event, Object who) {
    Line line = Line.warn("service.interrupted").with("after_ms", event.after().toMillis());
    boolean hasStopped = event instanceof Events.ServiceInterrupted told && told.hasStopped();
    return hasStopped || event.after().toMillis() == 0
        ? line.saying("{} is interrupted", who)
        : line.saying(
            "{} is interrupted: it has not stopped {} after it was asked",
            who,
            Durations.show(event.after()));
  }

  private static Line ended(RunEnded event, Object who) {
    boolean failed = event.outcome().isFailure();
    Line line = failed ? Line.error("run.failed") : Line.debug("run.ended");
    String sentence = failed ? "{}: run {} {} after {}" : "{}: run {} {} in {}";
    return line.with("run", event.run())
        .with("outcome", event.outcome())
        .with("took_ms", event.took().toMillis())
        .saying(sentence, who, event.run(), outcome(event), Durations.show(event.took()))
        .thrown(failed ? event.failure().orElse(null) : null);
  }

  static String outcome(RunEnded event) {
    return event.outcome().name().toLowerCase(Locale.ROOT);
  }

  /** {@code who} is the job, whose id begins with its service. */
  static Line failed(Line line, JobFailed event, Object who) {
    String after = event.attempts() == 1 ? "one attempt" : event.attempts() + " attempts";
    return line.of(event.service())
        .ofJob(event.job())
        .with("attempts", event.attempts())
        .saying("{} failed after {}", who, after)
        .thrown(event.failure());
  }

  static Line retrying(Line line, JobRetrying event) {
    return line.of(event.service())
        .ofJob(event.job())
        .with("attempt", event.attempt())
        .with("delay_ms", event.delay().toMillis())
        .saying(
            "{} failed in attempt {}, and is tried again in {}: {}",
            event.job(),
            event.attempt(),
            Durations.show(event.delay()),
            Shown.ofFailure(event.failure()));
  }

  /** The same failure came again. */
  static Line again(RepeatedFailures.Count count, Object who) {
    Failing last = count.last();
    Line line = (last.isError() ? Line.error(last.event()) : Line.warn(last.event()));
    if (last.job() != null) {
      line.ofJob(last.job());
    }
    return line.of(last.service())
        .with("times", count.times())
        .saying("{}{}", who, howOften(count));
  }

  /** The rest of a sentence that begins with the service. */
  static String howOften(RepeatedFailures.Count count) {
    Failing last = count.last();
    return (last.what().isEmpty() ? " failed " : ": " + last.what() + " failed ")
        + (count.times() == 1 ? "once more" : count.times() + " more times")
        + " in the last "
        + Durations.show(Duration.ofNanos(count.nanos()))
        + (last.isError() ? ": " : ", and are repeated: ")
        + Shown.ofFailure(last.thrown())
        + (last.what().isEmpty() ? "" : ", last " + last.last());
  }

  static String frames(List<StackTraceElement> stack) {
    return stack.stream().map(frame -> "\n    at " + frame).collect(Collectors.joining());
  }

  static String stacks(List<StuckThread> threads) {
    return threads.stream().map(thread -> "\n  " + thread).collect(Collectors.joining());
  }
}
