package dev.innkeeper.runtime;

import static dev.innkeeper.runtime.HostFixture.seconds;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.innkeeper.runtime.report.ServiceStatus.StuckThread;
import dev.innkeeper.runtime.scope.TaskScope;
import dev.innkeeper.runtime.service.BackgroundService;
import dev.innkeeper.runtime.service.ServiceContext;
import dev.innkeeper.timer.testing.ManualTimeSource;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Where the code of a service is, for a thread dump. */
class ThreadsOfServicesTest {

  private final HostFixture fixture = new HostFixture();
  private final ManualTimeSource time = fixture.time;

  private void waitHere() throws InterruptedException {
    HostFixture.sleep(time, seconds(100));
  }

  private void forkAndWait(ServiceContext context) throws InterruptedException {
    try (TaskScope scope = context.openScope("parts")) {
      scope.fork(() -> {
        waitHere();
        return null;
      });
      scope.join();
    }
  }

  private static List<String> shown(Host host, String service) {
    return host.threads(service).stream().map(t -> t.thread() + " " + t.how()).toList();
  }

  private static boolean isIn(StuckThread thread, String method) {
    return thread.stack().stream().anyMatch(frame -> frame.getMethodName().equals(method));
  }

  @Test
  void isInItsWorkOrInItsStartOrNowhere() throws Exception {
    BackgroundService works = context -> waitHere();
    Host host =
        fixture
            .host()
            .startConcurrently()
            .add("idle", context -> {})
            .add("works", works)
            .add("starts", context -> waitHere())
            .build();
    time.start("starter", host::start);
    time.advance(seconds(1));
    assertEquals(List.of(), shown(host, "idle"));
    assertEquals(List.of("inn/works is here"), shown(host, "works"));
    assertEquals(List.of("inn/starts is here"), shown(host, "starts"));
    assertTrue(isIn(host.threads("works").getFirst(), "waitHere"));
    fixture.stop(host);
    assertEquals(List.of(), shown(host, "works"));
  }

  @Test
  void areThoseOfItsScopesIfItWaitsForThem() throws Exception {
    BackgroundService works = this::forkAndWait;
    Host host = fixture.host().add("works", works).build();
    fixture.start(host);
    List<StuckThread> threads = host.threads("works");
    assertTrue(
        threads.stream().anyMatch(t -> t.thread().contains("parts") && isIn(t, "waitHere")),
        threads::toString);
    fixture.stop(host);
  }

  @Test
  void areAskedOfAServiceThatThereIs() {
    Host host = fixture.host().add("mail", context -> {}).build();
    assertEquals(List.of(), host.threads("mail"));
    assertThrows(IllegalArgumentException.class, () -> host.threads("mails"));
  }
}
