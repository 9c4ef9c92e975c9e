package dev.innkeeper.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.innkeeper.runtime.scope.Task;
import dev.innkeeper.runtime.scope.TaskScope;
import dev.innkeeper.runtime.thread.Workplace;
import dev.innkeeper.timer.testing.ManualTimeSource;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

/** What {@code join} waits for, and what ends the wait. */
class TaskScopeJoinTest {

  @Test
  void waitsForAllWhateverBecomesOfThem() throws InterruptedException {
    try (TaskScope scope = TaskScope.open("s")) {
      IOException disk = new IOException("disk");
      Task<String> good = scope.fork(() -> "good");
      Task<String> bad =
          scope.fork(() -> {
            throw disk;
          });
      scope.join();
      assertEquals(Task.State.SUCCEEDED, good.state());
      assertEquals("good", good.result());
      assertEquals(Task.State.FAILED, bad.state());
      assertSame(disk, bad.failure());
      assertSame(disk, assertThrows(IllegalStateException.class, bad::result).getCause());
      assertThrows(IllegalStateException.class, good::failure);
    }
  }

  @Test
  void mayBeFollowedByMoreForksAndAnotherJoin() throws InterruptedException {
    try (TaskScope scope = TaskScope.open("s")) {
      Task<Integer> first = scope.fork(() -> 1);
      scope.join();
      Task<Integer> second = scope.fork(() -> first.result() + 1);
      scope.join();
      assertEquals(2, second.result());
    }
  }

  @Test
  void isEndedByAnInterruptAndTheTasksRunOn() throws InterruptedException {
    CountDownLatch go = new CountDownLatch(1);
    try (TaskScope scope = TaskScope.open("s")) {
      Task<String> task =
          scope.fork(() -> {
            go.await();
            return "done";
          });
      Thread.currentThread().interrupt();
      assertThrows(InterruptedException.class, scope::join);
      assertFalse(Thread.currentThread().isInterrupted());
      assertEquals(Task.State.RUNNING, task.state());
      go.countDown();
      scope.join();
      assertEquals("done", task.result());
    }
  }

  @Test
  void untilATimeoutSaysWhetherAllHaveEndedAndTheTasksRunOn() throws Exception {
    ManualTimeSource time = new ManualTimeSource();
    time.drive(() -> {
      try (TaskScope scope = Workplace.outside(time).with(() -> TaskScope.open("s"))) {
        Task<String> task =
            scope.fork(() -> {
              long deadline = time.nanoTimeAfter(Duration.ofSeconds(3));
              time.parkUntil(this, deadline);
              return "done";
            });
        assertFalse(scope.join(Duration.ofSeconds(2)));
        assertEquals(Task.State.RUNNING, task.state());
        assertTrue(scope.join(Duration.ofSeconds(1)));
        assertEquals("done", task.result());
      }
      return null;
    });
  }
}
