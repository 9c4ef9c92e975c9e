package dev.innkeeper.timer;

import java.text.MessageFormat;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/** What a class says to its {@link System.Logger}, which is one of java.util.logging here. */
final class WarningTrail extends Handler implements AutoCloseable {

  private final List<String> messages = new CopyOnWriteArrayList<>();
  private final Logger logger;

  WarningTrail(Class<?> speaker) {
    logger = Logger.getLogger(speaker.getName());
    logger.addHandler(this);
    logger.setUseParentHandlers(false);
  }

  List<String> messages() {
    return messages;
  }

  @Override
  public void publish(LogRecord line) {
    messages.add(new MessageFormat(line.getMessage(), Locale.ROOT).format(line.getParameters()));
  }

  @Override
  public void flush() {}

  @Override
  public void close() {
    logger.removeHandler(this);
    logger.setUseParentHandlers(true);
  }
}
