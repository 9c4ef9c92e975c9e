package dev.innkeeper.samples;

import java.util.logging.LogManager;

/**
 * Keeps java.util.logging open while the JVM shuts down: the JDK's own shutdown hook calls {@link
 * #reset()}.
 */
// snippet: lasting-log-manager
public final class LastingLogManager extends LogManager {

  private volatile boolean closed;

  @Override
  public void reset() {
    if (closed) {
      super.reset();
    }
  }

  public void close() {
    closed = true;
    reset();
  }
}
// end
