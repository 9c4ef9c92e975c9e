package dev.innkeeper.runtime.thread;

import java.util.ArrayDeque;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * What is to be run when something happens, which it does once. From any thread; without a lock.
 */
public final class Callbacks {

  /** The last one that was added, and those before it. */
  private record Added(@Nullable Runnable callback, @Nullable Added before) {}

  private static final Added NONE = new Added(null, null);
  private static final Added HAPPENED = new Added(null, null);

  private final AtomicReference<Added> added = new AtomicReference<>(NONE);

  /** Returns false if it has happened: then the caller runs it. */
  @SuppressWarnings("ReferenceEquality") // a state
  public boolean add(Runnable callback) {
    while (true) {
      Added before = added.get();
      if (before == HAPPENED) {
        return false;
      }
      if (added.compareAndSet(before, new Added(callback, before))) {
        return true;
      }
    }
  }

  /** It happens: returns what is to be run, in the order in which it was added; once. */
  public List<Runnable> happen() {
    ArrayDeque<Runnable> all = new ArrayDeque<>();
    for (Added a = added.getAndSet(HAPPENED); a != null && a.callback != null; a = a.before) {
      all.addFirst(a.callback);
    }
    return List.copyOf(all);
  }

  /** It happens if there is nothing to be run. Returns whether it has happened. */
  @SuppressWarnings("ReferenceEquality") // a state
  public boolean happenIfNone() {
    return added.compareAndSet(NONE, HAPPENED) || added.get() == HAPPENED;
  }
}
