package dev.innkeeper.runtime;

import dev.innkeeper.runtime.thread.Shown;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * A service failed while the host ran, and the host has stopped because of it. The cause is the
 * failure; those of other services from before the stop are suppressed.
 *
 * <p>The log has the failures in full. Once it has shown them, a stack trace of this exception
 * names them without their stacks.
 *
 * @since 0.1
 */
public final class ServiceFailedException extends RuntimeException {

  private static final long serialVersionUID = 1;

  private final String service;

  /** Whether the log has shown the failures. */
  private final transient @Nullable BooleanSupplier logged;

  ServiceFailedException(String host, String service, Throwable failure, BooleanSupplier logged) {
    super("service '" + service + "' of host '" + host + "' failed: " + Shown.of(failure), failure);
    this.service = service;
    this.logged = logged;
  }

  /** The name of the service that failed. */
  public String service() {
    return service;
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
