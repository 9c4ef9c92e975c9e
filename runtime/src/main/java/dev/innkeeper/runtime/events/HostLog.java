package dev.innkeeper.runtime.events;

import dev.innkeeper.runtime.report.HostEvent;
import dev.innkeeper.runtime.report.HostEvent.HostStopped;
import dev.innkeeper.runtime.report.HostEvent.JobFailed;
import dev.innkeeper.runtime.report.HostEvent.OfService;
import dev.innkeeper.runtime.report.HostEvent.RunEnded;
import dev.innkeeper.runtime.report.HostEvent.ServiceFailed;
import dev.innkeeper.runtime.report.StopReport;
import dev.innkeeper.runtime.thread.Shown;
import dev.innkeeper.runtime.time.Durations;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
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
    return EventLines.isShown(LOG, event);
  }

  /** Writes the line of an event. */
  public void write(HostEvent event) {
    lineOf(event).run();
  }

  /** The line of an event, to be written later: what must be seen is known from here on. */
  Runnable lineOf(HostEvent event) {
    FallbackLine must = mustBeSeen(event);
    if (must == null) {
      return () -> write(event, shownAs(event));
    }
    unseen.add(must);
    return () -> {
      write(event, must);
      unseen.logged(must);
    };
  }

  private static void write(HostEvent event, Object who) {
    try {
      EventLines.write(LOG, who, event);
    } catch (Throwable t) { // a binding asks an exception for its message, which is user code
      write(() -> EventLines.write(LOG, who, EventLines.withStandIn(event)));
    }
  }

  private @Nullable FallbackLine mustBeSeen(HostEvent event) {
    return switch (event) {
      case ServiceFailed e -> failure(e, "failed " + e.where(), e.failure());
      case JobFailed e -> failure(e, "a job has failed", e.failure());
      case RunEnded e when e.outcome().isFailure() ->
          failure(e, "run " + e.run() + " " + EventLines.outcome(e), e.failure().orElse(null));
      case HostStopped e when !e.report().clean() -> showsOtherReports ? lineOf(e.report()) : null;
      default -> null;
    };
  }

  private @Nullable FallbackLine failure(OfService event, String what, @Nullable Throwable thrown) {
    String who = nameOf(event);
    Supplier<String> inFull =
        () -> who + " " + what + (thrown == null ? "" : ": " + Shown.withStack(thrown));
    return showsFailures ? new FallbackLine(() -> who, inFull) : null;
  }

  private static FallbackLine lineOf(StopReport report) {
    Supplier<String> text = report.clean() ? report::summary : report::toString;
    return new FallbackLine(text, text);
  }

  private Object shownAs(HostEvent event) {
    return switch (event) {
      case OfService e -> nameOf(e);
      case HostStopped e -> e.report();
      default -> host;
    };
  }

  private String nameOf(OfService event) {
    return host + "/" + event.service();
  }

  /**
   * Whether anything is to be written about it, here or elsewhere: the binding may be closed now.
   */
  boolean shows(StopReport report) {
    return !report.clean() || showsCleanReports || LOG.isInfoEnabled();
  }

  /** The last line: a report that is clean in a line, and in full for those who look closely. */
  Runnable lastLine(HostStopped event) {
    StopReport report = event.report();
    if (!report.clean()) {
      return lineOf(event);
    }
    FallbackLine line = lineOf(report);
    cleanReport = showsCleanReports ? line : null;
    return () -> {
      write(event, line);
      line.logged();
      write(() -> LOG.debug("{}", report));
    };
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

  // ---- what is no event

  public void callbackFailed(String event, Throwable thrown) {
    write(thrown, shown -> LOG.error("{}: a callback for '{}' failed", host, event, shown));
  }

  public void jobFailedUntold(JobFailed event) {
    String who = nameOf(event);
    write(event.failure(), shown -> EventLines.jobFailed(LOG, who, event, UNTOLD, shown));
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

  public void readyInVain(String service) {
    write(() ->
        LOG.warn(
            "{}/{} calls ready(), which has no effect, since its options do not say"
                + " waitForReady(): choose that, or leave ready() out",
            host,
            service));
  }

  public void startGivenUp(String service) {
    write(() -> LOG.debug("{}/{}: start was given up", host, service));
  }

  public void workEndedAsAsked(String service, Throwable thrown) {
    write(
        thrown,
        shown -> LOG.debug("{}/{} has ended its work, as it was asked to", host, service, shown));
  }

  public void endedLate(String service) {
    write(() -> LOG.info("{}/{} has ended after all; it had been abandoned", host, service));
  }

  /** With a stand-in for an exception that the binding cannot read. */
  private static void write(Throwable thrown, Consumer<Throwable> line) {
    try {
      line.accept(thrown);
    } catch (Throwable t) {
      write(() -> line.accept(EventLines.standIn(thrown)));
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
