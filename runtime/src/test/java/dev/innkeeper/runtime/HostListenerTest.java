package dev.innkeeper.runtime;

import static dev.innkeeper.runtime.HostFixture.seconds;
import static dev.innkeeper.runtime.HostFixture.sleepDeaf;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ch.qos.logback.classic.Level;
import dev.innkeeper.runtime.report.HostEvent;
import dev.innkeeper.runtime.report.HostEvent.HostStarted;
import dev.innkeeper.runtime.report.HostEvent.HostStopped;
import dev.innkeeper.runtime.report.HostEvent.HostStopping;
import dev.innkeeper.runtime.report.HostListener;
import dev.innkeeper.runtime.report.HostState;
import dev.innkeeper.runtime.report.StopReport;
import dev.innkeeper.timer.testing.ManualTimeSource;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Listeners that throw, hang, or are slow. */
class HostListenerTest {

  private final HostFixture fixture = new HostFixture();
  private final ManualTimeSource time = fixture.time;
  private final List<String> trail = fixture.trail;
  private final MarkingServices marking = new MarkingServices(fixture);
  private volatile Host self;

  private HostListener marking() {
    return event -> fixture.mark(kind(event));
  }

  private static String kind(HostEvent event) {
    return event.getClass().getSimpleName();
  }

  @Test
  void throwingHarmsNobodyAndIsLogged() throws Exception {
    try (LogTrail log = LogTrail.from(Level.ERROR)) {
      Host host =
          fixture
              .host()
              .listener(event -> {
                throw new IllegalStateException("first");
              })
              .listener(event -> {
                throw new AssertionError("second");
              })
              .listener(marking())
              .build();
      fixture.start(host);
      assertTrue(fixture.stop(host).clean());
      assertEquals(List.of("0 HostStarted", "0 HostStopping", "0 HostStopped"), trail);
      assertEquals(
          List.of(
              "ERROR inn: a listener failed at HostStarted [first]",
              "ERROR inn: a listener failed at HostStarted [second]",
              "ERROR inn: a listener failed at HostStopping [first]",
              "ERROR inn: a listener failed at HostStopping [second]",
              "ERROR inn: a listener failed at HostStopped [first]",
              "ERROR inn: a listener failed at HostStopped [second]"),
          log.lines());
    }
  }

  @Test
  void hangingKeepsNeitherTheServicesFromTheirStopNorTheStopFromItsDeadline() throws Exception {
    Host host =
        fixture
            .host()
            .listener(event -> sleepDeaf(time, Duration.ofDays(1)))
            .add("a", marking.service("a"))
            .build();
    fixture.start(host);
    StopReport report =
        time.drive(() -> {
          StopReport stopped = host.stop();
          fixture.mark("stop() returned");
          return stopped;
        });
    assertEquals(List.of("0 a starts", "0 a stops", "20 stop() returned"), trail);
    assertEquals(HostState.STOPPED, host.state());
    assertTrue(report.clean());
  }

  @Test
  void hangingAtTheStopHearsTheRestWhenItComesBack() throws Exception {
    Host host =
        fixture
            .host()
            .listener(event -> {
              if (event instanceof HostStopping) {
                sleepDeaf(time, seconds(100));
              }
            })
            .listener(marking())
            .build();
    fixture.start(host);
    fixture.stop(host);
    time.advance(seconds(100));
    assertEquals(List.of("0 HostStarted", "100 HostStopping", "100 HostStopped"), trail);
  }

  @Test
  void beingSlowIsAwaitedSoThatItHearsTheEndBeforeStopReturns() throws Exception {
    Host host =
        fixture
            .host()
            .listener(event -> {
              sleepDeaf(time, seconds(2));
              fixture.mark(kind(event));
            })
            .build();
    fixture.start(host);
    time.advance(seconds(10));
    fixture.stop(host);
    fixture.mark("stop() has returned");
    assertEquals(
        List.of("2 HostStarted", "12 HostStopping", "14 HostStopped", "14 stop() has returned"),
        trail);
  }

  @Test
  void hearsOnlyOfTheEndOfAHostThatWasNeverStarted() throws Exception {
    Host host = fixture.host().listener(marking()).add("a", marking.service("a")).build();
    fixture.stop(host);
    time.advance(seconds(1));
    assertEquals(List.of("0 HostStopping", "0 HostStopped"), trail);
  }

  @Test
  void mayNotWaitForTheHostsEnd() throws Exception {
    Host host =
        fixture
            .host()
            .listener(event -> {
              if (event instanceof HostStarted) {
                fixture.mark(
                    String.valueOf(
                        assertThrows(IllegalStateException.class, self::close).getMessage()));
              }
            })
            .build();
    self = host;
    fixture.start(host);
    fixture.stop(host);
    assertEquals(
        List.of(
            "0 close() on thread 'inn/events' would wait for itself:"
                + " use ServiceContext.lifetime().requestStop()"),
        trail);
  }

  @Test
  void hearsNothingAfterTheHostHasStopped() throws Exception {
    Host host =
        fixture
            .host()
            .listener(event -> {
              fixture.mark(kind(event));
              if (event instanceof HostStopped) {
                sleepDeaf(time, Duration.ofMillis(200));
              }
            })
            .background(
                "late",
                context -> {
                  sleepDeaf(time, Duration.ofMillis(19_800));
                  throw new IllegalStateException("after its abandonment");
                })
            .build();
    fixture.start(host);
    trail.clear();
    fixture.stop(host);
    time.advance(seconds(1));
    assertEquals(
        List.of(
            "0 HostStopping",
            "0 ServiceStopping",
            "2 ServiceInterrupted",
            "19.750 ServiceAbandoned",
            "19.750 HostStopped"),
        trail);
  }
}
