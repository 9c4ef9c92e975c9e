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
import dev.innkeeper.runtime.report.HostEvent.ServiceStopped;
import dev.innkeeper.runtime.report.HostEvent.ServiceStopping;
import dev.innkeeper.runtime.report.HostEvent.TicksSkipped;
import dev.innkeeper.runtime.report.ServiceStatus.StuckThread;
import dev.innkeeper.runtime.report.StopReport;
import dev.innkeeper.runtime.thread.Shown;
import dev.innkeeper.runtime.time.Durations;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;
import org.slf4j.helpers.NOPLoggerFactory;

/**
 * Every log line of a host. What a logger throws (a binding that prints an exception calls its
 * {@code getMessage()}, which is user code) must not harm the host, and there is nowhere left to
 * tell it.
 */
public final class HostLog {

  public static final String NAME = "dev.innkeeper.runtime.Host";

  private static final String UNTOLD =
      "the listeners have yet to hear of " + HostEvents.MOST_UNTOLD_JOBS + " others";

  private static final Logger LOG = LoggerFactory.getLogger(NAME);

  private final String host;

  // Whether the log was to show them, at a time when the binding was certainly there; without a
  // binding nobody has decided to hide what went wrong:
  private final boolean showsCleanReports = LOG.isInfoEnabled();
  private final boolean showsOtherReports = LOG.isWarnEnabled() || isWithoutBinding();
  private final boolean showsFailures = LOG.isErrorEnabled() || isWithoutBinding();

  private final Unseen unseen = new Unseen();

  /** Written before it is logged. */
  private volatile @Nullable FallbackLine cleanReport;

  public HostLog(String host) {
    this.host = host;
    FallbackLine.wakeBinding();
  }

  private static boolean isWithoutBinding() {
    return LoggerFactory.getILoggerFactory() instanceof NOPLoggerFactory;
  }

  boolean showsDetails() {
    return LOG.isDebugEnabled();
  }

  /** Whether anybody would see the line of an event. */
  public boolean shows(HostEvent event) {
    return switch (event) {
      case ServiceStarting unused -> LOG.isDebugEnabled();
      case ServiceStarted unused -> LOG.isDebugEnabled();
      case ServiceCompleted unused -> LOG.isDebugEnabled();
      case ServiceStopping unused -> LOG.isDebugEnabled();
      case ServiceStopped unused -> LOG.isDebugEnabled();
      case HostStarted unused -> LOG.isInfoEnabled();
      case HostStopping unused -> LOG.isInfoEnabled();
      default -> true;
    };
  }

  /** Writes the line of an event. */
  public void write(HostEvent event) {
    lineOf(event).run();
  }

  /** The line of an event, to be written later: what must be seen is known from here on. */
  Runnable lineOf(HostEvent event) {
    FallbackLine must = mustBeSeen(event);
    Object who = must == null ? nameOf(event) : must;
    if (must != null) {
      unseen.add(must);
    }
    return () -> {
      try {
        line(event, who);
      } catch (Throwable t) { // a binding asks an exception for its message, which is user code
        write(() -> line(withStandIn(event), who));
      }
      if (must != null) {
        unseen.logged(must);
      }
    };
  }

  private @Nullable FallbackLine mustBeSeen(HostEvent event) {
    return switch (event) {
      case ServiceFailed e -> failure(e, "failed " + e.where(), e.failure());
      case JobFailed e -> failure(e, "a job has failed", e.failure());
      case RunEnded e when e.outcome().isFailure() ->
          failure(e, "run " + e.run() + " " + outcome(e), e.failure().orElse(null));
      case HostStopped e when !e.report().clean() ->
          showsOtherReports ? new FallbackLine(text(e.report()), () -> text(e.report())) : null;
      default -> null;
    };
  }

  private @Nullable FallbackLine failure(OfService event, String what, @Nullable Throwable thrown) {
    String who = nameOf(event);
    Supplier<String> inFull =
        () -> who + " " + what + (thrown == null ? "" : ": " + Shown.withStack(thrown));
    return showsFailures ? new FallbackLine(who, inFull) : null;
  }

  private String nameOf(HostEvent event) {
    return event instanceof OfService ofService ? host + "/" + ofService.service() : host;
  }

  private static String text(StopReport report) {
    return report.clean() ? report.summary() : report.toString();
  }

  /** Takes the place of an event with an exception that the log binding cannot read. */
  private static HostEvent withStandIn(HostEvent event) {
    return switch (event) {
      case ServiceFailed e ->
          new ServiceFailed(e.host(), e.service(), e.where(), standIn(e.failure()));
      case JobFailed e ->
          new JobFailed(e.host(), e.service(), e.item(), e.tries(), standIn(e.failure()));
      case RunEnded e -> {
        Optional<Throwable> failure = e.failure().map(HostLog::standIn);
        yield new RunEnded(
            e.host(), e.service(), e.run(), e.scheduled(), e.took(), e.outcome(), failure);
      }
      default -> event;
    };
  }

  private static Throwable standIn(Throwable failure) {
    return new IllegalStateException(failure.getClass().getName() + ", which cannot be shown");
  }

  private void line(HostEvent event, Object who) {
    switch (event) {
      case OfService e -> line(who, e);
      case HostStarted e -> {
        String what = e.services() == 1 ? "1 service" : e.services() + " services";
        LOG.info("{} started: {} in {}", who, what, Durations.show(e.took()));
      }
      case HostStopping e -> LOG.info("{} is stopping: {}", who, e.reason());
      case HostStopped e -> report(e.report(), who);
    }
  }

  /**
   * Whether anything is to be written about it, here or elsewhere: the binding may be closed now.
   */
  boolean shows(StopReport report) {
    return !report.clean() || showsCleanReports || LOG.isInfoEnabled();
  }

  private void report(StopReport report, Object shown) {
    if (report.clean()) {
      FallbackLine line = new FallbackLine(text(report), () -> text(report));
      cleanReport = showsCleanReports ? line : null;
      LOG.info("{}", line);
      line.logged();
      LOG.debug("{}", report);
    } else {
      LOG.warn("{}", shown instanceof FallbackLine ? shown : report);
    }
  }

  /** Whether there are failures, or a report that is not clean, which the log has not shown. */
  boolean hasUnseen() {
    return !unseen.isEmpty();
  }

  /** To standard error, each once. Asks exceptions for their messages, which is user code. */
  void printUnseen() {
    unseen.print();
  }

  /** While the JVM shuts down, after the report was logged: a report that is clean, too. */
  public void printReportIfLost() {
    FallbackLine line = cleanReport;
    if (line != null) {
      line.printIfLost();
    }
  }

  private static void line(Object who, OfService event) {
    switch (event) {
      case ServiceStarting unused -> LOG.debug("{} is starting", who);
      case ServiceStarted e -> LOG.debug("{} started in {}", who, Durations.show(e.took()));
      case ServiceCompleted unused -> LOG.debug("{} has completed its work", who);
      case ServiceFailed e -> LOG.error("{} failed {}", who, e.where(), e.failure());
      case ServiceRestarting e ->
          LOG.warn(
              "{} is restarted in {} (restart {})", who, Durations.show(e.delay()), e.restart());
      case ServiceStopping unused -> LOG.debug("{} is asked to stop", who);
      case ServiceInterrupted e when e.after().isZero() ->
          LOG.warn("{} is interrupted: it is still busy before its stop", who);
      case ServiceInterrupted e ->
          LOG.warn(
              "{} is interrupted: it has not stopped {} after it was asked",
              who,
              Durations.show(e.after()));
      case ServiceStopped e -> LOG.debug("{} stopped in {}", who, Durations.show(e.took()));
      case ServiceAbandoned e -> LOG.warn("{} is abandoned{}", who, stacks(e.stuckIn()));
      case RunEnded e -> line(who, e);
      case TicksSkipped e ->
          LOG.atLevel(e.again() ? Level.DEBUG : Level.WARN)
              .log("{}: {} skipped", who, e.ticks() == 1 ? "a tick" : e.ticks() + " ticks");
      case JobFailed e -> jobFailed(who, e, "nobody was waiting for it", e.failure());
    }
  }

  private static void jobFailed(Object who, JobFailed event, String why, Throwable failure) {
    LOG.error(
        "{}: a job has failed after {}, and {}: {}",
        who,
        event.tries() == 1 ? "one try" : event.tries() + " tries",
        why,
        Shown.of(event.item()),
        failure);
  }

  private static void line(Object who, RunEnded event) {
    String took = Durations.show(event.took());
    String how = outcome(event);
    if (event.outcome().isFailure()) {
      LOG.error(
          "{}: run {} {} after {}", who, event.run(), how, took, event.failure().orElse(null));
    } else {
      LOG.debug("{}: run {} {} in {}", who, event.run(), how, took);
    }
  }

  private static String outcome(RunEnded event) {
    return event.outcome().name().toLowerCase(Locale.ROOT);
  }

  private static String stacks(List<StuckThread> threads) {
    return threads.stream().map(thread -> "\n  " + thread).collect(Collectors.joining());
  }

  // ---- what is no event

  public void callbackFailed(String event, Throwable thrown) {
    write(thrown, shown -> LOG.error("{}: a callback for '{}' failed", host, event, shown));
  }

  public void jobFailedUntold(JobFailed event) {
    String who = host + "/" + event.service();
    write(event.failure(), shown -> jobFailed(who, event, UNTOLD, shown));
  }

  public void listenerFailed(HostEvent event, Throwable thrown) {
    String what = event.getClass().getSimpleName();
    write(thrown, shown -> LOG.error("{}: a listener failed at {}", host, what, shown));
  }

  public void callbacksOverdue(String event) {
    write(() -> LOG.warn("{}: goes on without waiting for the callbacks for '{}'", host, event));
  }

  public void overruled(String key, Object chosen, Object configured) {
    write(() ->
        LOG.info(
            "{}: {} is {} from the configuration, not {} from the builder",
            host,
            key,
            configured,
            chosen));
  }

  public void frozen(Duration lost) {
    write(() ->
        LOG.warn(
            "{}: the process stood still for {}; time limits are moved by that",
            host,
            Durations.show(lost)));
  }

  public void keptAliveBy(List<String> threads) {
    write(() ->
        LOG.info("{} has stopped; the JVM runs on until these threads end: {}", host, threads));
  }

  public void jobCallbackFailed(String service, Throwable thrown) {
    write(thrown, shown -> LOG.error("{}/{}: a callback of a job failed", host, service, shown));
  }

  public void handedBack(String service, int jobs) {
    write(() ->
        LOG.info(
            "{}/{}: {} not done, and handed back",
            host,
            service,
            jobs == 1 ? "1 job was" : jobs + " jobs were"));
  }

  public void runEndedLate(String service, long run) {
    write(
        () -> LOG.info("{}/{}: run {} has ended after all; it was abandoned", host, service, run));
  }

  public void jobEndedLate(String service) {
    write(() -> LOG.info("{}/{}: a job that had been given up has ended after all", host, service));
  }

  public void broken(Throwable thrown) {
    write(
        thrown,
        shown -> LOG.error("{}: the host thread failed; this is a bug of Innkeeper", host, shown));
  }

  public void startGivenUp(String service) {
    write(() -> LOG.debug("{}/{}: start was given up", host, service));
  }

  public void workEndedAsAsked(String service, Throwable thrown) {
    write(() -> LOG.debug("{}/{} has ended its work, as it was asked to", host, service, thrown));
  }

  public void endedLate(String service) {
    write(() -> LOG.info("{}/{} has ended after all; it had been abandoned", host, service));
  }

  /** With a stand-in for an exception that the binding cannot read. */
  private static void write(Throwable thrown, Consumer<Throwable> line) {
    try {
      line.accept(thrown);
    } catch (Throwable t) {
      write(() -> line.accept(standIn(thrown)));
    }
  }

  private static void write(Runnable line) {
    try {
      line.run();
    } catch (Throwable t) {
      return;
    }
  }
}
