package dev.innkeeper.runtime;

import static dev.innkeeper.runtime.HostFixture.seconds;
import static dev.innkeeper.runtime.HostFixture.sleep;
import static dev.innkeeper.runtime.HostFixture.sleepDeaf;
import static dev.innkeeper.runtime.HostFixture.states;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.innkeeper.runtime.report.ServiceStatus;
import dev.innkeeper.runtime.report.StopReport;
import dev.innkeeper.runtime.scope.Task;
import dev.innkeeper.runtime.scope.TaskScope;
import dev.innkeeper.runtime.service.BackgroundService;
import dev.innkeeper.runtime.service.ServiceContext;
import dev.innkeeper.timer.testing.ManualTimeSource;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

/** Services that are called, and work, on platform threads. */
class PlatformThreadsTest {

  private final HostFixture fixture = new HostFixture();
  private final ManualTimeSource time = fixture.time;
  private final List<String> trail = fixture.trail;

  private void markThread(String call) {
    Thread thread = Thread.currentThread();
    String kind = thread.isVirtual() ? "virtual" : thread.isDaemon() ? "daemon" : "keeper";
    trail.add(call + " on " + thread.getName() + " " + kind);
  }

  private final class EveryCall implements BackgroundService {
    @Override
    public void start(ServiceContext context) {
      context.onStopRequested(() -> markThread("hook"));
      markThread("start");
    }

    @Override
    public void execute(ServiceContext context) throws InterruptedException {
      markThread("execute");
      try (TaskScope scope = context.openScope("fetch")) {
        scope.fork(() -> nested(context));
        scope.join();
      }
      context.awaitStop();
    }

    private Object nested(ServiceContext context) throws InterruptedException {
      markThread("child");
      try (TaskScope scope = context.openScope("inner")) {
        Task<String> task = scope.fork(() -> "grandchild");
        scope.join();
        return trail.add(task.result() + " has run");
      }
    }

    @Override
    public void stop(ServiceContext context) {
      markThread("stop");
    }
  }

  @Test
  void areDaemonsForEveryCallAndForTheWorkWhoseChildrenAreVirtual() throws Exception {
    Host host =
        fixture.host().background("w", new EveryCall(), ServiceOptions::platformThreads).build();
    fixture.start(host);
    assertTrue(fixture.stop(host).clean());
    assertEquals(
        List.of(
            "start on inn/w daemon",
            "execute on inn/w daemon",
            "child on inn/w/fetch-1 virtual",
            "grandchild has run",
            "hook on inn/w/calls daemon",
            "stop on inn/w daemon"),
        trail);
  }

  @Test
  void ofOneServiceAreNotThoseOfAnother() throws Exception {
    Host host =
        fixture
            .host()
            .add("a", context -> markThread("start"), ServiceOptions::platformThreads)
            .background("w", context -> markThread("execute"))
            .build();
    fixture.start(host);
    assertEquals(List.of("start on inn/a daemon", "execute on inn/w virtual"), trail);
  }

  @Test
  void areInterruptedAndAbandonedAsVirtualOnesAre() throws Exception {
    Host host =
        fixture
            .host()
            .stopConcurrently()
            .background("hears", c -> sleep(time, seconds(1_000)), ServiceOptions::platformThreads)
            .background(
                "deaf",
                c -> sleepDeaf(time, Duration.ofDays(1)),
                s -> s.platformThreads().stopTimeout(seconds(5)))
            .build();
    fixture.start(host);
    StopReport report = fixture.stop(host);
    assertEquals(List.of("hears STOPPED", "deaf ABANDONED"), states(report));
    assertEquals(seconds(5), report.took());
    ServiceStatus.StuckThread stuck = report.services().get(1).stuckIn().get(0);
    assertEquals("inn/deaf", stuck.thread());
    assertTrue(stuck.stack().stream().anyMatch(f -> f.getMethodName().equals("sleepDeaf")));
  }

  @Test
  void standUnderTheirServiceInTheThreadDumpOnRealTime() throws Exception {
    CountDownLatch childRuns = new CountDownLatch(1);
    Host host =
        Host.builder("platform")
            .background(
                "w",
                context -> {
                  try (TaskScope scope = context.openScope("fetch")) {
                    scope.fork(() -> {
                      childRuns.countDown();
                      context.awaitStop();
                      return null;
                    });
                    scope.join();
                  }
                },
                ServiceOptions::platformThreads)
            .build();
    host.start();
    childRuns.await();
    ThreadDump dump = ThreadDump.now();
    assertTrue(host.stop().clean());
    assertEquals(List.of("platform/events", "platform/w"), dump.threadsIn("platform"));
    assertEquals("platform/w", dump.ownerOf("platform/w/fetch"));
    assertEquals(List.of("platform/w/fetch-1"), dump.threadsIn("platform/w/fetch"));
  }
}
