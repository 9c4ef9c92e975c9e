package dev.innkeeper.runtime.thread;

import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * An exception and its causes. To ask for a cause is to call user code, which may throw, or wait
 * for the exception's monitor: so they are asked for once, only if somebody wants to know them, and
 * {@linkplain Bounded for a second at most}. Of one that does not answer its own class is known.
 * For the thread that has caught the exception: not thread-safe.
 */
public final class Causes {

  /** A chain may be a ring. */
  private static final int DEEPEST = 100;

  private final Throwable thrown;

  /** Without the exception itself; null: nobody has wanted to know them. */
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
    return such.test(thrown) || chain().stream().anyMatch(such);
  }

  private List<Throwable> chain() {
    if (chain == null) {
      Queue<Throwable> told = new ConcurrentLinkedQueue<>();
      Bounded.run(() -> ask(told));
      chain = List.copyOf(told);
    }
    return chain;
  }

  /** One that throws instead of telling its cause is the last in the chain. */
  private void ask(Queue<Throwable> told) {
    int depth = 0;
    for (Throwable t = thrown.getCause(); t != null && depth < DEEPEST; t = t.getCause()) {
      told.add(t);
      depth++;
    }
  }
}
