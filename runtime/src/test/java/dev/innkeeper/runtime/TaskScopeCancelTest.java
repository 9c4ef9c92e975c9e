package dev.innkeeper.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.innkeeper.runtime.scope.Task;
import dev.innkeeper.runtime.scope.TaskScope;
import dev.innkeeper.runtime.thread.Interruptible;
import dev.innkeeper.timer.TimeSource;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

/** What {@code cancel} interrupts, and what it leaves alone. */
class TaskScopeCancelTest {

  private final List<String> trail = new CopyOnWriteArrayList<>();

  @Test
  void fromAnyThreadInterruptsWhatRunsAndLetsNothingElseBegin() throws Exception {
    try (TaskScope scope = TaskScope.open("s")) {
      EndlessTask endless = new EndlessTask();
      Task<Object> task = scope.fork(endless);
      endless.awaitBegin();
      Thread canceller = Thread.ofPlatform().start(scope::cancel);
      scope.join();
      canceller.join();
      assertEquals(InterruptedException.class, task.failure().getClass());
      assertEquals(Task.State.CANCELLED, scope.fork(() -> "late").state());
    }
  }

  @Test
  void doesNotReachAThreadWhoseTaskHasEnded() throws InterruptedException {
    for (int i = 0; i < 1_000; i++) {
      Interruptible task = new Interruptible();
      CountDownLatch begun = new CountDownLatch(1);
      Thread thread =
          Thread.ofVirtual()
              .start(() -> {
                task.begin();
                begun.countDown();
                task.end(TimeSource.system());
                if (Thread.currentThread().isInterrupted()) {
                  trail.add("interrupted after its end");
                }
              });
      begun.await();
      task.interrupt(TimeSource.system());
      thread.join();
    }
    assertEquals(List.of(), trail);
  }

  @Test
  void beforeTheTaskBeginsIsNotForgotten() {
    Interruptible task = new Interruptible();
    task.interrupt(TimeSource.system());
    task.begin();
    assertTrue(Thread.currentThread().isInterrupted());
    task.end(TimeSource.system());
    assertFalse(Thread.currentThread().isInterrupted());
    task.interrupt(TimeSource.system());
    assertFalse(Thread.currentThread().isInterrupted());
  }
}
