package dev.innkeeper.runtime;

import static dev.innkeeper.runtime.HostFixture.seconds;
import static dev.innkeeper.runtime.HostFixture.sleep;
import static dev.innkeeper.runtime.HostFixture.sleepDeaf;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ch.qos.logback.classic.Level;
import dev.innkeeper.runtime.report.HostEvent.HostStopped;
import dev.innkeeper.runtime.report.HostState;
import dev.innkeeper.runtime.report.StopReport;
import dev.innkeeper.runtime.service.HostView;
import dev.innkeeper.timer.testing.ManualTimeSource;
import java.net.BindException;
import java.util.List;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;

/** What stands around a host: when it is opened and closed, and what it cannot do to the host. */
class HostExtensionTest {

  private final HostFixture fixture = new HostFixture();
  private final ManualTimeSource time = fixture.time;
  private final List<String> trail = fixture.trail;
  private final MarkingServices marking = new MarkingServices(fixture);

  /** What an extension does when it is opened or closed. */
  private interface Deed {
    void happen() throws Exception;
  }

  /** Leaves marks, and then does something. */
  private class Marking implements HostExtension {
    private final String name;
    private final Deed opening;
    private final Deed closing;

    Marking(String name, Deed opening, Deed closing) {
      this.name = name;
      this.opening = opening;
      this.closing = closing;
    }

    Marking(String name) {
      this(name, () -> {}, () -> {});
    }

    @Override
    public void opened(HostView host) throws Exception {
      fixture.mark(name + " opens, " + host.state());
      opening.happen();
    }

    @Override
    public void closed(StopReport report) throws Exception {
      fixture.mark(name + " closes: " + report.summary());
      closing.happen();
    }
  }

  private HostBuilder host(HostExtension... extensions) {
    HostBuilder builder = fixture.host();
    for (HostExtension extension : extensions) {
      builder.install(extension);
    }
    return builder.add(
        "a",
        () -> {
          fixture.mark("a is made");
          return marking.service("a");
        });
  }

  @Test
  void isOpenedBeforeAnyServiceIsMadeAndClosedAfterTheReportTheLastOneFirst() throws Exception {
    Host host =
        fixture.start(
            host(new Marking("x"), new Marking("y"))
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
    Marking bad =
        new Marking(
            "y",
            () -> {
              throw new BindException("in use");
            },
            () -> {});
    Host host = host(new Marking("x"), bad, new Marking("z")).build();
    try (LogTrail log = LogTrail.from(Level.ERROR)) {
      HostStartException thrown = fixture.startFails(host);
      assertEquals(
          "host 'inn' did not start, because of '"
              + Marking.class.getName()
              + "': java.net.BindException: in use",
          thrown.getMessage());
      assertEquals(BindException.class, thrown.getCause().getClass());
      assertEquals(
          List.of("ERROR inn: extension " + Marking.class.getName() + " failed to open [in use]"),
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
    Marking slow =
        new Marking(
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
    HostStartException thrown = fixture.startFails(host(slow).startupTimeout(seconds(5)).build());
    assertEquals(TimeoutException.class, thrown.getCause().getClass());
    assertEquals(
        "not open within PT5S: " + Marking.class.getName(), thrown.getCause().getMessage());
    assertTrue(
        List.of(thrown.getCause().getSuppressed()[0].getStackTrace()).toString().contains("sleep"));
    assertEquals(List.of("0 x opens, STARTING", "5 x is interrupted"), trail);
  }

  @Test
  void isPartOfTheTimeForTheStart() throws Exception {
    Marking slow = new Marking("x", () -> sleep(time, seconds(4)), () -> {});
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
    Host host = host(new Marking("x", () -> sleep(time, seconds(100)), () -> {})).build();
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
    Host host = host(new Marking("x", () -> sleepDeaf(time, seconds(100)), () -> {})).build();
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
    Marking slow = new Marking("x", () -> sleep(time, seconds(50)), () -> {});
    try (LogTrail log = LogTrail.from(Level.WARN)) {
      Host host = host(slow).build();
      time.start("starter", host::start);
      time.advance(seconds(60));
      fixture.stop(host);
      String line = "WARN inn: extension %s has not opened after %s, and no service starts before";
      assertEquals(
          List.of(
              line.formatted(Marking.class.getName(), "10.0 s"),
              line.formatted(Marking.class.getName(), "20.0 s"),
              line.formatted(Marking.class.getName(), "40.0 s")),
          log.lines().stream()
              .filter(l -> l.startsWith("WARN"))
              .map(l -> l.substring(0, l.indexOf(" it has: it is here")))
              .toList());
    }
  }

  @Test
  void whoseCloseThrowsHarmsNobodyAndIsLogged() throws Exception {
    Marking bad =
        new Marking(
            "y",
            () -> {},
            () -> {
              throw new IllegalStateException("flush failed");
            });
    try (LogTrail log = LogTrail.from(Level.ERROR)) {
      Host host = fixture.start(host(new Marking("x"), bad));
      trail.clear();
      assertTrue(fixture.stop(host).clean());
      assertEquals(
          List.of(
              "ERROR inn: extension "
                  + Marking.class.getName()
                  + " failed to close [flush failed]"),
          log.lines());
    }
    assertEquals("0 x closes: inn stopped in 0 ms: 1 stopped", trail.getLast());
  }

  @Test
  void whoseCloseHangsKeepsTheStopOnlyUntilItsDeadline() throws Exception {
    Marking hanging = new Marking("x", () -> {}, () -> sleep(time, seconds(100)));
    try (LogTrail log = LogTrail.from(Level.WARN)) {
      Host host = fixture.start(host(hanging));
      trail.clear();
      fixture.stopAndMark(host);
      assertEquals(
          List.of("0 a stops", "0 x closes: inn stopped in 0 ms: 1 stopped", "20 stop() returned"),
          trail);
      assertTrue(
          log.lines()
              .contains(
                  "WARN inn: goes on without waiting for extension "
                      + Marking.class.getName()
                      + " to close"),
          log.lines().toString());
    }
  }

  @Test
  void areAllInterruptedIfTheyHangInTheirClose() throws Exception {
    Deed hanging =
        () -> {
          try {
            sleep(time, seconds(100));
          } catch (InterruptedException e) {
            fixture.mark("interrupted");
          }
        };
    Host host =
        fixture.start(
            host(new Marking("x", () -> {}, hanging), new Marking("y", () -> {}, hanging)));
    trail.clear();
    fixture.stopAndMark(host);
    time.advance(seconds(1));
    assertEquals(
        List.of(
            "0 a stops",
            "0 y closes: inn stopped in 0 ms: 1 stopped",
            "20 stop() returned",
            "20 interrupted",
            "20 x closes: inn stopped in 0 ms: 1 stopped",
            "20 interrupted"),
        trail.stream().sorted((a, b) -> 0).toList());
  }

  @Test
  void thatIsNotOpenInTimeFailsTheStartAlsoIfAListenerHoldsItUp() throws Exception {
    Host host =
        host(new Marking("x"))
            .startupTimeout(seconds(5))
            .install(
                new HostExtension() {
                  @Override
                  public void configure(HostBuilder builder) {
                    builder.install(new Marking("y", () -> sleepDeaf(time, seconds(50)), () -> {}));
                  }
                })
            .build();
    HostStartException thrown = fixture.startFails(host);
    assertEquals(
        "not open within PT5S: " + Marking.class.getName(), thrown.getCause().getMessage());
    assertEquals(List.of("0 x opens, STARTING", "0 y opens, STARTING"), trail);
  }

  @Test
  void isNeitherOpenedNorClosedByAHostThatNeverStarts() throws Exception {
    Host host = host(new Marking("x")).build();
    fixture.stop(host);
    assertEquals(List.of(), trail);
  }

  @Test
  void addsWhatItNeedsToEachHostThatIsBuilt() throws Exception {
    HostBuilder builder =
        fixture
            .host()
            .install(
                new HostExtension() {
                  @Override
                  public void configure(HostBuilder added) {
                    added.add("b", marking.service("b")).install(new Marking("inner"));
                  }
                });
    for (int i = 0; i < 2; i++) {
      fixture.stop(fixture.start(builder));
    }
    List<String> once =
        List.of(
            "0 inner opens, STARTING",
            "0 b starts",
            "0 b stops",
            "0 inner closes: inn stopped in 0 ms: 1 stopped");
    assertEquals(List.of(once, once), List.of(trail.subList(0, 4), trail.subList(4, 8)));
  }

  @Test
  void isInstalledOnce() {
    Marking one = new Marking("x");
    HostBuilder builder = fixture.host().install(one);
    String message =
        assertThrows(IllegalArgumentException.class, () -> builder.install(one)).getMessage();
    assertTrue(message.endsWith("is installed already: once is enough"), message);
    assertThrows(NullPointerException.class, () -> builder.install(null));
    assertFalse(builder.install(new Marking("y")).build().isLive());
  }
}
