package dev.innkeeper.ops;

import java.io.IOException;

/**
 * Answers requests to an {@link OpsPage} that another server has taken: see {@link
 * OpsPage#handler()}.
 *
 * <p><b>Threads:</b> any number of threads may call it at the same time. A call for the stream of
 * events lasts until the reader is gone or the host has stopped, and one that stops or starts a
 * service until that has been done, so a server should have a thread for each.
 *
 * @since 0.1
 */
@FunctionalInterface
public interface OpsHandler {

  /**
   * Answers one request; also one that is refused.
   *
   * @throws IOException if the reader is gone
   * @throws InterruptedException if interrupted while it waits; an answer may not have been sent
   */
  void handle(OpsExchange exchange) throws IOException, InterruptedException;
}
