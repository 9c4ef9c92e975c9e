package dev.innkeeper.runtime.engine;

import dev.innkeeper.runtime.report.StopReport;
import dev.innkeeper.runtime.service.HostView;

/**
 * What stands around a host: opened before its services, closed after its report.
 *
 * @param name what it is called in the log
 */
public record Attachment(String name, Opening opening, Closing closing) {

  /** Opens it. */
  @FunctionalInterface
  public interface Opening {
    void opened(HostView host) throws Exception;
  }

  /** Closes it, if it was opened. */
  @FunctionalInterface
  public interface Closing {
    void closed(StopReport report) throws Exception;
  }
}
