package dev.innkeeper.jmh.host;

import dev.innkeeper.jmh.harness.JdkScopes;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadFactory;
import org.jspecify.annotations.Nullable;

/**
 * The scopes of {@link NestedScopes} one after another: one thread opens one in the other and lets
 * each work run before it opens the next. It closes them in the reverse order, and each is closed
 * when its work has ended.
 *
 * <p>The more scopes a thread has open, the longer the JDK takes to start a thread in the next: at
 * ten thousand some twenty times as long as at a thousand. So there may be a bound; who has as many
 * open leaves the others to a thread of its own and waits until that has closed them.
 */
final class ScopesInSequence implements Crowd {

  private final Roll roll;
  private final ThreadFactory owners;
  private final int bound;
  private final Thread owner;
  private final CountDownLatch stop = new CountDownLatch(1);

  /** Written by an owner at its end. */
  private volatile @Nullable Throwable failure;

  /** With so many scopes of each owner at most. */
  ScopesInSequence(int services, Roll roll, ThreadFactory owners, int bound) {
    this.roll = roll;
    this.owners = owners;
    this.bound = bound;
    this.owner = owners.newThread(() -> run(services));
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

  private void run(int left) {
    Deque<Object> open = new ArrayDeque<>();
    try {
      while (open.size() < Math.min(left, bound)) {
        open.push(openWithWork());
      }
      int others = left - open.size();
      if (others == 0) {
        stop.await();
      } else {
        runOnAnotherThread(others);
      }
      while (!open.isEmpty()) {
        close(open.pop());
      }
    } catch (Throwable t) {
      failure = t;
    }
  }

  private void runOnAnotherThread(int others) throws InterruptedException {
    Thread next = owners.newThread(() -> run(others));
    next.start();
    next.join();
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
