package dev.innkeeper.runtime.thread;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * The scopes that are open. A thread's scopes are nested, and it finds its innermost one here.
 *
 * <p>The threads share an array: one that finds its place taken by another goes to the map. To open
 * and close a scope costs half as much that way as with the map alone, which is some ten percent of
 * a scope with one task.
 */
public final class OpenScopes {

  private static final int PLACES = 256;

  /** At each place the innermost scope of a thread, which alone writes there until it is null. */
  private final AtomicReferenceArray<@Nullable ThreadScope> places =
      new AtomicReferenceArray<>(PLACES);

  /** The innermost scopes of all others. */
  private final ConcurrentMap<Thread, ThreadScope> elsewhere = new ConcurrentHashMap<>();

  private static int place(Thread thread) {
    return (int) thread.threadId() & (PLACES - 1);
  }

  /** On the owner's thread: returns the one that it stands in. */
  public @Nullable ThreadScope opened(ThreadScope scope) {
    Thread owner = Thread.currentThread();
    ThreadScope outer = ofThisThread();
    boolean placed =
        outer == null
            ? places.compareAndSet(place(owner), null, scope)
            : replace(owner, outer, scope);
    if (!placed) {
      elsewhere.put(owner, scope);
    }
    return outer;
  }

  /** On the owner's thread. One that was not the innermost: those in it are gone with it. */
  void closed(@Nullable ThreadScope outer) {
    Thread owner = Thread.currentThread();
    ThreadScope innermost = ofThisThread();
    if (innermost == null || replace(owner, innermost, outer)) {
      return;
    }
    if (outer == null) {
      elsewhere.remove(owner);
    } else {
      elsewhere.put(owner, outer);
    }
  }

  /** Returns whether {@code innermost}, the owner's, is in the array. */
  private boolean replace(Thread owner, ThreadScope innermost, @Nullable ThreadScope next) {
    boolean there = places.get(place(owner)) == innermost;
    if (there) {
      places.lazySet(place(owner), next);
    }
    return there;
  }

  /** The innermost scope that the calling thread has open. */
  public @Nullable ThreadScope ofThisThread() {
    Thread owner = Thread.currentThread();
    ThreadScope there = places.get(place(owner));
    if (there != null && there.isOwnedBy(owner)) {
      return there;
    }
    return elsewhere.isEmpty() ? null : elsewhere.get(owner);
  }

  /**
   * Ends what a call has left open on the calling thread: closes the scopes that were opened after
   * {@code before}, the innermost first.
   *
   * @param before null: none was open
   * @return what was left open, with its children, or why that could not be closed; null: nothing
   */
  public @Nullable Throwable closeDownTo(@Nullable ThreadScope before) {
    ThreadScope open = ofThisThread();
    if (open == before) {
      return null;
    }
    try {
      return new IllegalStateException(
          "left open: scope "
              + String.join(", scope ", close(open, before))
              + "; a scope ends with the call that opened it: use try-with-resources");
    } catch (Throwable t) {
      return t;
    }
  }

  private List<String> close(@Nullable ThreadScope innermostOne, @Nullable ThreadScope before) {
    List<String> left = new ArrayList<>();
    for (ThreadScope s = innermostOne; s != null && s != before; s = ofThisThread()) {
      left.add("'" + s.name() + "' with " + s.threads().map(Thread::getName).toList());
      s.close();
    }
    return left;
  }
}
