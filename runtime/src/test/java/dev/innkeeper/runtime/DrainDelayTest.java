package dev.innkeeper.runtime;

import static dev.innkeeper.runtime.HostFixture.seconds;
import static dev.innkeeper.runtime.HostFixture.sleep;
import static dev.innkeeper.runtime.HostFixture.sleepDeaf;
import static dev.innkeeper.runtime.HostFixture.states;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.innkeeper.runtime.Tracing.Step;
import dev.innkeeper.runtime.report.HostEvent;
import dev.innkeeper.runtime.report.ServiceState;
import dev.innkeeper.runtime.report.StopReport;
import dev.innkeeper.timer.testing.ManualTimeSource;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The time between a stop's beginning and the first service hearing of it. */
class DrainDelayTest {

  private final HostFixture fixture = new HostFixture();
  private final ManualTimeSource time = fixture.time;
  private final List<String> trail = fixture.trail;
  private final MarkingServices marking = new MarkingServices(fixture);
  private final Tracing tracing = new Tracing(fixture);

  @Test
  void isAfterTheCallbacksAndBeforeTheStoppingStepWithReadinessOffAndWorkOn() throws Exception {
    Host host =
        fixture.started(
            fixture.host().drainDelay(Duration.ofMillis(2_500)).add("w", tracing.worker("w")));
    time.start(
        "probe",
        () -> {
          sleepDeaf(time, Duration.ofMillis(2_100));
          fixture.mark("ready: " + host.isReady() + ", live: " + host.isLive());
        });
    host.lifetime().onStopping(() -> fixture.mark("callback"));
    StopReport report = fixture.stop(host);
    assertEquals(
        List.of(
            "0 callback",
            "1 w ticks",
            "2 w ticks",
            "2.100 ready: false, live: true",
            "2.500 w STOPPING",
            "2.500 w ends",
            "2.500 w STOP",
            "2.500 w STOPPED"),
        trail);
    assertEquals(Duration.ofMillis(2_500), report.took());
    assertTrue(report.clean());
  }

  @Test
  void countsFromARequestToDrainWhichTurnsReadinessOffAndAsksNobody() throws Exception {
    Host host =
        fixture.started(
            fixture
                .host()
                .drainDelay(seconds(5))
                .listener(event -> {
                  if (!(event instanceof HostEvent.OfService)) {
                    fixture.mark(event.getClass().getSimpleName());
                  }
                })
                .add("a", marking.service("a")));
    for (int i = 0; i < 2; i++) {
      host.lifetime().requestDrain();
      time.advance(seconds(1));
      fixture.mark("ready: " + host.isReady() + ", " + host.service("a").state());
    }
    fixture.stop(host);
    assertEquals(
        List.of(
            "0 HostDraining",
            "1 ready: false, RUNNING",
            "2 ready: false, RUNNING",
            "2 HostStopping",
            "5 a stops",
            "5 HostStopped"),
        trail);
  }

  @Test
  void isOverAtOnceIfTheHostHasDrainedForLongEnough() throws Exception {
    Host host = fixture.start(fixture.host().drainDelay(seconds(5)));
    host.lifetime().requestDrain();
    time.advance(seconds(60));
    assertEquals(Duration.ZERO, fixture.stop(host).took());
  }

  /** The last quarter of a second is for the report. */
  @Test
  void isPartOfTheShutdownTimeoutOfWhichAFifthIsLeftInAnyCase() throws Exception {
    assertEquals(Duration.ofMillis(9_750), stopOfADeafServiceAfter(seconds(10)));
    assertEquals(Duration.ofMillis(3_750), stopOfADeafServiceAfter(seconds(60)));
  }

  private Duration stopOfADeafServiceAfter(Duration drained) throws Exception {
    Host host =
        fixture.start(
            fixture
                .host()
                .shutdownTimeout(seconds(20))
                .background("w", context -> sleepDeaf(time, seconds(1_000))));
    host.lifetime().requestDrain();
    time.advance(drained);
    return fixture.stop(host).took();
  }

  @Test
  void isNotBegunByARequestToDrainBeforeTheStart() throws Exception {
    Host host = fixture.host().build();
    host.lifetime().requestDrain();
    fixture.start(host);
    assertTrue(host.isReady());
    fixture.stop(host);
  }

  @Test
  void isAtTheBeginningOfAStopOfAFailedServiceToo() {
    Host host =
        fixture
            .host()
            .drainDelay(seconds(4))
            .add("a", marking.service("a"))
            .background(
                "w",
                context -> {
                  sleep(time, seconds(1));
                  throw new IOException("crash");
                })
            .build();
    assertThrows(ServiceFailedException.class, () -> time.drive(host::run));
    assertEquals(List.of("0 a starts", "5 a stops"), trail);
  }

  @Test
  void isNotAppliedWhenTheStartWasRolledBack() {
    Host host =
        fixture
            .host()
            .drainDelay(seconds(4))
            .add("a", marking.service("a"))
            .add("bad", marking.failing("bad", 1, new IOException("bad")))
            .build();
    assertThrows(HostStartException.class, () -> fixture.start(host));
    assertEquals(List.of("0 a starts", "0 bad starts", "1 a stops"), trail);
  }

  @Test
  void isPartOfTheShutdownTimeoutAndLeavesTheServicesTheRest() throws Exception {
    Host host =
        fixture.started(
            fixture
                .host()
                .drainDelay(seconds(10))
                .add("a", tracing.observer("a").at(Step.STOP, tracing.hangDeaf()))
                .add("b", tracing.observer("b").at(Step.STOP, tracing.hangDeaf())));
    StopReport report = fixture.stop(host);
    assertEquals(List.of("10 b STOPPING", "10 a STOPPING", "10 b STOP", "18.750 a STOP"), trail);
    assertEquals(Duration.ofMillis(19_750), report.took());
    assertEquals(List.of("a ABANDONED", "b ABANDONED"), states(report));
  }

  @Test
  void almostAsLongAsTheShutdownTimeoutStillLeavesEverybodyAShare() throws Exception {
    Host host =
        fixture.started(
            fixture
                .host()
                .drainDelay(seconds(19))
                .add("a", marking.service("a"))
                .add("b", marking.service("b", 0, 100)));
    StopReport report = fixture.stop(host);
    // Of the last second 250 ms are the reserve; b has what is left but a's sure share.
    assertEquals("19 b stops", trail.get(0));
    assertEquals("b interrupted", trail.get(1).substring(trail.get(1).indexOf(' ') + 1));
    assertEquals("a stops", trail.get(2).substring(trail.get(2).indexOf(' ') + 1));
    assertTrue(report.took().compareTo(Duration.ofMillis(19_750)) <= 0, report.toString());
  }

  @Test
  void isCutWhenCallbacksHaveTakenItsTimeSoThatServicesKeepTheirSureShares() throws Exception {
    Host host =
        fixture.started(
            fixture
                .host()
                .drainDelay(seconds(10))
                .add("a", marking.service("a"))
                .add("b", tracing.observer("b").at(Step.STOP, tracing.hangDeaf())));
    host.lifetime().onStopping(() -> sleepDeaf(time, seconds(12)));
    fixture.stop(host);
    assertEquals(List.of("17.750 b STOPPING", "17.750 b STOP", "18.750 a stops"), trail);
  }

  @Test
  void countsFromTheEndOfTheCallbacks() throws Exception {
    Host host =
        fixture.started(fixture.host().drainDelay(seconds(3)).add("a", marking.service("a")));
    host.lifetime().onStopping(() -> sleepDeaf(time, seconds(2)));
    fixture.stop(host);
    assertEquals(List.of("5 a stops"), trail);
  }

  @Test
  void ofWhichAFailureIsInTheReport() throws Exception {
    Host host =
        fixture.started(
            fixture
                .host()
                .drainDelay(seconds(5))
                .background(
                    "w",
                    context -> {
                      sleep(time, seconds(3));
                      throw new IOException("in between");
                    })
                .background("done", context -> sleep(time, seconds(4))));
    host.lifetime().requestStop();
    time.advance(Duration.ofMillis(4_500));
    assertEquals(ServiceState.COMPLETED, host.services().get(1).state());
    StopReport report = fixture.stop(host);
    assertEquals(List.of("w FAILED", "done STOPPED"), states(report));
    assertFalse(report.clean());
  }

  @Test
  void isRefusedIfItIsNotShorterThanTheShutdownTimeoutOrNegative() {
    HostBuilder builder = fixture.host().drainDelay(seconds(20));
    IllegalArgumentException refused = assertThrows(IllegalArgumentException.class, builder::build);
    assertEquals(
        "the drain delay, 20s, must be shorter than the shutdown timeout, 20s, which it is"
            + " part of",
        refused.getMessage());
    builder.shutdownTimeout(seconds(21)).build();
    HostBuilder other = Host.builder("other").drainDelay(seconds(25));
    assertThrows(IllegalArgumentException.class, other::build);
    Host.builder("other").drainDelay(seconds(24)).build();
    assertThrows(IllegalArgumentException.class, () -> other.drainDelay(seconds(-1)));
  }
}
