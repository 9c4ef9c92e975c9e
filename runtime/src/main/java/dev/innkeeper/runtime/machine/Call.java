package dev.innkeeper.runtime.machine;

/** What a host calls of a service. */
public enum Call {
  CREATE("to start"),
  STARTING("to start"),
  START("to start"),
  EXECUTE("in its work"),
  STARTED("to start"),
  STOPPING("in stopping"),
  HOOKS("around the hooks for its stop"),
  STOP("to stop"),
  STOPPED("in stopped");

  private final String where;

  Call(String where) {
    this.where = where;
  }

  /** Completes the sentence "the service failed". */
  public String where() {
    return where;
  }

  /** Whether a failure of it is a failed start. */
  public boolean isOfStart() {
    return compareTo(STARTED) <= 0 && this != EXECUTE;
  }
}
