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
import dev.innkeeper.runtime.time.Durations;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
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

  private static final Logger LOG = LoggerFactory.getLogger(NAME);

  private final String host;

  /** Whether the log was to show the report, at a time when the binding was certainly there. */
  private final boolean showsCleanReports = LOG.isInfoEnabled();

  /** Without a binding nobody has decided to hide them. */
  private final boolean showsOtherReports =
      LOG.isWarnEnabled() || LoggerFactory.getILoggerFactory() instanceof NOPLoggerFactory;

  /** Written before the report is logged. */
  private volatile @Nullable ReportLine reportLine;

  public HostLog(String host) {
    this.host = host;
    ReportLine.wakeBinding();
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

  /** The line of an event. */
  public void write(HostEvent event) {
    try {
      line(event);
    } catch (Throwable t) { // a binding asks an exception for its message, which is user code
      write(() -> lineWithoutException(event));
    }
  }

  private void lineWithoutException(HostEvent event) {
    if (event instanceof ServiceFailed e) {
      String what = e.failure().getClass().getName();
      LOG.error("{}/{} failed {}: {}, which cannot be shown", host, e.service(), e.where(), what);
    }
  }

  private void line(HostEvent event) {
    if (event instanceof OfService ofService) {
      line(host + "/" + ofService.service(), ofService);
    } else if (event instanceof HostStarted e) {
      String what = e.services() == 1 ? "1 service" : e.services() + " services";
      LOG.info("{} started: {} in {}", host, what, Durations.show(e.took()));
    } else if (event instanceof HostStopping e) {
      LOG.info("{} is stopping: {}", host, e.reason());
    } else if (event instanceof HostStopped e) {
      report(e.report());
    }
  }

  /**
   * Whether anything is to be written about it, here or elsewhere: the binding may be closed now.
   */
  boolean shows(StopReport report) {
    return !report.clean() || showsCleanReports || LOG.isInfoEnabled();
  }

  private void report(StopReport report) {
    ReportLine line = new ReportLine(report);
    if (report.clean()) {
      reportLine = showsCleanReports ? line : null;
      LOG.info("{}", line);
      LOG.debug("{}", report);
    } else {
      reportLine = showsOtherReports ? line : null;
      LOG.warn("{}", line);
    }
  }

  /**
   * While the JVM shuts down, after the report was logged: to standard error with it, if it was to
   * be seen and the log has not shown it.
   */
  public void printReportIfLost() {
    ReportLine line = reportLine;
    if (line != null && line.isLost()) {
      line.print();
    }
  }

  private static void line(String who, OfService event) {
    switch (event) {
      case ServiceStarting unused -> LOG.debug("{} is starting", who);
      case ServiceStarted e -> LOG.debug("{} started in {}", who, Durations.show(e.took()));
      case ServiceCompleted unused -> LOG.debug("{} has completed its work", who);
      case ServiceFailed e -> LOG.error("{} failed {}", who, e.where(), e.failure());
      case ServiceRestarting e ->
          LOG.warn(
              "{} is restarted in {} (restart {})", who, Durations.show(e.delay()), e.restart());
      case ServiceStopping unused -> LOG.debug("{} is asked to stop", who);
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
      case JobFailed e -> jobFailed(who, e, "nobody was waiting for it");
    }
  }

  private static void jobFailed(String who, JobFailed event, String why) {
    LOG.error(
        "{}: a job has failed after {}, and {}: {}",
        who,
        event.tries() == 1 ? "one try" : event.tries() + " tries",
        why,
        event.item(),
        event.failure());
  }

  private static void line(String who, RunEnded event) {
    String took = Durations.show(event.took());
    String how = event.outcome().name().toLowerCase(Locale.ROOT);
    if (event.outcome().isFailure()) {
      LOG.error(
          "{}: run {} {} after {}", who, event.run(), how, took, event.failure().orElse(null));
    } else {
      LOG.debug("{}: run {} {} in {}", who, event.run(), how, took);
    }
  }

  private static String stacks(List<StuckThread> threads) {
    return threads.stream().map(thread -> "\n  " + thread).collect(Collectors.joining());
  }

  // ---- what is no event

  public void callbackFailed(String event, Throwable thrown) {
    write(() -> LOG.error("{}: a callback for '{}' failed", host, event, thrown));
  }

  public void jobFailedUntold(JobFailed event) {
    String why = "the listeners have yet to hear of " + HostEvents.MOST_UNTOLD_JOBS + " others";
    write(() -> jobFailed(host + "/" + event.service(), event, why));
  }

  public void listenerFailed(HostEvent event, Throwable thrown) {
    String what = event.getClass().getSimpleName();
    write(() -> LOG.error("{}: a listener failed at {}", host, what, thrown));
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
    write(() -> LOG.error("{}/{}: a callback of a job failed", host, service, thrown));
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
    write(() -> LOG.error("{}: the host thread failed; this is a bug of Innkeeper", host, thrown));
  }

  public void startGivenUp(String service) {
    write(() -> LOG.debug("{}/{}: start was given up", host, service));
  }

  public void endedLate(String service) {
    write(() -> LOG.info("{}/{} has ended after all; it had been abandoned", host, service));
  }

  private static void write(Runnable line) {
    try {
      line.run();
    } catch (Throwable t) {
      return;
    }
  }
}
