package dev.innkeeper.runtime.scope;

import dev.innkeeper.timer.message.Shown;

/**
 * A task of a {@linkplain TaskScope#openFailFast fail-fast} scope failed: the cause is the first
 * failure, others are suppressed.
 *
 * @since 0.1
 */
public final class TaskFailedException extends RuntimeException {

  private static final long serialVersionUID = 1;

  TaskFailedException(String scope, Throwable first) {
    super("a task of scope '" + scope + "' failed: " + Shown.ofFailure(first), first);
  }
}
