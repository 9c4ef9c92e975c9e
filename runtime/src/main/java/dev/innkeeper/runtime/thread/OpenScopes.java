package dev.innkeeper.runtime.thread;

import dev.innkeeper.timer.message.Shown;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The scopes that are open. A thread's scopes are nested, and it finds its innermost one here.
 *
 * <p>Threads share an array of slots; a thread whose slot is taken by another one uses the map.
 * With the map alone a scope of one task took 7 % longer.
 */
public final class OpenScopes {

  private static final int SLOTS = 256;

  /** Each has the innermost scope of one thread, which alone writes there until it is empty. */
  private final AtomicReferenceArray<@Nullable ThreadScope> slots =
      new AtomicReferenceArray<>(SLOTS);

  /** The innermost scopes of all other threads. */
  private final ConcurrentMap<Thread, ThreadScope> elsewhere = new ConcurrentHashMap<>();

  private static int slot(Thread thread) {
    return (int) thread.threadId() & (SLOTS - 1);
  }

  /** On the owner's thread: returns the one that it stands in. */
  public @Nullable ThreadScope opened(ThreadScope scope) {
    Thread owner = Thread.currentThread();
    ThreadScope outer = ofThisThread();
    boolean inSlot =
        outer == null
            ? slots.compareAndSet(slot(owner), null, scope)
            : replace(owner, outer, scope);
    if (!inSlot) {
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

  /** Returns whether {@code innermost}, the owner's, is in a slot. */
  private boolean replace(Thread owner, ThreadScope innermost, @Nullable ThreadScope next) {
    boolean there = slots.get(slot(owner)) == innermost;
    if (there) {
      slots.lazySet(slot(owner), next);
    }
    return there;
  }

  /** The innermost scope that the calling thread has open. */
  public @Nullable ThreadScope ofThisThread() {
    return innermostOf(Thread.currentThread());
  }

  /**
   * {@code thread}, or if it waits for the threads of a scope that it has opened, those, and so on.
   * From any thread.
   */
  public Stream<Thread> stuckBehind(Thread thread) {
    for (ThreadScope s = innermostOf(thread); s != null; s = s.outer()) {
      List<Thread> children = s.isAwaited() ? s.threads().toList() : List.of();
      if (!children.isEmpty()) {
        return children.stream().flatMap(this::stuckBehind);
      }
    }
    return Stream.of(thread);
  }

  private @Nullable ThreadScope innermostOf(Thread owner) {
    ThreadScope there = slots.get(slot(owner));
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
      left.add(
          "'" + s.name() + "' with " + s.threads().map(Thread::getName).map(Shown::text).toList());
      s.close();
    }
    return left;
  }
}
