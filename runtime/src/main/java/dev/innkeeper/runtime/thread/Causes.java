package dev.innkeeper.runtime.thread;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * An exception and its causes. To ask for a cause is to call user code, which may throw, or wait
 * for the exception's monitor: so they are asked for once, and only if somebody wants to know them,
 * on the thread that has caught the exception. Not thread-safe.
 */
public final class Causes {

  /** A chain may be a ring. */
  private static final int DEEPEST = 100;

  private final Throwable thrown;

  /** Null: nobody has wanted to know them. */
  private @Nullable List<Throwable> chain;

  public Causes(Throwable thrown) {
    this.thrown = thrown;
  }

  /** The exception itself. */
  public Throwable thrown() {
    return thrown;
  }

  /** Whether the exception or one of its causes is such. */
  public boolean anyOf(Predicate<Throwable> such) {
    return chain().stream().anyMatch(such);
  }

  private List<Throwable> chain() {
    if (chain == null) {
      chain = asked();
    }
    return chain;
  }

  /** One that throws instead of telling its cause is the last in the chain. */
  private List<Throwable> asked() {
    List<Throwable> all = new ArrayList<>();
    try {
      for (Throwable t = thrown; t != null && all.size() < DEEPEST; t = t.getCause()) {
        all.add(t);
      }
    } catch (Throwable t) { // it is no plain exception, and what is known of it has to do
      return all;
    }
    return all;
  }
}
