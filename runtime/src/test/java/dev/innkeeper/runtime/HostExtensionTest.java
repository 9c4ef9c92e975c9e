package dev.innkeeper.runtime;

import static dev.innkeeper.runtime.HostFixture.seconds;
import static dev.innkeeper.runtime.HostFixture.sleep;
import static dev.innkeeper.runtime.HostFixture.sleepDeaf;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ch.qos.logback.classic.Level;
import dev.innkeeper.runtime.report.HostEvent.HostStopped;
import dev.innkeeper.runtime.report.HostState;
import dev.innkeeper.timer.testing.ManualTimeSource;
import java.net.BindException;
import java.util.List;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;

/** What stands around a host: when it is opened and closed, and what it cannot do to the host. */
class HostExtensionTest {

  private final ExtensionFixture extensions = new ExtensionFixture();
  private final HostFixture fixture = extensions.hosts;
  private final ManualTimeSource time = fixture.time;
  private final List<String> trail = fixture.trail;

  @Test
  void isOpenedBeforeAnyServiceIsMadeAndClosedAfterTheReportTheLastOneFirst() throws Exception {
    Host host =
        fixture.start(
            extensions
                .host(extensions.marking("x"), extensions.marking("y"))
                .listener(event -> {
                  if (event instanceof HostStopped) {
                    fixture.mark("listener hears of the end");
                  }
                }));
    fixture.stopAndMark(host);
    assertEquals(
        List.of(
            "0 x opens, STARTING",
            "0 y opens, STARTING",
            "0 a is made",
            "0 a starts",
            "0 a stops",
            "0 listener hears of the end",
            "0 y closes: inn stopped in 0 ms: 1 stopped",
            "0 x closes: inn stopped in 0 ms: 1 stopped",
            "0 stop() returned"),
        trail);
  }

  @Test
  void thatThrowsFailsTheStartAndThoseThatWereOpenedAreClosed() throws Exception {
    HostExtension bad =
        extensions.extension(
            "y",
            () -> {
              throw new BindException("in use");
            },
            () -> {});
    Host host = extensions.host(extensions.marking("x"), bad, extensions.marking("z")).build();
    try (LogTrail log = LogTrail.from(Level.ERROR)) {
      HostStartException thrown = fixture.startFails(host);
      assertEquals(
          "host 'inn' did not start, because of '"
              + MarkingExtension.class.getName()
              + "': java.net.BindException: in use",
          thrown.getMessage());
      assertEquals(BindException.class, thrown.getCause().getClass());
      assertEquals(
          List.of(
              "ERROR inn: extension "
                  + MarkingExtension.class.getName()
                  + " failed to open [in use]"),
          log.lines());
    }
    assertEquals(
        List.of(
            "0 x opens, STARTING",
            "0 y opens, STARTING",
            "0 x closes: inn stopped in 0 ms: 1 never started"),
        trail);
    assertEquals(HostState.STOPPED, host.state());
  }

  @Test
  void thatTakesTooLongFailsTheStartAndIsInterrupted() throws Exception {
    HostExtension slow =
        extensions.extension(
            "x",
            () -> {
              try {
                sleep(time, seconds(100));
              } catch (InterruptedException e) {
                fixture.mark("x is interrupted");
                throw e;
              }
            },
            () -> {});
    HostStartException thrown =
        fixture.startFails(extensions.host(slow).startupTimeout(seconds(5)).build());
    assertEquals(TimeoutException.class, thrown.getCause().getClass());
    assertEquals(
        "not open within PT5S: " + MarkingExtension.class.getName(),
        thrown.getCause().getMessage());
    assertTrue(
        List.of(thrown.getCause().getSuppressed()[0].getStackTrace()).toString().contains("sleep"));
    assertEquals(List.of("0 x opens, STARTING", "5 x is interrupted"), trail);
  }

  @Test
  void isPartOfTheTimeForTheStart() throws Exception {
    HostExtension slow = extensions.extension("x", () -> sleep(time, seconds(4)), () -> {});
    Host host =
        fixture
            .host()
            .install(slow)
            .startupTimeout(seconds(5))
            .add("a", context -> sleep(time, seconds(2)))
            .build();
    assertEquals("not started within PT5S: a", fixture.startFails(host).getCause().getMessage());
  }

  @Test
  void isInterruptedWhenTheHostIsToStopWhichIsNoFailure() throws Exception {
    Host host =
        extensions
            .host(extensions.extension("x", () -> sleep(time, seconds(100)), () -> {}))
            .build();
    time.start(
        "operator",
        () -> {
          sleepDeaf(time, seconds(3));
          host.lifetime().requestStop("the licence has expired");
        });
    HostStartException thrown = fixture.startFails(host);
    assertEquals("host 'inn' did not start: the licence has expired", thrown.getMessage());
    assertNull(thrown.getCause());
    assertEquals(List.of("0 x opens, STARTING"), trail);
    assertTrue(host.failure().isEmpty());
  }

  @Test
  void thatIsDeafHoldsUpNoStopBeyondItsDeadlineAndIsClosedWhenItHasOpened() throws Exception {
    Host host =
        extensions
            .host(extensions.extension("x", () -> sleepDeaf(time, seconds(100)), () -> {}))
            .build();
    time.start(
        "operator",
        () -> {
          sleepDeaf(time, seconds(3));
          host.lifetime().requestStop();
        });
    fixture.startFails(host);
    fixture.mark("start() has thrown");
    time.advance(seconds(100));
    assertEquals(
        List.of(
            "0 x opens, STARTING",
            "23 start() has thrown",
            "100 x closes: inn stopped in 0 ms: 1 never started"),
        trail);
  }

  @Test
  void thatIsSlowToOpenIsWarnedOfAtDoublingIntervals() throws Exception {
    HostExtension slow = extensions.extension("x", () -> sleep(time, seconds(50)), () -> {});
    try (LogTrail log = LogTrail.from(Level.WARN)) {
      Host host = extensions.host(slow).build();
      time.start("starter", host::start);
      time.advance(seconds(60));
      fixture.stop(host);
      String line = "WARN inn: extension %s has not opened after %s, and no service starts before";
      assertEquals(
          List.of(
              line.formatted(MarkingExtension.class.getName(), "10.0 s"),
              line.formatted(MarkingExtension.class.getName(), "20.0 s"),
              line.formatted(MarkingExtension.class.getName(), "40.0 s")),
          log.lines().stream()
              .filter(l -> l.startsWith("WARN"))
              .map(l -> l.substring(0, l.indexOf(" it has: it is here")))
              .toList());
    }
  }

  @Test
  void thatIsNotOpenInTimeFailsTheStartAlsoIfAListenerHoldsItUp() throws Exception {
    Host host =
        extensions
            .host(extensions.marking("x"))
            .startupTimeout(seconds(5))
            .install(
                new HostExtension() {
                  @Override
                  public void configure(HostBuilder builder) {
                    builder.install(
                        extensions.extension("y", () -> sleepDeaf(time, seconds(50)), () -> {}));
                  }
                })
            .build();
    HostStartException thrown = fixture.startFails(host);
    assertEquals(
        "not open within PT5S: " + MarkingExtension.class.getName(),
        thrown.getCause().getMessage());
    assertEquals(List.of("0 x opens, STARTING", "0 y opens, STARTING"), trail);
  }
}
