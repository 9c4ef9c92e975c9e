package dev.innkeeper.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.innkeeper.runtime.scope.Task;
import dev.innkeeper.runtime.scope.TaskScope;
import java.util.List;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.Test;

/** What only the thread that opens a scope may do, on every JDK. */
class TaskScopeOwnerTest {

  @Test
  void aloneMayForkJoinAndClose() throws Exception {
    try (TaskScope scope = TaskScope.open("s")) {
      List<Runnable> owners = List.of(() -> scope.fork(() -> 1), () -> join(scope), scope::close);
      for (Runnable action : owners) {
        Throwable thrown = thrownOnAnotherThread(action);
        assertEquals(WrongThreadException.class, thrown.getClass());
        assertTrue(thrown.getMessage().startsWith("scope 's' belongs to thread '"));
      }
      Task<Throwable> child =
          scope.fork(() -> assertThrows(WrongThreadException.class, () -> scope.fork(() -> 1)));
      scope.join();
      assertEquals(WrongThreadException.class, child.result().getClass());
    }
  }

  @Test
  void findsAClosedScopeClosed() {
    TaskScope scope = TaskScope.open("s");
    scope.close();
    scope.close();
    assertThrows(IllegalStateException.class, () -> scope.fork(() -> 1));
    assertThrows(IllegalStateException.class, scope::join);
  }

  private static Throwable thrownOnAnotherThread(Runnable action) throws Exception {
    FutureTask<Throwable> thrown =
        new FutureTask<>(() -> assertThrows(Throwable.class, action::run));
    Thread.ofPlatform().start(thrown);
    return thrown.get();
  }

  private void join(TaskScope scope) {
    try {
      scope.join();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }
}
