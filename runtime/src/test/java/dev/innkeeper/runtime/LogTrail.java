package dev.innkeeper.runtime;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.core.AppenderBase;
import dev.innkeeper.runtime.events.JdkWarning;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.slf4j.LoggerFactory;

/** The log lines of hosts from here until it is closed: {@code LEVEL message [what was thrown]}. */
final class LogTrail extends AppenderBase<ILoggingEvent> implements AutoCloseable {

  static { // tests assert all lines, whatever JDK they run on
    System.setProperty(JdkWarning.SWITCH, "false");
  }

  private final Logger logger = (Logger) LoggerFactory.getLogger(Host.class);
  private final List<String> lines = new CopyOnWriteArrayList<>();
  private final List<String> linesWithClasses = new CopyOnWriteArrayList<>();

  static LogTrail from(Level level) {
    LogTrail log = new LogTrail();
    log.start();
    log.logger.addAppender(log);
    log.logger.setAdditive(false);
    log.logger.setLevel(level);
    return log;
  }

  @Override
  protected void append(ILoggingEvent event) {
    String line = event.getLevel() + " " + event.getFormattedMessage();
    IThrowableProxy thrown = event.getThrowableProxy();
    if (thrown == null) {
      lines.add(line);
      linesWithClasses.add(line);
    } else {
      lines.add(line + " [" + thrown.getMessage() + "]");
      linesWithClasses.add(line + " [" + thrown.getClassName() + ": " + thrown.getMessage() + "]");
    }
  }

  List<String> lines() {
    return lines;
  }

  /** {@code LEVEL message [class of what was thrown: what was thrown]}. */
  List<String> linesWithClasses() {
    return linesWithClasses;
  }

  List<String> linesAt(Level level) {
    return lines.stream().filter(line -> line.startsWith(level + " ")).toList();
  }

  @Override
  public void close() {
    logger.detachAppender(this);
    logger.setAdditive(true);
    logger.setLevel(null);
    stop();
  }
}
