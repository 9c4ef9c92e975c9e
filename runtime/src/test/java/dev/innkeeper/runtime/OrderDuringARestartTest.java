package dev.innkeeper.runtime;

import static dev.innkeeper.runtime.CrashingServices.AT_ONCE;
import static dev.innkeeper.runtime.HostFixture.seconds;
import static dev.innkeeper.runtime.HostFixture.sleep;
import static dev.innkeeper.runtime.HostFixture.sleepDeaf;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.innkeeper.runtime.report.ServiceState;
import dev.innkeeper.runtime.service.BackgroundService;
import dev.innkeeper.runtime.service.FailurePolicy;
import dev.innkeeper.runtime.service.RestartPolicy;
import dev.innkeeper.timer.testing.ManualTimeSource;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** An order that finds a service between two lives, as its policy has it, is answered. */
class OrderDuringARestartTest {

  private static final RestartPolicy IN_AN_HOUR =
      FailurePolicy.restart().backoff(Duration.ofHours(1), Duration.ofHours(1));

  private final HostFixture fixture = new HostFixture();
  private final ManualTimeSource time = fixture.time;
  private final List<String> trail = fixture.trail;
  private final MarkingServices marking = new MarkingServices(fixture);
  private final CrashingServices crashing = new CrashingServices(fixture);

  /** A host of db and of web, which depends on db and is in its second start. */
  private Host webIsRestarted(CrashingServices.Start secondStart) throws Exception {
    BackgroundService web =
        crashing.once(run -> {
          if (run == 2) {
            secondStart.run(run);
          }
        });
    Host host =
        fixture
            .host()
            .add("db", marking.service("db"))
            .background("web", web, s -> s.dependsOn("db").onFailure(AT_ONCE))
            .build();
    fixture.start(host);
    time.advance(seconds(1));
    assertEquals(List.of("0 db starts", "0 start 1", "0 start 2"), trail);
    trail.clear();
    return host;
  }

  @Test
  void toRestartWithDependentsGivesUpTheStartThatThePolicyHasMade() throws Exception {
    Host host = webIsRestarted(run -> sleep(time, seconds(30)));
    fixture.order("restart db", host.control("db")::restartWithDependents);
    time.advance(seconds(60));
    assertEquals(
        List.of("1 db stops", "1 db starts", "1 start 3", "1 restart db: RUNNING", "1 works"),
        trail);
    fixture.stop(host);
  }

  @Test
  void toRestartWithDependentsWaitsForAStartThatIsDeaf() throws Exception {
    Host host = webIsRestarted(run -> sleepDeaf(time, seconds(10)));
    fixture.order("restart db", host.control("db")::restartWithDependents);
    time.advance(seconds(60));
    assertEquals(
        List.of("10 db stops", "10 db starts", "10 start 3", "10 restart db: RUNNING", "10 works"),
        trail);
    fixture.stop(host);
  }

  @Test
  void toStopWithDependentsIsAnsweredWhenTheStartIsGivenUp() throws Exception {
    Host host = webIsRestarted(run -> sleep(time, seconds(30)));
    fixture.order("stop db", host.control("db")::stopWithDependents);
    time.advance(seconds(60));
    assertEquals(List.of("1 db stops", "1 stop db: STOPPED"), trail);
    assertEquals(ServiceState.START_ABORTED, HostFixture.state(host, 1));
    fixture.stop(host);
  }

  /** A host of a, of b, which depends on a and waits to be restarted, and of c behind b. */
  private Host waitsToBeRestarted() throws Exception {
    Host host =
        fixture
            .host()
            .add("a", marking.service("a"))
            .background("b", crashing.once(run -> {}), s -> s.dependsOn("a").onFailure(IN_AN_HOUR))
            .add("c", marking.service("c", 0, 5), s -> s.dependsOn("b"))
            .build();
    fixture.start(host);
    time.advance(seconds(1));
    assertEquals(ServiceState.RESTARTING, HostFixture.state(host, 1));
    assertEquals(List.of("0 a starts", "0 start 1", "0 c starts"), trail);
    trail.clear();
    return host;
  }

  @Test
  void toStopWithDependentsStopsThoseBehindTheBackOffFirst() throws Exception {
    Host host = waitsToBeRestarted();
    fixture.order("stop a", host.control("a")::stopWithDependents);
    time.advance(Duration.ofHours(2));
    assertEquals(List.of("1 c stops", "6 c stopped", "6 a stops", "6 stop a: STOPPED"), trail);
    fixture.stop(host);
  }

  @Test
  void toRestartWithDependentsEndsTheBackOffWhenThoseBehindItAreDown() throws Exception {
    Host host = waitsToBeRestarted();
    fixture.order("restart a", host.control("a")::restartWithDependents);
    time.advance(Duration.ofHours(2));
    assertEquals(
        List.of(
            "1 c stops",
            "6 c stopped",
            "6 a stops",
            "6 a starts",
            "6 start 2",
            "6 works",
            "6 c starts",
            "6 restart a: RUNNING"),
        trail);
    fixture.stop(host);
  }
}
