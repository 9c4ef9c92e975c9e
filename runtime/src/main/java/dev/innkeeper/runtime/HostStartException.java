package dev.innkeeper.runtime;

import org.jspecify.annotations.Nullable;

/**
 * A host could not start, and everything that had started has been stopped again. The cause is the
 * first failure, others are suppressed; there is no cause when somebody asked the host to stop.
 *
 * @since 0.1
 */
public final class HostStartException extends RuntimeException {

  private static final long serialVersionUID = 1;

  HostStartException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
