package dev.innkeeper.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.innkeeper.runtime.scope.TaskScope;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

/** Scopes that are opened inside the tasks of others. */
class NestedScopesTest {

  private final List<String> trail = new CopyOnWriteArrayList<>();

  @Test
  void endInsideTheirParents() throws InterruptedException {
    try (TaskScope outer = TaskScope.open("outer")) {
      outer.fork(() -> {
        try (TaskScope inner = TaskScope.open("inner")) {
          inner.fork(() -> trail.add("grandchild"));
          inner.join();
        }
        return trail.add("child");
      });
      outer.join();
      trail.add("owner");
    }
    assertEquals(List.of("grandchild", "child", "owner"), trail);
  }

  @Test
  void areInTheThreadDumpWithTheirNamesAndOwners() throws Exception {
    CountDownLatch ready = new CountDownLatch(1);
    CountDownLatch release = new CountDownLatch(1);
    try (TaskScope outer = TaskScope.open("outer-scope")) {
      outer.fork(() -> {
        try (TaskScope inner = TaskScope.open("inner-scope")) {
          for (int i = 0; i < 2; i++) {
            inner.fork(() -> {
              release.await();
              return null;
            });
          }
          ready.countDown();
          inner.join();
        }
        return null;
      });
      ready.await();
      ThreadDump dump = ThreadDump.now();
      release.countDown();
      outer.join();
      assertEquals(Thread.currentThread().getName(), dump.ownerOf("outer-scope"));
      assertEquals(List.of("outer-scope-1"), dump.threadsIn("outer-scope"));
      assertEquals("outer-scope-1", dump.ownerOf("inner-scope"));
      assertEquals(List.of("inner-scope-1", "inner-scope-2"), dump.threadsIn("inner-scope"));
    }
  }
}
