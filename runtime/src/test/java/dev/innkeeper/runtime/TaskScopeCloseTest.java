package dev.innkeeper.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.innkeeper.runtime.scope.TaskScope;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** A scope does not close before its tasks have ended, and does not lose an interrupt. */
class TaskScopeCloseTest {

  private final List<String> trail = new CopyOnWriteArrayList<>();

  @Test
  void interruptsWhatRunsAndWaitsForItEvenIfItIsDeaf() throws InterruptedException {
    EndlessTask endless = new EndlessTask();
    CountDownLatch interrupted = new CountDownLatch(1);
    CountDownLatch release = new CountDownLatch(1);
    Thread releaser =
        Thread.ofPlatform()
            .start(() -> {
              awaitQuietly(interrupted);
              trail.add("still open");
              release.countDown();
            });
    try (TaskScope scope = TaskScope.open("s")) {
      scope.fork(() -> {
        try {
          endless.call();
        } catch (InterruptedException e) {
          trail.add("interrupted");
        }
        interrupted.countDown();
        awaitQuietly(release);
        trail.add("ended");
        return null;
      });
      endless.awaitBegin();
    }
    trail.add("closed");
    assertEquals(List.of("interrupted", "still open", "ended", "closed"), trail);
    assertFalse(releaser.isInterrupted());
  }

  @Test
  void goesOnWhenItIsInterruptedAndRestoresTheFlag() throws InterruptedException {
    EndlessTask endless = new EndlessTask();
    Thread owner = Thread.currentThread();
    try (TaskScope scope = TaskScope.open("s")) {
      scope.fork(() -> {
        try {
          endless.call();
        } catch (InterruptedException e) {
          owner.interrupt();
        }
        trail.add("ended");
        return null;
      });
      endless.awaitBegin();
    }
    trail.add("closed");
    assertEquals(List.of("ended", "closed"), trail);
    assertTrue(Thread.interrupted());
  }

  private static void awaitQuietly(CountDownLatch latch) {
    boolean ended = false;
    while (!ended) {
      try {
        ended = latch.await(1, TimeUnit.DAYS);
      } catch (InterruptedException e) {
        ended = false;
      }
    }
  }
}
