package dev.innkeeper.runtime;

import java.io.PrintStream;
import java.io.PrintWriter;
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
public final class HostStartException extends RuntimeException {

  private static final long serialVersionUID = 1;

  /** Whether the log has shown the failures. */
  private final transient @Nullable BooleanSupplier logged;

  HostStartException(String message, @Nullable Throwable cause, BooleanSupplier logged) {
    super(message, cause);
    this.logged = logged;
  }

  /** Without the stacks of the failures, if the log has shown them. */
  @Override
  public void printStackTrace(PrintStream target) {
    if (isLogged()) {
      target.println(ShortStack.of(this));
    } else {
      super.printStackTrace(target);
    }
  }

  /** Without the stacks of the failures, if the log has shown them. */
  @Override
  public void printStackTrace(PrintWriter target) {
    if (isLogged()) {
      target.println(ShortStack.of(this));
    } else {
      super.printStackTrace(target);
    }
  }

  private boolean isLogged() {
    BooleanSupplier asked = logged;
    return asked != null && asked.getAsBoolean();
  }
}
