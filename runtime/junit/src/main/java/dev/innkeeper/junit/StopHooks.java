package dev.innkeeper.junit;

import dev.innkeeper.runtime.thread.Callbacks;
import dev.innkeeper.runtime.thread.Causes;
import dev.innkeeper.runtime.thread.Interruptions;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/** The hooks of a service for its stop, and what its work may end by because of them. */
final class StopHooks {

  private final Callbacks hooks = new Callbacks();

  private volatile boolean begun;

  /** What the hooks that have begun have named. */
  private final List<Class<?>> endsBy = new CopyOnWriteArrayList<>();

  /** Runs it at once, on the calling thread, if the others have been run. */
  void add(Runnable hook, List<Class<?>> named, Consumer<Throwable> failures) {
    Objects.requireNonNull(hook, "hook");
    for (Class<?> each : named) {
      if (!Throwable.class.isAssignableFrom(each)) {
        throw new IllegalArgumentException(
            "onStopRequested takes classes of exceptions, and " + each.getName() + " is none");
      }
    }
    Runnable whole =
        () -> {
          endsBy.addAll(named);
          begun = true;
          run(hook, failures);
        };
    if (!hooks.add(whole)) {
      whole.run();
    }
  }

  /** All run, in the order in which they were added, whatever the others throw. */
  void run() {
    hooks.happen().forEach(Runnable::run);
  }

  private static void run(Runnable hook, Consumer<Throwable> failures) {
    try {
      hook.run();
    } catch (Throwable t) {
      failures.accept(t);
    }
  }

  /** Whether the work may end by this because of what a hook has done. */
  boolean isEndOfWork(Causes causes) {
    return begun
        && causes.anyOf(t ->
            Interruptions.isOfClosing(t)
                || Interruptions.isOne(t)
                || endsBy.stream().anyMatch(each -> each.isInstance(t)));
  }
}
