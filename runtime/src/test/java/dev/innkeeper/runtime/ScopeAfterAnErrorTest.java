package dev.innkeeper.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.innkeeper.runtime.jobs.JobHandle;
import dev.innkeeper.runtime.jobs.JobQueue;
import dev.innkeeper.runtime.scope.Task;
import dev.innkeeper.runtime.scope.TaskScope;
import dev.innkeeper.runtime.service.JobAttempt;
import dev.innkeeper.runtime.service.ServiceContext;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/**
 * A scope of a service forks on after an error of the JVM on its owner's thread. At such an error
 * the JVM drops the thread's scoped values, which the JDK's scopes compare.
 */
class ScopeAfterAnErrorTest {

  private final HostFixture fixture = new HostFixture();
  private final List<String> trail = new CopyOnWriteArrayList<>();

  @SuppressWarnings("InfiniteRecursion") // so that the JVM throws
  private static int withoutEnd(int depth) {
    return withoutEnd(depth + 1) + 1;
  }

  private static void overflow() {
    assertThrows(StackOverflowError.class, () -> withoutEnd(0));
  }

  private void forkAfterAnError(ServiceContext context) throws InterruptedException {
    try (TaskScope scope = context.openScope("s")) {
      Task<String> before = scope.fork(() -> "before");
      overflow();
      Task<String> after = scope.fork(() -> "after");
      scope.join();
      trail.add(before.result() + ", " + after.result());
    }
  }

  private void inAService(Consumer<ServiceOptions> options, boolean afterAnError) throws Exception {
    Host host =
        fixture.started(
            fixture
                .host()
                .background(
                    "w",
                    context -> {
                      if (afterAnError) {
                        overflow();
                      }
                      forkAfterAnError(context);
                    },
                    options));
    fixture.stop(host);
    assertEquals(List.of("before, after"), trail);
  }

  @Test
  void onAVirtualThread() throws Exception {
    inAService(s -> {}, false);
  }

  @Test
  void onAPlatformThread() throws Exception {
    inAService(ServiceOptions::platformThreads, false);
  }

  @Test
  void ifAnotherErrorCameBeforeItWasOpened() throws Exception {
    inAService(s -> {}, true);
  }

  @Test
  void onAThreadOfAnotherScope() throws Exception {
    Host host =
        fixture.started(
            fixture
                .host()
                .background(
                    "w",
                    context -> {
                      try (TaskScope outer = context.openScope("outer")) {
                        outer.fork(() -> {
                          forkAfterAnError(context);
                          return "done";
                        });
                        outer.join();
                      }
                    }));
    fixture.stop(host);
    assertEquals(List.of("before, after"), trail);
  }

  @Test
  void inAJob() throws Exception {
    JobQueue<String, String> queue =
        JobQueue.builderWithResult(
                "jobs",
                (String item, JobAttempt attempt) -> {
                  forkAfterAnError(attempt.context());
                  return item;
                })
            .build();
    Host host = fixture.started(fixture.host().queue(queue));
    JobHandle<String> job = fixture.time.drive(() -> queue.submit("a"));
    fixture.time.drive(() -> job.await());
    fixture.stop(host);
    assertEquals("a", job.result());
    assertEquals(List.of("before, after"), trail);
  }
}
