package dev.innkeeper.runtime.machine;

import org.jspecify.annotations.Nullable;

/** What an operator wants of one service. The thread that gives it waits for its one answer. */
public class Order {

  /** What is wanted. */
  public enum Kind {
    STOP(false, false),
    STOP_WITH_DEPENDENTS(false, true),
    START(true, false),
    RESTART(true, false),
    RESTART_WITH_DEPENDENTS(true, true);

    final boolean isUp;
    final boolean takesAlong;

    Kind(boolean isUp, boolean takesAlong) {
      this.isUp = isUp;
      this.takesAlong = takesAlong;
    }

    /** Whether it is to come up, at the end. */
    public boolean isUp() {
      return isUp;
    }
  }

  private final Kind kind;
  private final int service;
  private final @Nullable String caller;
  private final String callerThread;

  /**
   * An order for {@code service}.
   *
   * @param caller the service that gives it, if one does
   */
  public Order(Kind kind, int service, @Nullable String caller, String callerThread) {
    this.kind = kind;
    this.service = service;
    this.caller = caller;
    this.callerThread = callerThread;
  }

  public Kind kind() {
    return kind;
  }

  public int service() {
    return service;
  }

  @Nullable String caller() {
    return caller;
  }

  String callerThread() {
    return callerThread;
  }

  /** What became of an order. */
  public sealed interface Answer {

    /** All that it is about are as was wanted, at the moment of the answer. */
    record Reached() implements Answer {}

    /** A service did not come up, because it has failed. */
    record Failed(String service, Throwable failure) implements Answer {}

    /** It was not accepted, or a service did not come up, for the reason given. */
    record Refused(String reason) implements Answer {}

    /** A later order, or the host's stop, has taken its place. */
    record Superseded(String by) implements Answer {}
  }

  @Override
  public String toString() {
    return kind + " of " + service;
  }
}
