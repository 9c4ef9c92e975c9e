package dev.innkeeper.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.innkeeper.runtime.scope.Task;
import dev.innkeeper.runtime.scope.TaskScope;
import java.lang.reflect.Method;
import java.net.URL;
import java.net.URLClassLoader;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** What a task inherits from the thread that opens its scope. */
class ScopeInheritanceTest {

  private static final InheritableThreadLocal<String> THREAD_LOCAL = new InheritableThreadLocal<>();

  private final List<String> trail = new CopyOnWriteArrayList<>();

  @Test
  void scopedValuesComeFromTheThreadThatOpensTheScope() throws Exception {
    ScopedString user = new ScopedString();
    AtomicReference<Object> seen = new AtomicReference<>();
    user.runWith(
        "alice",
        () -> {
          try (TaskScope scope = TaskScope.open("s")) {
            Task<Object> child = scope.fork(user::get);
            scope.join();
            seen.set(child.result());
          } catch (InterruptedException e) {
            throw new AssertionError(e);
          }
        });
    assertEquals("alice", seen.get());
  }

  @Test
  void aForkInsideABindingOfAnOuterScopeIsRefusedAndTheScopeIsUnharmed() throws Exception {
    ScopedString user = new ScopedString();
    user.runWith("nobody", () -> {}); // the JDK takes a thread's first binding for a lasting one
    try (TaskScope scope = TaskScope.open("s")) {
      user.runWith(
          "alice",
          () -> {
            RuntimeException refused =
                assertThrows(RuntimeException.class, () -> scope.fork(() -> 1));
            trail.add(refused.getClass().getSimpleName());
          });
      Task<Integer> task = scope.fork(() -> 2);
      scope.join();
      assertEquals(2, task.result());
    }
    assertEquals(List.of("StructureViolationException"), trail);
  }

  @Test
  void theContextClassLoaderIsInheritedAndThreadLocalsAreNot() throws Exception {
    ClassLoader before = Thread.currentThread().getContextClassLoader();
    THREAD_LOCAL.set("leak");
    try (URLClassLoader mine = new URLClassLoader(new URL[0], before)) {
      Thread.currentThread().setContextClassLoader(mine);
      try (TaskScope scope = TaskScope.open("s")) {
        Task<ClassLoader> loader = scope.fork(() -> Thread.currentThread().getContextClassLoader());
        Task<String> local = scope.fork(THREAD_LOCAL::get);
        scope.join();
        assertSame(mine, loader.result());
        assertNull(local.result());
      }
    } finally {
      Thread.currentThread().setContextClassLoader(before);
      THREAD_LOCAL.remove();
    }
  }

  /** ScopedValue is a preview API before 25, so it is reached by reflection. */
  private static final class ScopedString {
    private final Class<?> type;
    private final Object key;

    ScopedString() throws ReflectiveOperationException {
      type = Class.forName("java.lang.ScopedValue");
      key = type.getMethod("newInstance").invoke(null);
    }

    void runWith(String value, Runnable body) throws ReflectiveOperationException {
      Object carrier = type.getMethod("where", type, Object.class).invoke(null, key, value);
      Method run = carrier.getClass().getMethod("run", Runnable.class);
      run.invoke(carrier, body);
    }

    Object get() throws ReflectiveOperationException {
      return type.getMethod("get").invoke(key);
    }
  }
}
