package dev.innkeeper.runtime;

import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
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
    target.println(stack());
  }

  /** Without the stacks of the failures, if the log has shown them. */
  @Override
  public final void printStackTrace(PrintWriter target) {
    target.println(stack());
  }

  private String stack() {
    if (isLogged()) {
      return ShortStack.of(this, "the log has its stack");
    }
    StringWriter stack = new StringWriter();
    try {
      super.printStackTrace(new PrintWriter(stack));
      return stack.toString().stripTrailing();
    } catch (Throwable t) { // the methods of the failures are user code
      return ShortStack.of(this, "it cannot show its stack");
    }
  }

  private boolean isLogged() {
    BooleanSupplier asked = logged;
    return asked != null && asked.getAsBoolean();
  }
}
