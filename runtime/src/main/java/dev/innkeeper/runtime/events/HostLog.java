package dev.innkeeper.runtime.events;

import dev.innkeeper.runtime.report.HostEvent;
import dev.innkeeper.runtime.report.HostEvent.HostStopped;
import dev.innkeeper.runtime.report.HostEvent.JobFailed;
import dev.innkeeper.runtime.report.HostEvent.JobRetrying;
import dev.innkeeper.runtime.report.HostEvent.OfService;
import dev.innkeeper.runtime.report.HostEvent.RunEnded;
import dev.innkeeper.runtime.report.HostEvent.ServiceFailed;
import dev.innkeeper.runtime.report.StopReport;
import dev.innkeeper.timer.TimeSource;
import dev.innkeeper.timer.message.Shown;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;
import org.slf4j.helpers.NOPLoggerFactory;

/**
 * Every log line of a host, each with its fields. What a logger throws does not harm the host: see
 * {@link LineWriter}.
 */
public final class HostLog {

  public static final String NAME = "dev.innkeeper.runtime.Host";

  private static final Logger LOG = LoggerFactory.getLogger(NAME);

  private final String host;
  private final LineWriter writer;
  private final RepeatedFailures repeated;

  // Whether the log was to show them, at a time when the binding was certainly there; without a
  // binding nobody has decided to hide what went wrong:
  private final boolean showsCleanReports = LOG.isInfoEnabled();
  private final boolean showsOtherReports = LOG.isWarnEnabled() || isWithoutBinding();
  private final boolean showsFailures = LOG.isErrorEnabled() || isWithoutBinding();

  private final Unseen unseen = new Unseen();

  /** Written before it is logged. */
  private volatile @Nullable FallbackLine cleanReport;

  /**
   * The log of a host.
   *
   * @param mdcKey under which a service stands in the MDC of lines about it; null: nowhere
   * @param time by which failures that come again are counted
   */
  public HostLog(String host, @Nullable String mdcKey, TimeSource time) {
    this.host = host;
    this.writer = new LineWriter(host, mdcKey);
    this.repeated = new RepeatedFailures(time);
    FallbackLine.wakeBinding();
  }

  private static boolean isWithoutBinding() {
    return LoggerFactory.getILoggerFactory() instanceof NOPLoggerFactory;
  }

  boolean showsWarnings() {
    return LOG.isWarnEnabled();
  }

  boolean showsDetails() {
    return LOG.isDebugEnabled();
  }

  /** Whether anybody would see the line of an event. */
  public boolean shows(HostEvent event) {
    return EventLines.isShown(LOG, event);
  }

  /** Whether it is told at DEBUG only. */
  static boolean isDetail(HostEvent event) {
    return EventLines.of(event, "").level() == Level.DEBUG;
  }

  /** Writes the line of an event that is no failure. */
  public void write(HostEvent event) {
    write(EventLines.of(event, shownAs(event)));
  }

  // ---- failures: the same one is told in full once, then it is counted

  /**
   * The line of an event, to be written later. What must be seen is known from here on; whether a
   * failure is told in full is found out later, since its methods are user code.
   *
   * @param mdc see {@link LineWriter#write}
   */
  Runnable lineOf(HostEvent event, @Nullable Map<String, String> mdc) {
    FallbackLine must = mustBeSeen(event);
    Failing failing = Failing.of(event);
    Runnable full = inFull(event, must, mdc);
    if (failing == null) {
      return full;
    }
    return () -> {
      RepeatedFailures.Told told = repeated.add(failing);
      told.counts().forEach(this::write);
      if (told.inFull()) {
        full.run();
      } else if (must != null) {
        unseen.isCounted(must);
      }
    };
  }

  /** What is to be written now that a job or a run has failed: found out on its own thread. */
  List<Runnable> linesOf(HostEvent event, @Nullable Map<String, String> mdc) {
    Failing failing = Failing.of(event);
    if (failing == null) {
      return List.of(inFull(event, mustBeSeen(event), mdc));
    }
    RepeatedFailures.Told told = repeated.add(failing);
    List<Runnable> lines = new ArrayList<>();
    told.counts().forEach(count -> lines.add(lineOf(count)));
    if (told.inFull()) {
      lines.add(inFull(event, mustBeSeen(event), mdc));
    }
    return lines;
  }

  private Runnable inFull(
      HostEvent event, @Nullable FallbackLine must, @Nullable Map<String, String> mdc) {
    if (must == null) {
      return () -> writer.write(EventLines.of(event, shownAs(event)), mdc);
    }
    unseen.add(must);
    return () -> {
      writer.write(EventLines.of(event, must), mdc);
      unseen.logged(must);
    };
  }

  private void write(RepeatedFailures.Count count) {
    lineOf(count).run();
  }

  private Runnable lineOf(RepeatedFailures.Count count) {
    Failing last = count.last();
    String who = host + "/" + last.service();
    if (!last.isError() || !showsFailures) {
      return () -> write(EventLines.again(count, who));
    }
    FallbackLine must = new FallbackLine(() -> who, () -> who + EventLines.howOften(count));
    unseen.add(must);
    return () -> {
      write(EventLines.again(count, must));
      unseen.logged(must);
    };
  }

  boolean hasUncounted() {
    return repeated.hasRest();
  }

  /** How often failures came again since that was told last. */
  void writeCounts() {
    repeated.rest().forEach(this::write);
  }

  /** What comes from here on is not kept for later. */
  void endCounting() {
    repeated.close();
  }

  // ---- what must be seen

  private @Nullable FallbackLine mustBeSeen(HostEvent event) {
    return switch (event) {
      case ServiceFailed e -> failure(nameOf(e), "failed " + e.where(), e.failure());
      case JobFailed e -> failure(e.job(), "failed", e.failure());
      case RunEnded e when e.outcome().isFailure() ->
          failure(
              nameOf(e), "run " + e.run() + " " + EventLines.outcome(e), e.failure().orElse(null));
      case HostStopped e when !e.report().clean() -> showsOtherReports ? lineOf(e.report()) : null;
      default -> null;
    };
  }

  private @Nullable FallbackLine failure(String who, String what, @Nullable Throwable thrown) {
    Supplier<String> inFull =
        () -> who + " " + what + (thrown == null ? "" : ": " + Shown.withStack(thrown));
    return showsFailures ? new FallbackLine(() -> who, inFull) : null;
  }

  /** The line of an extension that has failed, which must be seen as that of a service. */
  Runnable extensionFailed(String extension, String what, Throwable thrown) {
    String who = host + ": extension " + extension;
    FallbackLine must = failure(who, "failed " + what, thrown);
    Line line =
        Line.error("extension.failed")
            .with("extension", extension)
            .saying("{} failed {}", must == null ? who : must, what)
            .thrown(thrown);
    if (must == null) {
      return () -> write(line);
    }
    unseen.add(must);
    return () -> {
      write(line);
      unseen.logged(must);
    };
  }

  private static FallbackLine lineOf(StopReport report) {
    Supplier<String> text = report.clean() ? report::summary : report::toString;
    return new FallbackLine(text, text);
  }

  private Object shownAs(HostEvent event) {
    return switch (event) {
      case JobFailed e -> e.job();
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
      return inFull(event, mustBeSeen(event), null);
    }
    FallbackLine line = lineOf(report);
    cleanReport = showsCleanReports ? line : null;
    return () -> {
      writer.write(EventLines.of(event, line), null);
      line.logged();
      write(Line.debug("host.report").saying("{}", report));
    };
  }

  /** Whether there are failures, or a report that is not clean, which the log has not shown. */
  boolean hasUnseen() {
    return !unseen.isEmpty();
  }

  /** Whether all failures so far stand in the log, or on standard error. */
  public boolean hasShownFailures() {
    return showsFailures && unseen.isShown();
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

  // ---- details of jobs

  /** In good hands: a detail. */
  void jobFailureTaken(JobFailed event) {
    write(EventLines.failed(Line.debug("job.failed"), event, event.job()));
  }

  void jobIsRetried(JobRetrying event) {
    write(EventLines.retrying(Line.debug("job.retrying"), event).thrown(event.failure()));
  }

  private void write(Line line) {
    writer.write(line, null);
  }
}
