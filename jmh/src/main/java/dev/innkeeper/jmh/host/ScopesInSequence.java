package dev.innkeeper.jmh.host;

import dev.innkeeper.jmh.harness.JdkScopes;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;

/**
 * The scopes of {@link NestedScopes} one after another: one thread owns them all, opens one in the
 * other and lets each work run before it opens the next. It closes them in the reverse order, and
 * each is closed when its work has ended.
 */
final class ScopesInSequence implements Crowd {

  private final int services;
  private final Roll roll;
  private final Thread owner;
  private final CountDownLatch stop = new CountDownLatch(1);

  /** Written by the owner at its end. */
  private volatile @Nullable Throwable failure;

  ScopesInSequence(int services, Roll roll, Thread.Builder owner) {
    this.services = services;
    this.roll = roll;
    this.owner = owner.unstarted(this::run);
  }

  @Override
  public void start() {
    owner.start();
  }

  @Override
  public void stop() throws InterruptedException {
    stop.countDown();
    owner.join();
    if (failure != null) {
      throw new IllegalStateException(failure);
    }
  }

  private void run() {
    Deque<Object> open = new ArrayDeque<>();
    try {
      for (int i = 0; i < services; i++) {
        open.push(openWithWork());
      }
      stop.await();
      while (!open.isEmpty()) {
        close(open.pop());
      }
    } catch (Throwable t) {
      failure = t;
    }
  }

  private Object openWithWork() throws InterruptedException {
    CountDownLatch running = new CountDownLatch(1);
    Object scope = JdkScopes.open();
    JdkScopes.fork(
        scope,
        () -> {
          running.countDown();
          roll.workUntilInterrupted();
          return null;
        });
    running.await();
    return scope;
  }

  /** An owner has to join before it closes, and only an interrupt ends a join before the work. */
  private static void close(Object scope) {
    Thread.currentThread().interrupt();
    try {
      JdkScopes.join(scope);
    } catch (InterruptedException e) {
      // the close interrupts what is in the scope
    }
    JdkScopes.close(scope);
  }
}
