package dev.innkeeper.runtime;

import static dev.innkeeper.runtime.CrashingServices.AT_ONCE;
import static dev.innkeeper.runtime.HostFixture.seconds;
import static dev.innkeeper.runtime.HostFixture.states;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ch.qos.logback.classic.Level;
import dev.innkeeper.runtime.report.HostEvent;
import dev.innkeeper.runtime.report.ServiceState;
import dev.innkeeper.runtime.report.StopReport;
import dev.innkeeper.runtime.service.FailurePolicy;
import dev.innkeeper.timer.testing.ManualTimeSource;
import java.util.List;
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

  @ParameterizedTest
  @EnumSource(Evil.class)
  void isInTheLogWithItsServiceAndItsClass(Evil evil) throws Exception {
    try (LogTrail log = LogTrail.from(Level.ERROR)) {
      Host host =
          fixture
              .host()
              .background(
                  "w",
                  context -> {
                    throw evil.exception();
                  },
                  s -> s.onFailure(FailurePolicy.ignore()))
              .build();
      fixture.start(host);
      time.advance(seconds(1));
      List<String> lines = log.linesAt(Level.ERROR);
      assertEquals(1, lines.size(), lines.toString());
      assertTrue(lines.get(0).startsWith("ERROR inn/w failed in its work"), lines.toString());
      fixture.stop(host);
    }
  }

  @ParameterizedTest
  @EnumSource(Evil.class)
  void inACallbackOrAListenerHasItsLineInTheLog(Evil evil) throws Exception {
    try (LogTrail log = LogTrail.from(Level.ERROR)) {
      Host host =
          fixture
              .host()
              .listener(event -> {
                if (event instanceof HostEvent.HostStopping) {
                  throw evil.exception();
                }
              })
              .build();
      host.lifetime()
          .onStarted(() -> {
            throw evil.exception();
          });
      fixture.start(host);
      fixture.stop(host);
      List<String> lines =
          log.linesAt(Level.ERROR).stream().map(line -> line.replaceFirst(" \\[.*", "")).toList();
      assertEquals(
          List.of(
              "ERROR inn: a callback for 'started' failed",
              "ERROR inn: a listener failed at HostStopping"),
          lines);
    }
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
