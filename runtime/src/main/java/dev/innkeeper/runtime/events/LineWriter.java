package dev.innkeeper.runtime.events;

import dev.innkeeper.runtime.thread.Workplace;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;
import org.slf4j.spi.DefaultLoggingEventBuilder;
import org.slf4j.spi.LoggingEventAware;
import org.slf4j.spi.LoggingEventBuilder;

/**
 * Writes the lines of a host, with their fields, and with the service and the job in the MDC.
 *
 * <p>What a logger throws (a binding that prints an exception calls its {@code getMessage()}, which
 * is user code) must not harm the host, and there is nowhere left to tell it.
 */
final class LineWriter {

  private static final Logger LOG = LoggerFactory.getLogger(HostLog.NAME);

  private final String host;
  private final @Nullable String mdcKey;

  /** {@code mdcKey}: under which the service stands in the MDC; null: nowhere, nor does the job. */
  LineWriter(String host, @Nullable String mdcKey) {
    this.host = host;
    this.mdcKey = mdcKey;
  }

  /**
   * Writes a line. The MDC is as before afterwards.
   *
   * @param mdc what stands in it besides; null: what does on this thread
   */
  void write(Line line, @Nullable Map<String, String> mdc) {
    if (!LOG.isEnabledForLevel(line.level())) {
      return;
    }
    Map<String, String> before = copyOfMdc();
    try {
      fillMdc(line, mdc);
      log(line);
    } finally {
      restoreMdc(before);
    }
  }

  /** With a stand-in for an exception that the binding cannot read. */
  private void log(Line line) {
    try {
      builder(line, line.thrown()).log(line.sentence(), line.arguments());
    } catch (Throwable t) {
      logWithStandIn(line);
    }
  }

  private void logWithStandIn(Line line) {
    Throwable thrown = line.thrown();
    if (thrown == null) {
      return;
    }
    try {
      builder(line, standIn(thrown)).log(line.sentence(), line.arguments());
    } catch (Throwable t) {
      return;
    }
  }

  private static Throwable standIn(Throwable failure) {
    return new IllegalStateException(failure.getClass().getName() + ", which cannot be shown");
  }

  private LoggingEventBuilder builder(Line line, @Nullable Throwable thrown) {
    LoggingEventBuilder builder = LOG.atLevel(line.level());
    if (keepsFieldsApart(builder)) {
      builder = with(builder, "host", host);
      builder = with(builder, "service", line.service());
      builder = with(builder, Workplace.JOB_KEY, line.job());
      for (Map.Entry<String, ?> field : line.fields().entrySet()) {
        builder = with(builder, field.getKey(), field.getValue());
      }
    }
    return thrown == null ? builder : builder.setCause(thrown);
  }

  /** One that stands in the MDC is not told twice: encoders write both into the same object. */
  private static LoggingEventBuilder with(
      LoggingEventBuilder builder, String name, @Nullable Object value) {
    return value == null || MDC.get(name) != null ? builder : builder.addKeyValue(name, value);
  }

  /**
   * Whether the binding hands fields on as such. Those of SLF4J itself (java.util.logging, simple)
   * and those of before its version 2 put them in front of the sentence.
   */
  private static boolean keepsFieldsApart(LoggingEventBuilder builder) {
    return !LoggerFactory.getILoggerFactory().getClass().getName().startsWith("org.slf4j.")
        && (LOG instanceof LoggingEventAware || !(builder instanceof DefaultLoggingEventBuilder));
  }

  // ---- the MDC: a binding whose MDC throws must not cost the line

  private void fillMdc(Line line, @Nullable Map<String, String> mdc) {
    try {
      if (mdc != null) {
        MDC.setContextMap(mdc);
      }
      if (mdcKey != null) {
        put(mdcKey, line.service());
        put(Workplace.JOB_KEY, line.job());
      }
    } catch (RuntimeException | LinkageError e) {
      return;
    }
  }

  private static void put(String key, @Nullable String value) {
    if (value != null) {
      MDC.put(key, value);
    }
  }

  /** What stands in the MDC of this thread. */
  static @Nullable Map<String, String> copyOfMdc() {
    try {
      return MDC.getCopyOfContextMap();
    } catch (RuntimeException | LinkageError e) {
      return null;
    }
  }

  private static void restoreMdc(@Nullable Map<String, String> before) {
    try {
      if (before == null) {
        MDC.clear();
      } else {
        MDC.setContextMap(before);
      }
    } catch (RuntimeException | LinkageError e) {
      return;
    }
  }
}
