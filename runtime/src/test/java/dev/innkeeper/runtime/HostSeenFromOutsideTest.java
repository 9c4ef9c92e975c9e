package dev.innkeeper.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.innkeeper.runtime.report.ServiceState;
import dev.innkeeper.runtime.report.ServiceStatus;
import dev.innkeeper.runtime.scope.TaskScope;
import dev.innkeeper.runtime.service.BackgroundService;
import dev.innkeeper.runtime.service.ServiceContext;
import java.net.URL;
import java.net.URLClassLoader;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** Names, nesting, snapshots, and what services inherit. */
class HostSeenFromOutsideTest {

  private static final InheritableThreadLocal<String> THREAD_LOCAL = new InheritableThreadLocal<>();

  private final HostFixture fixture = new HostFixture();
  private final List<String> trail = fixture.trail;

  @Test
  void theThreadDumpShowsHostServiceAndChildren() throws Exception {
    CountDownLatch childRuns = new CountDownLatch(1);
    Host host =
        Host.builder("dumped")
            .add("plain", context -> {})
            .background(
                "worker",
                context -> {
                  try (TaskScope scope = context.openScope("fetch")) {
                    scope.fork(() -> {
                      childRuns.countDown();
                      context.awaitStop();
                      return null;
                    });
                    scope.join();
                  }
                })
            .build();
    host.start();
    childRuns.await();
    ThreadDump dump = ThreadDump.now();
    host.stop();
    assertEquals("dumped", dump.ownerOf("dumped"));
    assertEquals(
        List.of("dumped/events", "dumped/plain", "dumped/worker"), dump.threadsIn("dumped"));
    assertEquals("dumped/worker", dump.ownerOf("dumped/worker/fetch"));
    assertEquals(List.of("dumped/worker/fetch-1"), dump.threadsIn("dumped/worker/fetch"));
  }

  @Test
  void callsToAServiceAreMadeOnThreadsWithItsName() throws Exception {
    Host host =
        fixture
            .host()
            .background(
                "w",
                new BackgroundService() {
                  @Override
                  public void start(ServiceContext context) {
                    context.onStopRequested(() -> markThread("hook"));
                    markThread("start");
                  }

                  @Override
                  public void execute(ServiceContext context) throws InterruptedException {
                    markThread("execute");
                    context.awaitStop();
                  }

                  @Override
                  public void stop(ServiceContext context) {
                    markThread("stop");
                  }
                })
            .build();
    fixture.start(host);
    fixture.stop(host);
    assertEquals(
        List.of(
            "start on inn/w virtual",
            "execute on inn/w virtual",
            "hook on inn/w/calls virtual",
            "stop on inn/w virtual"),
        trail);
  }

  private void markThread(String call) {
    Thread thread = Thread.currentThread();
    trail.add(call + " on " + thread.getName() + (thread.isVirtual() ? " virtual" : ""));
  }

  @Test
  void servicesAreASnapshotAtAnyTime() throws Exception {
    List<List<ServiceState>> seen = new CopyOnWriteArrayList<>();
    AtomicReference<Host> self = new AtomicReference<>();
    Host host =
        fixture
            .host()
            .add("a", context -> seen.add(states(self.get())))
            .add("b", context -> seen.add(states(self.get())))
            .build();
    self.set(host);
    seen.add(states(host));
    fixture.start(host);
    List<ServiceStatus> running = host.services();
    seen.add(states(host));
    fixture.stop(host);
    seen.add(states(host));
    assertEquals(
        List.of(
            List.of(ServiceState.NEW, ServiceState.NEW),
            List.of(ServiceState.STARTING, ServiceState.NEW),
            List.of(ServiceState.RUNNING, ServiceState.STARTING),
            List.of(ServiceState.RUNNING, ServiceState.RUNNING),
            List.of(ServiceState.STOPPED, ServiceState.STOPPED)),
        seen);
    assertEquals(ServiceState.RUNNING, running.get(0).state(), "a snapshot does not change");
    assertThrows(UnsupportedOperationException.class, running::clear);
  }

  @Test
  void servicesSayWhatTheyDependOn() {
    Host host =
        fixture
            .host()
            .add("web", context -> {}, s -> s.dependsOn("cache", "database"))
            .add("cache", context -> {}, s -> s.dependsOn("database"))
            .add("database", context -> {})
            .build();
    assertEquals(
        List.of(List.of("cache", "database"), List.of("database"), List.of()),
        host.services().stream().map(ServiceStatus::dependsOn).toList());
  }

  private static List<ServiceState> states(Host host) {
    return host.services().stream().map(ServiceStatus::state).toList();
  }

  @Test
  void servicesInheritTheContextClassLoaderOfTheBuildersThreadAndNoThreadLocals() throws Exception {
    ClassLoader before = Thread.currentThread().getContextClassLoader();
    AtomicReference<ClassLoader> loader = new AtomicReference<>();
    AtomicReference<String> local = new AtomicReference<>("not run");
    THREAD_LOCAL.set("leak");
    try (URLClassLoader mine = new URLClassLoader(new URL[0], before)) {
      Thread.currentThread().setContextClassLoader(mine);
      Host host =
          fixture
              .host()
              .background(
                  "w",
                  context -> {
                    loader.set(Thread.currentThread().getContextClassLoader());
                    local.set(THREAD_LOCAL.get());
                  })
              .build();
      Thread.currentThread().setContextClassLoader(before);
      fixture.start(host);
      assertSame(mine, loader.get());
      assertNull(local.get());
      fixture.stop(host);
    } finally {
      Thread.currentThread().setContextClassLoader(before);
      THREAD_LOCAL.remove();
    }
  }

  @Test
  void aScopeNeedsAName() {
    Host host = fixture.host().add("a", context -> context.openScope(null)).build();
    HostStartException failed = assertThrows(HostStartException.class, () -> fixture.start(host));
    assertEquals(NullPointerException.class, failed.getCause().getClass());
  }
}
