package dev.innkeeper.runtime.machine;

import org.jspecify.annotations.Nullable;

/**
 * Where a service is, in the order of a life. In those with a call, the call is in progress or has
 * just returned; in the others the service waits.
 */
public enum Stage {
  /** There is no life, and another may begin. */
  DOWN,
  CREATE(Call.CREATE),
  STARTING(Call.STARTING),
  BEFORE_START,
  START(Call.START),
  /** For itself to say that it is ready. */
  BEFORE_READY,
  BEFORE_STARTED,
  STARTED(Call.STARTED),
  UP,
  /** On its way down: for its dependents, or for its turn in the host's stop. */
  BEFORE_STOPPING,
  STOPPING(Call.STOPPING),
  BEFORE_STOP,
  HOOKS(Call.HOOKS),
  /** For its work to end. */
  WORK,
  STOP(Call.STOP),
  /** For work to end that has outlived the stop. */
  LINGER,
  BEFORE_STOPPED,
  STOPPED(Call.STOPPED),
  /** No life will begin any more. */
  GONE;

  private final @Nullable Call call;

  Stage() {
    this(null);
  }

  Stage(@Nullable Call call) {
    this.call = call;
  }

  /** What is called in it. */
  public @Nullable Call call() {
    return call;
  }

  boolean isLife() {
    return this != DOWN && this != GONE;
  }

  boolean hasReached(Stage other) {
    return compareTo(other) >= 0;
  }
}
