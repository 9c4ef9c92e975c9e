package dev.innkeeper.runtime;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.innkeeper.runtime.scope.TaskScope;
import org.junit.jupiter.api.Test;

/** The heap under a scope with many forks. */
class TaskScopeHeapTest {

  @Test
  void staysFlatOverAMillionForksInOneScope() throws InterruptedException {
    try (TaskScope scope = TaskScope.open("million")) {
      forkAndJoin(scope, 100_000);
      long before = usedHeap();
      forkAndJoin(scope, 900_000);
      long grown = usedHeap() - before;
      assertTrue(grown < 9_000_000, "10 bytes a fork or more: " + grown);
    }
  }

  private void forkAndJoin(TaskScope scope, int forks) throws InterruptedException {
    for (int i = 0; i < forks; i++) {
      scope.fork(() -> null);
      if (i % 1_000 == 0) {
        scope.join();
      }
    }
    scope.join();
  }

  private long usedHeap() {
    System.gc();
    return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
  }
}
