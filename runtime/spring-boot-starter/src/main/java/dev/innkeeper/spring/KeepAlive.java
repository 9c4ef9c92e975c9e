package dev.innkeeper.spring;

import java.util.concurrent.CountDownLatch;

/**
 * Keeps the JVM running while the hosts do: all their threads are daemons, and so are those of an
 * application without a web server, or with virtual threads. As long as it takes: nothing but
 * {@link #end()} ends it, for which the close of the context is sure to come.
 */
final class KeepAlive {

  private final CountDownLatch over = new CountDownLatch(1);

  void begin() {
    Thread.ofPlatform().name("innkeeper/keep-alive").daemon(false).start(this::await);
  }

  private void await() {
    try {
      over.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // somebody wants it to end
    }
  }

  void end() {
    over.countDown();
  }
}
