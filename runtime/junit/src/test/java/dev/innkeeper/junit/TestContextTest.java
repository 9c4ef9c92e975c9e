package dev.innkeeper.junit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.innkeeper.runtime.jobs.JobQueue;
import dev.innkeeper.runtime.report.Health;
import dev.innkeeper.runtime.scope.TaskScope;
import dev.innkeeper.timer.CalendarTimer;
import dev.innkeeper.timer.PeriodicTimer;
import dev.innkeeper.timer.Schedule;
import dev.innkeeper.timer.WaitableTimer;
import dev.innkeeper.timer.testing.ManualTimeSource;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

/** A context that is handed to a service directly. */
class TestContextTest {

  private final List<String> trail = new CopyOnWriteArrayList<>();
  private final ManualTimeSource time = new ManualTimeSource();
  private final TestContext context = new TestContext("inbox", time);

  @Test
  void hasTheNameAndTheTimeThatItWasGiven() {
    assertEquals("inbox", context.name());
    assertSame(time, context.timeSource());
    assertEquals("TestContext[inbox]", context.toString());
    assertThrows(IllegalArgumentException.class, () -> new TestContext(" ", time));
  }

  @Test
  void hasATimeOfItsOwnUnlessItIsGivenOne() {
    TestContext own = new TestContext();
    assertEquals("test", own.name());
    own.timeSource().advance(Duration.ofHours(1));
    assertEquals(Instant.parse("2000-01-01T01:00:00Z"), own.timeSource().instant());
    assertSame(time, new TestContext(time).timeSource());
  }

  @Test
  void leadsByTheTokenThatItWasGiven() {
    assertEquals(OptionalLong.empty(), context.fencingToken());
    context.leadsBy(7);
    assertEquals(OptionalLong.of(7), context.fencingToken());
  }

  @Test
  void knowsWhetherTheServiceHasSaidThatItIsReady() {
    assertFalse(context.isReady());
    context.ready();
    assertTrue(context.isReady());
  }

  @Test
  void knowsHowWellTheServiceHasSaidThatItIs() {
    assertEquals(Health.up(), context.health());
    context.health(Health.degraded("slow"));
    assertEquals(Health.degraded("slow"), context.health());
    assertThrows(NullPointerException.class, () -> context.health(null));
  }

  @Test
  void knowsWhyTheServiceHasAskedItsHostToStop() {
    assertEquals(Optional.empty(), context.lifetime().stopReason());
    context.lifetime().requestStop("the licence has expired");
    assertEquals(Optional.of("the licence has expired"), context.lifetime().stopReason());
    assertTrue(context.isHostStopRequested());
  }

  @Test
  void keepsWhatTheServiceHasFailedWith() {
    Exception first = new Exception("first");
    Exception second = new Exception("second");
    context.fail(first);
    context.fail(second);
    assertEquals(List.of(first, second), context.failures());
    assertFalse(context.isStopRequested());
    assertThrows(NullPointerException.class, () -> context.fail(null));
  }

  @Test
  void takesAnInterruptThatIsReportedAfterTheStopWasRequestedForAnEnd() {
    InterruptedException early = new InterruptedException();
    context.fail(early);
    context.requestStop();
    context.fail(new IllegalStateException(new InterruptedException()));
    assertEquals(List.of(early), context.failures());
  }

  @Test
  void runsTheHooksInTheOrderOfTheirRegistrationOnceTheWorkWasWoken() {
    context.onStopRequested(() -> trail.add("first hook, " + context.isStopRequested()));
    context.onStopRequested(() -> trail.add("second hook"), IllegalStateException.class);
    time.start(
        "work",
        () -> {
          awaitStop();
          trail.add("the work wakes");
        });
    time.advance(Duration.ofDays(1));
    assertEquals(List.of(), trail);
    context.requestStop();
    assertEquals(List.of("the work wakes", "first hook, true", "second hook"), trail);
    assertEquals("TestContext[inbox, stopping]", context.toString());
  }

  private void awaitStop() {
    try {
      context.awaitStop();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void runsAHookAtOnceThatIsRegisteredAfterTheStopWasRequested() {
    context.requestStop();
    Thread caller = Thread.currentThread();
    context.onStopRequested(() -> assertSame(caller, Thread.currentThread()));
    context.onStopRequested(() -> trail.add("hook"), IllegalStateException.class);
    assertEquals(List.of("hook"), trail);
    assertEquals(List.of(), context.failures());
  }

  @Test
  void runsAllHooksOnceWhateverOneThrowsAndHoweverOftenTheStopIsRequested() {
    IllegalStateException broken = new IllegalStateException("broken");
    context.onStopRequested(() -> {
      throw broken;
    });
    context.onStopRequested(() -> trail.add("hook"));
    context.requestStop();
    context.requestStop();
    assertEquals(List.of("hook"), trail);
    assertEquals(List.of(broken), context.failures());
  }

  @Test
  void refusesAClassThatIsNoExceptionAsAnEndOfWork() {
    IllegalArgumentException refused =
        assertThrows(
            IllegalArgumentException.class, () -> context.onStopRequested(() -> {}, String.class));
    assertEquals(
        "onStopRequested takes classes of exceptions, and java.lang.String is none",
        refused.getMessage());
    assertThrows(NullPointerException.class, () -> context.onStopRequested(null));
  }

  @Test
  void givesTimersThatTickInItsTimeAndEndWhenTheStopIsRequested() {
    Schedule hourly = Schedule.hourly(ZoneOffset.UTC);
    tick("every 40 minutes", context.timer(Duration.ofMinutes(40)));
    tick(
        "after 5 minutes",
        context.timer(
            PeriodicTimer.builder(Duration.ofHours(9)).initialDelay(Duration.ofMinutes(5))));
    tick("each hour", context.timer(hourly));
    tick("each hour by a builder", context.timer(CalendarTimer.builder(hourly)));
    time.advance(Duration.ofMinutes(80));
    assertEquals(
        List.of(
            "after 5 minutes",
            "every 40 minutes",
            "each hour",
            "each hour by a builder",
            "every 40 minutes"),
        trail);
    trail.clear();
    context.requestStop();
    time.advance(Duration.ofDays(1));
    assertEquals(
        List.of(
            "after 5 minutes ends",
            "each hour ends",
            "each hour by a builder ends",
            "every 40 minutes ends"),
        trail);
  }

  private void tick(String name, WaitableTimer timer) {
    time.start(
        name,
        () -> {
          try (timer) {
            while (timer.waitForNextTick()) {
              trail.add(name);
            }
            trail.add(name + " ends");
          } catch (InterruptedException e) {
            throw new AssertionError(e);
          }
        });
  }

  @Test
  void waitsForAStopNoLongerThanItIsTold() throws Exception {
    assertFalse(time.drive(() -> context.awaitStop(Duration.ofMinutes(3))));
    assertEquals(Instant.parse("2000-01-01T00:03:00Z"), time.instant());
    context.requestStop();
    assertTrue(context.awaitStop(Duration.ofMinutes(3)));
    context.awaitStop();
    assertEquals(Instant.parse("2000-01-01T00:03:00Z"), time.instant());
  }

  @Test
  void opensScopesWhoseTasksTakeTheirTimeFromIt() throws Exception {
    time.drive(() -> {
      try (TaskScope scope = context.openScope("orders")) {
        scope.fork(() -> trail.add(Thread.currentThread().getName()));
        scope.fork(() -> {
          assertFalse(context.awaitStop(Duration.ofHours(1)));
          return trail.add("an hour later");
        });
        scope.fork(() -> {
          try (TaskScope inner = TaskScope.open("inner")) {
            inner.fork(() -> context.awaitStop(Duration.ofMinutes(90)));
            inner.join();
          }
          return trail.add("half an hour later");
        });
        scope.join();
      }
    });
    assertEquals(List.of("inbox/orders-1", "an hour later", "half an hour later"), trail);
    assertEquals(Instant.parse("2000-01-01T01:30:00Z"), time.instant());
  }

  @Test
  void standsForAHostThatHasStartedAndStopsWhenTheServiceIsAsked() {
    context.lifetime().onStarted(() -> trail.add("started"));
    context.lifetime().onStopping(() -> trail.add("stopping, " + context.isStopRequested()));
    context.lifetime().onStopped(() -> trail.add("stopped"));
    context.onStopRequested(() -> trail.add("hook"));
    assertEquals(List.of("started"), trail);
    context.requestStop();
    time.advance(Duration.ZERO);
    assertEquals(List.of("started", "stopping, false", "hook", "stopped"), trail);
    context.lifetime().onStopping(() -> trail.add("late"));
    assertEquals("late", trail.getLast());
  }

  @Test
  void runsAllCallbacksOfTheLifetimeWhateverOneThrows() {
    IllegalStateException broken = new IllegalStateException("broken");
    context
        .lifetime()
        .onStopping(() -> {
          throw broken;
        });
    context.lifetime().onStopping(() -> trail.add("stopping"));
    context.requestStop();
    assertEquals(List.of("stopping"), trail);
    assertEquals(List.of(broken), context.failures());
  }

  @Test
  void asksTheServiceToStopWhenItHasAskedItsHostTo() {
    assertFalse(context.isHostStopRequested());
    context.onStopRequested(() -> trail.add("hook"));
    context.lifetime().requestStop();
    assertTrue(context.isHostStopRequested());
    time.advance(Duration.ZERO);
    assertTrue(context.isStopRequested());
    assertEquals(List.of("hook"), trail);
  }

  @Test
  void doesNotTakeARequestOfTheTestForOneOfTheService() {
    context.requestStop();
    assertFalse(context.isHostStopRequested());
  }

  @Test
  void isNoHostForAQueueWhichSaysSo() {
    JobQueue<String, Void> queue = JobQueue.builder("mails", (String mail) -> {}).build();
    IllegalArgumentException refused =
        assertThrows(IllegalArgumentException.class, () -> context.start(queue));
    assertTrue(refused.getMessage().startsWith("queue 'mails' works in a host, and "));
  }

  @Test
  void stopsNothingIfNothingWasStarted() throws Exception {
    context.fail(new Exception("kept"));
    context.stop();
    assertFalse(context.isStopRequested());
  }
}
