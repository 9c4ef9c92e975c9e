package dev.innkeeper.runtime;

import static dev.innkeeper.runtime.CrashingServices.AT_ONCE;
import static dev.innkeeper.runtime.HostFixture.seconds;
import static dev.innkeeper.runtime.HostFixture.states;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ch.qos.logback.classic.Level;
import dev.innkeeper.runtime.report.HostEvent;
import dev.innkeeper.runtime.report.RunOutcome;
import dev.innkeeper.runtime.report.RunTrigger;
import dev.innkeeper.runtime.report.ServiceState;
import dev.innkeeper.runtime.report.StopReport;
import dev.innkeeper.runtime.service.FailurePolicy;
import dev.innkeeper.runtime.snapshot.Events;
import dev.innkeeper.timer.testing.ManualTimeSource;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What a failure says of itself is the user's code: it changes nothing of what follows. */
class EvilFailureTest {

  private final HostFixture fixture = new HostFixture();
  private final ManualTimeSource time = fixture.time;
  private final List<String> trail = fixture.trail;
  private final MarkingServices marking = new MarkingServices(fixture);
  private final AtomicInteger runs = new AtomicInteger();

  @ParameterizedTest
  @EnumSource(Evil.class)
  void inAStartComesOutOfItAsTheCause(Evil evil) {
    RuntimeException thrown = evil.exception();
    Host host =
        fixture
            .host()
            .add(
                "w",
                context -> {
                  throw thrown;
                })
            .build();
    HostStartException failed = assertThrows(HostStartException.class, () -> fixture.start(host));
    assertEquals("w", host.services().get(0).name());
    assertTrue(failed.getMessage().startsWith("host 'inn' did not start, because of 'w': "));
    assertNotNull(host.services().get(0).toString());
  }

  private static String printed(boolean logged, RuntimeException cause) {
    StringWriter text = new StringWriter();
    new HostStartException("host 'inn' did not start", cause, () -> logged)
        .printStackTrace(new PrintWriter(text));
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    new HostStartException("host 'inn' did not start", cause, () -> logged)
        .printStackTrace(new PrintStream(bytes, true, UTF_8));
    assertEquals(text.toString().lines().findFirst(), bytes.toString(UTF_8).lines().findFirst());
    return text.toString();
  }

  /** The JVM prints no stack of an exception that a {@code main} throws, if that cannot be done. */
  @ParameterizedTest
  @EnumSource(Evil.class)
  void isInThePrintedStackOfWhatTheHostThrowsWhetherTheLogHasShownItOrNot(Evil evil) {
    for (boolean logged : new boolean[] {true, false}) {
      String text = printed(logged, evil.exception());
      assertTrue(
          text.startsWith("dev.innkeeper.runtime.HostStartException: host 'inn' did not start"),
          text);
      assertTrue(text.contains("at " + getClass().getName() + ".printed"), text);
      assertTrue(text.contains("Caused by: "), text);
      assertEquals(logged, text.contains("(the log has its stack)"), text);
    }
  }

  @ParameterizedTest
  @EnumSource(Evil.class)
  void inTheWorkIsAnsweredByItsPolicy(Evil evil) throws Exception {
    Host host =
        fixture
            .host()
            .background(
                "w",
                context -> {
                  fixture.mark("run " + runs.incrementAndGet());
                  if (runs.get() == 1) {
                    throw evil.exception();
                  }
                  context.awaitStop();
                },
                s -> s.onFailure(AT_ONCE))
            .build();
    fixture.start(host);
    time.advance(seconds(1));
    assertEquals(List.of("0 run 1", "0 run 2"), trail);
    assertEquals(ServiceState.RUNNING, host.services().get(0).state());
    fixture.stop(host);
  }

  @ParameterizedTest
  @EnumSource(Evil.class)
  void inAStopIsInAReportThatCanBeShown(Evil evil) throws Exception {
    RuntimeException thrown = evil.exception();
    Host host =
        fixture
            .host()
            .background(
                "w",
                context -> {
                  context.awaitStop();
                  throw thrown;
                })
            .build();
    fixture.start(host);
    StopReport report = fixture.stop(host);
    assertSame(thrown, report.services().get(0).failure().orElseThrow());
    assertFalse(report.clean());
    assertNotNull(report.toString());
  }

  static List<HostEvent> events(Evil evil) {
    RuntimeException thrown = evil.exception();
    return List.of(
        new Events.ServiceFailed("inn", "w", "in its work", thrown),
        new Events.ServiceRestarting("inn", "w", 1, seconds(1), thrown),
        new Events.RunEnded(
            "inn",
            "w",
            1,
            Instant.EPOCH,
            RunTrigger.SCHEDULE,
            seconds(1),
            RunOutcome.FAILED,
            Optional.of(thrown)),
        new Events.JobRetrying("inn", "w", "inn/w#1", "item", 1, seconds(1), thrown),
        new Events.JobFailed("inn", "w", "inn/w#1", "item", 2, thrown));
  }

  @ParameterizedTest
  @EnumSource(Evil.class)
  void isInTheTextOfEachEventThatHasIt(Evil evil) {
    String shown =
        switch (evil) {
          case TO_STRING -> thrown(UnsupportedOperationException.class);
          case OVERFLOW -> thrown(StackOverflowError.class);
          default -> "evil";
        };
    assertEquals(
        List.of(
            "ServiceFailed[host=inn, service=w, where=in its work, failure=" + shown + "]",
            "ServiceRestarting[host=inn, service=w, restart=1, delay=PT1S, failure=" + shown + "]",
            "RunEnded[host=inn, service=w, run=1, scheduled=1970-01-01T00:00:00Z, trigger=SCHEDULE,"
                + " took=PT1S, outcome=FAILED, failure=Optional["
                + shown
                + "]]",
            "JobRetrying[job=inn/w#1, attempt=1, delay=PT1S, failure=" + shown + "]",
            "JobFailed[job=inn/w#1, attempts=2, failure=" + shown + "]"),
        events(evil).stream().map(Object::toString).toList());
  }

  private static String thrown(Class<? extends Throwable> type) {
    return Evil.EvilException.class.getName()
        + " (its toString() has thrown "
        + type.getName()
        + ")";
  }

  /** Its text is asked for when the report is logged. */
  @SuppressWarnings({"serial", "OverrideThrowableToString"}) // never written; what the test is of
  private final class Waiting extends RuntimeException {
    private final CountDownLatch until = new CountDownLatch(1);

    @Override
    public String toString() {
      try {
        return time.idle(() -> {
          until.await();
          return "late";
        });
      } catch (Exception e) {
        throw new IllegalStateException(e);
      }
    }
  }

  @Test
  void whoseTextNeverComesDoesNotKeepAStopFromItsEnd() throws Exception {
    Waiting thrown = new Waiting();
    try (LogTrail log = LogTrail.from(Level.WARN)) {
      Host host =
          fixture
              .host()
              .background(
                  "w",
                  context -> {
                    context.awaitStop();
                    throw thrown;
                  })
              .build();
      fixture.start(host);
      assertEquals(List.of("w FAILED"), states(fixture.stop(host)));
      assertEquals(List.of(), log.linesAt(Level.WARN), "its text has come");
    } finally {
      thrown.until.countDown();
    }
  }

  @Test
  void whoseMonitorSomebodyHoldsDoesNotKeepAStopFromItsDeadline() throws Exception {
    RuntimeException thrown = Evil.GET_CAUSE.exception();
    Host host =
        fixture
            .host()
            .background(
                "w",
                context -> {
                  throw thrown;
                },
                s -> s.onFailure(FailurePolicy.ignore()))
            .add("other", marking.service("other"))
            .build();
    fixture.start(host);
    synchronized (thrown) {
      assertEquals(List.of("w FAILED", "other STOPPED"), states(fixture.stop(host)));
    }
  }

  @Test
  void thatIsNeitherAnExceptionNorAnErrorIsNotSwallowedByAInterceptor() {
    Throwable odd = new Throwable("odd");
    Host host =
        fixture
            .host()
            .intercept(call -> {
              try {
                call.proceed();
              } catch (Throwable t) {
                fixture.mark("swallowed");
              }
            })
            .add("w", context -> EvilFailureTest.<RuntimeException>sneak(odd))
            .build();
    HostStartException failed = assertThrows(HostStartException.class, () -> fixture.start(host));
    assertSame(odd, failed.getCause());
  }

  @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
  private static <X extends Throwable> void sneak(Throwable thrown) throws X {
    throw (X) thrown;
  }
}
