package dev.innkeeper.runtime.thread;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The scopes that the threads of a host have open. A thread's scopes are nested: it adds and
 * removes the innermost one, and any thread may look.
 */
public final class OpenScopes {

  private final ConcurrentMap<Thread, ThreadScope> innermost = new ConcurrentHashMap<>();

  /** On the owner's thread: returns the one that it stands in. */
  public @Nullable ThreadScope opened(ThreadScope scope) {
    return innermost.put(Thread.currentThread(), scope);
  }

  /** On the owner's thread. One that was not the innermost: those in it are gone with it. */
  void closed(@Nullable ThreadScope outer) {
    if (outer == null) {
      innermost.remove(Thread.currentThread());
    } else {
      innermost.put(Thread.currentThread(), outer);
    }
  }

  /**
   * {@code thread}, or if it waits for the threads of a scope that it has opened, those, and so on.
   */
  public Stream<Thread> stuckBehind(Thread thread) {
    for (ThreadScope s = innermost.get(thread); s != null; s = s.outer()) {
      if (s.ownerWaits()) {
        List<Thread> children = s.threads().toList();
        if (!children.isEmpty()) {
          return children.stream().flatMap(this::stuckBehind);
        }
      }
    }
    return Stream.of(thread);
  }

  /** The innermost scope that the calling thread has open. */
  public @Nullable ThreadScope ofThisThread() {
    return innermost.get(Thread.currentThread());
  }

  /**
   * Ends what a call has left open on the calling thread: closes the scopes that were opened after
   * {@code before}, the innermost first.
   *
   * @return what was left open, with its children; null: nothing
   */
  public @Nullable IllegalStateException closeDownTo(@Nullable ThreadScope before) {
    if (ofThisThread() == before) {
      return null;
    }
    List<String> left = new ArrayList<>();
    for (ThreadScope s = ofThisThread(); s != null && s != before; s = ofThisThread()) {
      left.add("'" + s.name() + "' with " + s.threads().map(Thread::getName).toList());
      s.close();
    }
    return new IllegalStateException(
        "left open: scope "
            + String.join(", scope ", left)
            + "; a scope ends with the call that opened it: use try-with-resources");
  }
}
