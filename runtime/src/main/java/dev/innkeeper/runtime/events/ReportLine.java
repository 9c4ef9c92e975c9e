package dev.innkeeper.runtime.events;

import dev.innkeeper.runtime.report.StopReport;
import java.util.logging.Logger;
import org.slf4j.LoggerFactory;

/**
 * The stop report as an argument of its log line, which knows whether anybody took it.
 *
 * <p>While the JVM shuts down a log binding may be gone before the host has stopped: the hooks of
 * java.util.logging and of Log4j 2, and Logback's if there is one, run beside ours. Slf4j cannot be
 * asked about that, and neither a dependency on each binding nor reflection into them is wanted.
 * But a binding asks an argument for its text only when an appender is there to write it. That
 * holds for Logback and Log4j 2, asynchronous ones too, and for no binding at all. Slf4j's binding
 * to java.util.logging asks in any case; but that is in the JDK, and shows its handlers.
 *
 * <p>So look after the line was logged: what goes away in between makes it appear twice, which is
 * better than never.
 */
public final class ReportLine {

  private static final String JUL = "org.slf4j.jul.JDK14LoggerFactory";

  private final StopReport report;

  /** Written by the binding, on a thread of its choice. */
  private volatile boolean taken;

  public ReportLine(StopReport report) {
    this.report = report;
  }

  /** Whether the log has not shown it. */
  public boolean isLost() {
    return !taken || (bindingIsJul() && !Jul.hasHandlers(HostLog.NAME));
  }

  /**
   * java.util.logging makes its handlers when they are first asked for, and not any more once the
   * JVM shuts down: a host that is stopped before its first line could not log its report.
   */
  static void wakeBinding() {
    if (bindingIsJul()) {
      boolean unused = Jul.hasHandlers(HostLog.NAME);
    }
  }

  private static boolean bindingIsJul() {
    return LoggerFactory.getILoggerFactory().getClass().getName().equals(JUL);
  }

  /** Past the log. */
  public void print() {
    System.err.println(text());
  }

  private String text() {
    return report.clean() ? report.summary() : report.toString();
  }

  /** For the binding. */
  @Override
  public String toString() {
    taken = true;
    return text();
  }

  /** On its own, because an image made by jlink may lack the module. */
  private static final class Jul {

    private Jul() {}

    static boolean hasHandlers(String name) {
      Logger logger = Logger.getLogger(name);
      while (logger != null && logger.getHandlers().length == 0) {
        logger = logger.getUseParentHandlers() ? logger.getParent() : null;
      }
      return logger != null;
    }
  }
}
