package dev.innkeeper.runtime;

import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * A host could not start, and everything that had started has been stopped again. The cause is the
 * first failure, others are suppressed; there is no cause when somebody asked the host to stop.
 *
 * <p>The log has the failures in full. Once it has shown them, a stack trace of this exception
 * names them without their stacks.
 *
 * @since 0.1
 */
public final class HostStartException extends FailureOfHost {

  private static final long serialVersionUID = 1;

  HostStartException(String message, @Nullable Throwable cause, BooleanSupplier logged) {
    super(message, cause, logged);
  }
}
