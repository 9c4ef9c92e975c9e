package dev.innkeeper.ops;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.slf4j.LoggerFactory;

/** What is logged by a class, from INFO on: level, line, and the message of what was thrown. */
final class LogLines extends AppenderBase<ILoggingEvent> implements AutoCloseable {

  private final List<String> lines = new CopyOnWriteArrayList<>();
  private final Logger logger;

  private LogLines(Logger logger) {
    this.logger = logger;
  }

  static LogLines of(Class<?> by) {
    LogLines made = new LogLines((Logger) LoggerFactory.getLogger(by));
    made.start();
    made.logger.addAppender(made);
    made.logger.setLevel(Level.INFO);
    return made;
  }

  @Override
  protected void append(ILoggingEvent event) {
    String thrown =
        event.getThrowableProxy() == null
            ? ""
            : " [" + event.getThrowableProxy().getMessage() + "]";
    lines.add(event.getLevel() + " " + event.getFormattedMessage() + thrown);
  }

  List<String> lines() {
    return lines;
  }

  @Override
  public void close() {
    logger.detachAppender(this);
    logger.setLevel(null);
  }
}
