package dev.innkeeper.runtime.events;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import java.util.logging.Logger;
import org.slf4j.LoggerFactory;

/**
 * An argument of a log line that must be seen: it knows whether the log has shown it, and goes to
 * standard error if not.
 *
 * <p>An appender may hang or be slow, and there may be no binding. While the JVM shuts down a
 * binding may be gone before the host has stopped: the hooks of java.util.logging and of Log4j 2,
 * and Logback's if there is one, run beside ours. Slf4j cannot be asked about that, and neither a
 * dependency on each binding nor reflection into them is wanted. But a binding asks an argument for
 * its text only when an appender is there to write it. That holds for Logback and Log4j 2,
 * asynchronous ones too, and for no binding at all. Slf4j's binding to java.util.logging asks in
 * any case; but that is in the JDK, and shows its handlers.
 *
 * <p>So look after the line was logged: what goes away in between makes it appear twice, which is
 * better than never.
 */
final class FallbackLine {

  private static final String JUL = "org.slf4j.jul.JDK14LoggerFactory";

  private final Supplier<String> inLog;
  private final Supplier<String> inFull;

  /** Written by the binding, on a thread of its choice. */
  private volatile boolean taken;

  /** Written when the logger has returned. */
  private volatile boolean logged;

  private final AtomicBoolean printed = new AtomicBoolean();

  /**
   * A line yet to be logged. Both texts may be made by user code: who asks for them may wait long.
   *
   * @param inLog what this argument is replaced by
   * @param inFull the line as it is printed
   */
  FallbackLine(Supplier<String> inLog, Supplier<String> inFull) {
    this.inLog = inLog;
    this.inFull = inFull;
  }

  /** The logger has returned. */
  void logged() {
    logged = true;
  }

  /** Whether the log has shown it. */
  boolean isShown() {
    return logged && taken && !(bindingIsJul() && !Jul.hasHandlers(HostLog.NAME));
  }

  /** Whether the log or standard error has shown it. */
  boolean isSeen() {
    return printed.get() || isShown();
  }

  /** To standard error, past the log; once. */
  void printIfLost() {
    if (!isShown() && printed.compareAndSet(false, true)) {
      System.err.println(inFull.get());
    }
  }

  /** For the binding. */
  @Override
  public String toString() {
    taken = true;
    return inLog.get();
  }

  /**
   * java.util.logging makes its handlers when they are first asked for, and not any more once the
   * JVM shuts down: a host that is stopped before its first line could not log its report.
   */
  static void wakeBinding() {
    if (bindingIsJul()) {
      Jul.hasHandlers(HostLog.NAME); // asks each logger for its handlers
    }
  }

  private static boolean bindingIsJul() {
    return LoggerFactory.getILoggerFactory().getClass().getName().equals(JUL);
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
