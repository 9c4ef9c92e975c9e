package dev.innkeeper.junit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.innkeeper.runtime.service.BackgroundService;
import dev.innkeeper.runtime.service.HostedLifecycleService;
import dev.innkeeper.runtime.service.HostedService;
import dev.innkeeper.runtime.service.ServiceContext;
import dev.innkeeper.timer.PeriodicTimer;
import dev.innkeeper.timer.testing.ManualTimeSource;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

/** A service that a {@link TestContext} starts and stops. */
class StartedServiceTest {

  private static final Instant START = Instant.parse("2000-01-01T00:00:00Z");

  private final List<String> trail = new CopyOnWriteArrayList<>();
  private final ManualTimeSource time = new ManualTimeSource();
  private final TestContext context = new TestContext("inbox", time);

  private void happens(String what) {
    trail.add(Thread.currentThread().getName() + ": " + what);
  }

  @Test
  void hasItsStartItsWorkAndItsStopOnOneThread() throws Exception {
    BackgroundService inbox =
        new BackgroundService() {
          @Override
          public void start(ServiceContext given) {
            happens("start");
          }

          @Override
          public void execute(ServiceContext given) throws Exception {
            given.ready();
            try (PeriodicTimer timer = given.timer(Duration.ofSeconds(2))) {
              while (timer.waitForNextTick()) {
                happens("poll");
              }
            }
          }

          @Override
          public void stop(ServiceContext given) {
            happens("stop");
          }
        };
    context.start(inbox);
    assertTrue(context.isReady());
    assertEquals(List.of("inbox: start"), trail);
    time.advance(Duration.ofSeconds(5));
    context.stop();
    context.stop();
    assertEquals(List.of("inbox: start", "inbox: poll", "inbox: poll", "inbox: stop"), trail);
    assertEquals(START.plusSeconds(5), time.instant());
  }

  /** A background service that takes part in all steps. */
  private final class Participant implements BackgroundService, HostedLifecycleService {

    @Override
    public void starting(ServiceContext given) {
      trail.add("starting");
      given.lifetime().onStarted(() -> trail.add("the host has started"));
      given.lifetime().onStopping(() -> trail.add("the host stops"));
      given.lifetime().onStopped(() -> trail.add("the host has stopped"));
      given.onStopRequested(() -> trail.add("hook"));
    }

    @Override
    public void start(ServiceContext given) throws Exception {
      assertFalse(given.awaitStop(Duration.ofMinutes(1)));
      trail.add("start");
    }

    @Override
    public void execute(ServiceContext given) throws Exception {
      trail.add("execute");
      given.awaitStop();
      trail.add("the work ends");
    }

    @Override
    public void started(ServiceContext given) {
      trail.add("started");
    }

    @Override
    public void stopping(ServiceContext given) {
      trail.add("stopping, " + given.isStopRequested());
    }

    @Override
    public void stop(ServiceContext given) throws Exception {
      assertTrue(given.awaitStop(Duration.ofMinutes(1)));
      trail.add("stop");
    }

    @Override
    public void stopped(ServiceContext given) {
      trail.add("stopped");
    }
  }

  @Test
  void takesTheStepsOfALifecycleAsInAHost() throws Exception {
    context.start(new Participant());
    assertEquals(START.plusSeconds(60), time.instant());
    context.stop();
    assertEquals(
        List.of(
            "starting",
            "start",
            "execute",
            "started",
            "the host has started",
            "the host stops",
            "stopping, false",
            "the work ends",
            "hook",
            "stop",
            "stopped",
            "the host has stopped"),
        trail);
  }

  @Test
  void isNotStoppedIfItsStartFails() throws Exception {
    IOException refused = new IOException("refused");
    HostedService http =
        new HostedService() {
          @Override
          public void start(ServiceContext given) throws IOException {
            throw refused;
          }

          @Override
          public void stop(ServiceContext given) {
            trail.add("stop");
          }
        };
    assertSame(refused, assertThrows(IOException.class, () -> context.start(http)));
    context.stop();
    assertEquals(List.of(), trail);
    assertEquals(List.of(), context.failures());
    assertFalse(context.isStopRequested());
  }

  @Test
  void isStoppedIfItFailsOnceAllHaveStarted() {
    IOException refused = new IOException("refused");
    HostedLifecycleService leases =
        new HostedLifecycleService() {
          @Override
          public void started(ServiceContext given) throws IOException {
            throw refused;
          }

          @Override
          public void stop(ServiceContext given) {
            trail.add("stop");
          }
        };
    assertSame(refused, assertThrows(IOException.class, () -> context.start(leases)));
    assertEquals(List.of("stop"), trail);
    assertFalse(context.hasRunningService());
  }

  @Test
  void startsOnce() throws Exception {
    HostedService http = given -> trail.add("start");
    context.start(http);
    IllegalStateException refused =
        assertThrows(IllegalStateException.class, () -> context.start(http));
    assertEquals(
        "a TestContext is for one start of one service: make another one for the next",
        refused.getMessage());
    context.stop();
    assertEquals(List.of("start"), trail);
  }
}
