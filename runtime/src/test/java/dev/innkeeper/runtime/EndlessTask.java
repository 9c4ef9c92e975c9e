package dev.innkeeper.runtime;

import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;

/** A task that waits until it is interrupted. */
final class EndlessTask implements Callable<Object> {

  private final CountDownLatch begun = new CountDownLatch(1);

  @Override
  public Object call() throws InterruptedException {
    begun.countDown();
    new CountDownLatch(1).await();
    return "never";
  }

  void awaitBegin() throws InterruptedException {
    begun.await();
  }
}
