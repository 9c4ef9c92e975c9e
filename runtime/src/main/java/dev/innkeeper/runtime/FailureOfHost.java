package dev.innkeeper.runtime;

import java.io.PrintStream;
import java.io.PrintWriter;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * What a host throws because of the failures of its services. Once the log has shown these, a stack
 * trace names them without their stacks.
 */
abstract class FailureOfHost extends RuntimeException {

  private static final long serialVersionUID = 1;

  /** Whether the log has shown the failures. Null: it came from another JVM. */
  private final transient @Nullable BooleanSupplier logged;

  FailureOfHost(String message, @Nullable Throwable cause, BooleanSupplier logged) {
    super(message, cause);
    this.logged = logged;
  }

  /** Without the stacks of the failures, if the log has shown them. */
  @Override
  public final void printStackTrace(PrintStream target) {
    if (isLogged()) {
      target.println(ShortStack.of(this));
    } else {
      super.printStackTrace(target);
    }
  }

  /** Without the stacks of the failures, if the log has shown them. */
  @Override
  public final void printStackTrace(PrintWriter target) {
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
