package dev.innkeeper.junit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.innkeeper.runtime.scope.TaskScope;
import dev.innkeeper.runtime.service.BackgroundService;
import dev.innkeeper.runtime.service.HostedService;
import dev.innkeeper.runtime.service.ServiceContext;
import dev.innkeeper.timer.PeriodicTimer;
import dev.innkeeper.timer.Signal;
import dev.innkeeper.timer.testing.ManualTimeSource;
import java.io.IOException;
import java.net.SocketException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

/**
 * How a service ends that a {@link TestContext} has started: what is a failure, and what is not.
 */
class EndOfWorkTest {

  private static final Instant START = Instant.parse("2000-01-01T00:00:00Z");

  private final List<String> trail = new CopyOnWriteArrayList<>();
  private final ManualTimeSource time = new ManualTimeSource();
  private final TestContext context = new TestContext("inbox", time);

  @Test
  void failsTheTestThatStopsItIfItsWorkHasFailed() throws Exception {
    IOException broken = new IOException("broken pipe");
    BackgroundService inbox =
        given -> {
          assertFalse(given.awaitStop(Duration.ofSeconds(3)));
          throw broken;
        };
    context.start(inbox);
    time.advance(Duration.ofSeconds(3));
    assertEquals(List.of(broken), context.failures());
    assertFalse(context.isStopRequested());
    assertSame(broken, assertThrows(IOException.class, context::stop));
    context.stop();
  }

  @Test
  void failsTheTestThatStopsItIfItsStopFails() throws Exception {
    AssertionError broken = new AssertionError("broken");
    HostedService http =
        new HostedService() {
          @Override
          public void start(ServiceContext given) {}

          @Override
          public void stop(ServiceContext given) {
            throw broken;
          }
        };
    context.start(http);
    assertSame(broken, assertThrows(AssertionError.class, context::stop));
  }

  @Test
  void isInterruptedIfItsWorkGoesOnForTwoSecondsAndMayEndByThat() throws Exception {
    BackgroundService deaf = given -> new ManualSleep(time).sleep(Duration.ofDays(1));
    context.start(deaf);
    context.stop();
    assertEquals(START.plusSeconds(2), time.instant());
    assertEquals(List.of(), context.failures());
  }

  /** A sleep that a stop does not end. */
  private record ManualSleep(ManualTimeSource time) {
    void sleep(Duration duration) throws InterruptedException {
      try (PeriodicTimer timer = PeriodicTimer.builder(duration).timeSource(time).build()) {
        assertTrue(timer.waitForNextTick());
      }
    }
  }

  @Test
  void isGivenUpIfItsWorkIgnoresTheInterrupt() throws Exception {
    BackgroundService deaf =
        given -> {
          for (int i = 0; i < 20; i++) {
            sleepOnInSpiteOfInterrupts();
          }
        };
    context.start(deaf);
    IllegalStateException givenUp = assertThrows(IllegalStateException.class, context::stop);
    assertTrue(
        givenUp
            .getMessage()
            .startsWith(
                "service 'inbox' works on, 10 s after it was interrupted and 12 s after it was"
                    + " asked to stop:\n\tat "),
        givenUp::getMessage);
    assertTrue(givenUp.getMessage().contains("sleepOnInSpiteOfInterrupts"), givenUp::getMessage);
  }

  private void sleepOnInSpiteOfInterrupts() {
    try {
      new ManualSleep(time).sleep(Duration.ofHours(1));
    } catch (InterruptedException e) {
      trail.add("interrupted");
    }
  }

  private static final class WakeupException extends RuntimeException {
    private static final long serialVersionUID = 1;
  }

  @Test
  void mayEndItsWorkByWhatAHookMakesItThrow() throws Exception {
    Signal wakeup = new Signal(time);
    BackgroundService consumer =
        given -> {
          given.onStopRequested(wakeup::raise, WakeupException.class);
          wakeup.await();
          throw new IllegalStateException(new WakeupException());
        };
    context.start(consumer);
    context.stop();
    assertEquals(List.of(), context.failures());
  }

  @Test
  void mayEndItsWorkByAClosedSocketIfAHookHasRun() throws Exception {
    Signal closed = new Signal(time);
    BackgroundService reader =
        given -> {
          given.onStopRequested(closed::raise);
          closed.await();
          throw new SocketException("closed");
        };
    context.start(reader);
    context.stop();
    assertEquals(List.of(), context.failures());
  }

  @Test
  void hasFailedIfItsWorkEndsByAClosedSocketAndNoHookHasRun() throws Exception {
    SocketException closed = new SocketException("closed");
    BackgroundService reader =
        given -> {
          given.awaitStop();
          throw closed;
        };
    context.start(reader);
    assertSame(closed, assertThrows(SocketException.class, context::stop));
  }

  @Test
  void hasFailedIfItLeavesAScopeOpen() throws Exception {
    BackgroundService untidy =
        given -> {
          TaskScope scope = given.openScope("orders");
          scope.fork(() -> given.awaitStop(Duration.ofDays(1)));
        };
    context.start(untidy);
    IllegalStateException left = assertThrows(IllegalStateException.class, context::stop);
    assertTrue(left.getMessage().startsWith("left open: scope 'inbox/orders' "), left::getMessage);
  }
}
