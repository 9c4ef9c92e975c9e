package dev.innkeeper.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.innkeeper.runtime.scope.Task;
import dev.innkeeper.runtime.scope.TaskFailedException;
import dev.innkeeper.runtime.scope.TaskScope;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A scope in which the first failure ends the others. */
class FailFastScopeTest {

  @Test
  void cancelsTheOthersAndThrowsTheFirstFailure() {
    IOException disk = new IOException("disk");
    List<Task<Object>> siblings = new ArrayList<>();
    try (TaskScope scope = TaskScope.openFailFast("s")) {
      EndlessTask first = new EndlessTask();
      EndlessTask second = new EndlessTask();
      siblings.add(scope.fork(first));
      siblings.add(scope.fork(second));
      Task<Object> failing =
          scope.fork(() -> {
            first.awaitBegin();
            second.awaitBegin();
            throw disk;
          });
      TaskFailedException failed = assertThrows(TaskFailedException.class, scope::join);
      assertSame(disk, failed.getCause());
      assertEquals(0, failed.getSuppressed().length);
      assertEquals("a task of scope 's' failed: " + disk, failed.getMessage());
      assertSame(disk, failing.failure());
      assertEquals(Task.State.CANCELLED, scope.fork(() -> "late").state());
    }
    for (Task<Object> sibling : siblings) {
      assertEquals(InterruptedException.class, sibling.failure().getClass());
    }
  }

  @Test
  void suppressesLaterFailuresThatAreNotInterruptions() {
    try (TaskScope scope = TaskScope.openFailFast("s")) {
      EndlessTask endless = new EndlessTask();
      scope.fork(() -> {
        try {
          return endless.call();
        } catch (InterruptedException e) {
          throw new IOException("while cleaning up");
        }
      });
      scope.fork(() -> {
        endless.awaitBegin();
        throw new IOException("first");
      });
      TaskFailedException failed = assertThrows(TaskFailedException.class, scope::join);
      assertEquals("first", failed.getCause().getMessage());
      assertEquals("while cleaning up", failed.getSuppressed()[0].getMessage());
    }
  }
}
