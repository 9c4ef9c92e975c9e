package dev.innkeeper.runtime.thread;

import dev.innkeeper.timer.TimeSource;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicReferenceFieldUpdater;
import org.jspecify.annotations.Nullable;

/**
 * What a thread of a {@link ThreadScope} runs, and the thread's entry among the {@link Children} of
 * its scope. It is forked once.
 */
public abstract class Child implements Callable<Void> {

  // Ordered writes do, and a fork with volatile ones takes 5 % longer. The thread starts after
  // them.
  // If cancel() is too early to read them, it has marked the scope as cancelled before, and the
  // thread looks for that mark when it begins.
  private static final AtomicReferenceFieldUpdater<Child, @Nullable Thread> THREAD =
      AtomicReferenceFieldUpdater.newUpdater(Child.class, Thread.class, "thread");
  private static final AtomicReferenceFieldUpdater<Child, @Nullable Child> NEXT =
      AtomicReferenceFieldUpdater.newUpdater(Child.class, Child.class, "next");

  /** Written by the owner, before the thread begins. */
  private @Nullable ThreadScope scope;

  /** Written by the owner alone, read by whoever cancels the scope or looks for its threads. */
  private volatile @Nullable Child next;

  /** Written by the owner before the thread begins, and by the thread at its end. */
  private volatile @Nullable Thread thread;

  /** What the thread runs. Called once: the entry may stay for a while, and need not keep this. */
  protected abstract Runnable takeBody();

  /** Called when its scope is cancelled, from any thread, while it has a thread. */
  protected void interrupt(TimeSource time) {}

  /** For whom its thread works; {@code ofScope}: for whom the others of its scope do. */
  protected Workplace workplace(Workplace ofScope) {
    return ofScope;
  }

  /** Null before it is forked, and when it has ended. */
  public final @Nullable Thread thread() {
    return thread;
  }

  @Override
  public final @Nullable Void call() {
    ThreadScope itsScope = scope;
    if (itsScope == null) {
      throw new IllegalStateException("not forked");
    }
    try {
      itsScope.begins(this);
      takeBody().run();
    } finally {
      THREAD.lazySet(this, null);
      itsScope.hasEnded();
    }
    return null;
  }

  // ---- for its scope

  final void belongsTo(ThreadScope itsScope) {
    scope = itsScope;
  }

  final void hasThread(@Nullable Thread forked) {
    THREAD.lazySet(this, forked);
  }

  final @Nullable Child next() {
    return next;
  }

  final void isFollowedBy(@Nullable Child following) {
    NEXT.lazySet(this, following);
  }
}
