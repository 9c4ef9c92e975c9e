package dev.innkeeper.jdbc;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** Waits for what happens in another process or in a database, which tell nobody. */
final class Await {

  private static final Duration DEADLINE = Duration.ofSeconds(30);

  private Await() {}

  static void until(Callable<Boolean> condition, Callable<String> otherwise) throws Exception {
    long start = System.nanoTime();
    while (!condition.call()) {
      if (System.nanoTime() - start > DEADLINE.toNanos()) {
        throw new AssertionError(otherwise.call());
      }
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(10));
    }
  }
}
