package dev.innkeeper.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.innkeeper.runtime.scope.Task;
import dev.innkeeper.runtime.scope.TaskFailedException;
import dev.innkeeper.runtime.scope.TaskScope;
import dev.innkeeper.runtime.thread.Interruptible;
import dev.innkeeper.runtime.thread.JdkScope;
import dev.innkeeper.runtime.thread.Workplace;
import dev.innkeeper.timer.TimeSource;
import dev.innkeeper.timer.testing.ManualTimeSource;
import java.io.IOException;
import java.lang.reflect.Method;
import java.net.URL;
import java.net.URLClassLoader;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class TaskScopeTest {

  private final List<String> trail = new CopyOnWriteArrayList<>();

  private static Object awaitForEver() throws InterruptedException {
    new CountDownLatch(1).await();
    return "never";
  }

  private static Throwable thrownOnAnotherThread(Runnable action) throws Exception {
    FutureTask<Throwable> thrown =
        new FutureTask<>(() -> assertThrows(Throwable.class, action::run));
    Thread.ofPlatform().start(thrown);
    return thrown.get();
  }

  @Nested
  class Join {

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

  @Nested
  class FailFast {

    @Test
    void cancelsTheOthersAndThrowsTheFirstFailure() {
      IOException disk = new IOException("disk");
      List<Task<?>> siblings = new ArrayList<>();
      try (TaskScope scope = TaskScope.openFailFast("s")) {
        CountDownLatch waiting = new CountDownLatch(2);
        for (int i = 0; i < 2; i++) {
          siblings.add(
              scope.fork(() -> {
                waiting.countDown();
                return awaitForEver();
              }));
        }
        Task<Object> failing =
            scope.fork(() -> {
              waiting.await();
              throw disk;
            });
        TaskFailedException failed = assertThrows(TaskFailedException.class, scope::join);
        assertSame(disk, failed.getCause());
        assertEquals(0, failed.getSuppressed().length);
        assertEquals("a task of scope 's' failed: " + disk, failed.getMessage());
        assertSame(disk, failing.failure());
        assertEquals(Task.State.CANCELLED, scope.fork(() -> "late").state());
      }
      for (Task<?> sibling : siblings) {
        assertEquals(InterruptedException.class, sibling.failure().getClass());
      }
    }

    @Test
    void suppressesLaterFailuresThatAreNotInterruptions() {
      try (TaskScope scope = TaskScope.openFailFast("s")) {
        CountDownLatch waiting = new CountDownLatch(1);
        scope.fork(() -> {
          try {
            waiting.countDown();
            return awaitForEver();
          } catch (InterruptedException e) {
            throw new IOException("while cleaning up");
          }
        });
        scope.fork(() -> {
          waiting.await();
          throw new IOException("first");
        });
        TaskFailedException failed = assertThrows(TaskFailedException.class, scope::join);
        assertEquals("first", failed.getCause().getMessage());
        assertEquals("while cleaning up", failed.getSuppressed()[0].getMessage());
      }
    }
  }

  @Nested
  class Owner {

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

    private void join(TaskScope scope) {
      try {
        scope.join();
      } catch (InterruptedException e) {
        throw new AssertionError(e);
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
  }

  @Nested
  class Cancel {

    @Test
    void fromAnyThreadInterruptsWhatRunsAndLetsNothingElseBegin() throws Exception {
      try (TaskScope scope = TaskScope.open("s")) {
        CountDownLatch running = new CountDownLatch(1);
        Task<Object> task =
            scope.fork(() -> {
              running.countDown();
              return awaitForEver();
            });
        running.await();
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
      assertTrue(task.interrupt(TimeSource.system()));
      task.begin();
      assertTrue(Thread.currentThread().isInterrupted());
      task.end(TimeSource.system());
      assertFalse(Thread.currentThread().isInterrupted());
      assertFalse(task.interrupt(TimeSource.system()));
    }
  }

  @Nested
  class Close {

    @Test
    void interruptsWhatRunsAndWaitsForItEvenIfItIsDeaf() throws InterruptedException {
      CountDownLatch begun = new CountDownLatch(1);
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
            begun.countDown();
            awaitForEver();
          } catch (InterruptedException e) {
            trail.add("interrupted");
          }
          interrupted.countDown();
          awaitQuietly(release);
          trail.add("ended");
          return null;
        });
        begun.await();
      }
      trail.add("closed");
      assertEquals(List.of("interrupted", "still open", "ended", "closed"), trail);
      assertFalse(releaser.isInterrupted());
    }

    @Test
    void goesOnWhenItIsInterruptedAndRestoresTheFlag() throws InterruptedException {
      CountDownLatch begun = new CountDownLatch(1);
      Thread owner = Thread.currentThread();
      try (TaskScope scope = TaskScope.open("s")) {
        scope.fork(() -> {
          try {
            begun.countDown();
            awaitForEver();
          } catch (InterruptedException e) {
            owner.interrupt();
          }
          trail.add("ended");
          return null;
        });
        begun.await();
      }
      trail.add("closed");
      assertEquals(List.of("ended", "closed"), trail);
      assertTrue(Thread.interrupted());
    }
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

  @Nested
  class Structure {

    @Test
    void nestedScopesEndInsideTheirParents() throws InterruptedException {
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
    void namesAndNestingAreInTheThreadDump() throws Exception {
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

    @Test
    void aMillionForksInOneScopeLeaveTheHeapFlat() throws InterruptedException {
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

  @Nested
  class Inheritance {

    private static final InheritableThreadLocal<String> THREAD_LOCAL =
        new InheritableThreadLocal<>();

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
          Task<ClassLoader> loader =
              scope.fork(() -> Thread.currentThread().getContextClassLoader());
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

  @Test
  void aJdkWhoseScopesAreUnknownIsNamedAtEachAttempt() {
    JdkScope.Found found = JdkScope.find("java.lang.Object");
    for (int i = 0; i < 2; i++) {
      UnsupportedOperationException refused =
          assertThrows(UnsupportedOperationException.class, found::orThrow);
      assertEquals(
          "Innkeeper does not know the StructuredTaskScope of JDK "
              + Runtime.version()
              + "; it knows those of 21 to 28",
          refused.getMessage());
    }
  }
}
