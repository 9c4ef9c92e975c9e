package dev.innkeeper.runtime;

import static dev.innkeeper.runtime.HostFixture.seconds;
import static dev.innkeeper.runtime.HostFixture.sleep;
import static dev.innkeeper.runtime.HostFixture.sleepDeaf;
import static dev.innkeeper.runtime.HostFixture.states;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ch.qos.logback.classic.Level;
import dev.innkeeper.runtime.report.HostEvent;
import dev.innkeeper.runtime.report.ServiceState;
import dev.innkeeper.runtime.report.StopReport;
import dev.innkeeper.runtime.service.FailurePolicy;
import dev.innkeeper.runtime.service.HostedLifecycleService;
import dev.innkeeper.runtime.service.ServiceContext;
import dev.innkeeper.timer.testing.ManualTimeSource;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

/** A first start that fails and is ignored: the others do without the service. */
class IgnoredStartFailureTest {

  private final HostFixture fixture = new HostFixture();
  private final ManualTimeSource time = fixture.time;
  private final List<String> trail = fixture.trail;
  private final MarkingServices marking = new MarkingServices(fixture);
  private final Shop shop = new Shop(fixture);
  private final IllegalStateException away = shop.away;

  @Test
  void leavesTheServiceFailedAndTheOthersStartAllTheSame() throws Exception {
    Host host = shop.host(1, FailurePolicy.ignore()).build();
    fixture.start(host);
    assertTrue(host.isReady());
    assertEquals(ServiceState.FAILED, host.service("cache").state());
    assertSame(away, host.service("cache").failure().orElseThrow());
    StopReport report = fixture.stop(host);
    assertFalse(report.clean());
    assertEquals(List.of("cache FAILED", "http STOPPED"), states(report));
    assertEquals(List.of("0 cache starts", "1 http starts", "1 http stops"), trail);
  }

  @Test
  void isLoggedAndToldAsAnyFailure() throws Exception {
    List<String> events = new CopyOnWriteArrayList<>();
    try (LogTrail log = LogTrail.from(Level.INFO)) {
      Host host =
          shop.host(1, FailurePolicy.ignore())
              .listener(event -> {
                if (event instanceof HostEvent.ServiceFailed failed) {
                  events.add(failed.service() + " failed " + failed.where());
                }
              })
              .build();
      fixture.start(host);
      time.advance(Duration.ZERO);
      assertEquals(
          List.of(
              "ERROR inn/cache failed to start [the cache is away]",
              "INFO inn started: 2 services in 1.00 s"),
          log.lines());
      assertEquals(List.of("cache failed to start"), events);
      fixture.stop(host);
    }
  }

  @Test
  void doesNotKeepADependentFromBeingRestarted() throws Exception {
    Host host = shop.host(1, FailurePolicy.ignore()).build();
    fixture.start(host);
    fixture.order("operator", () -> host.control("http").restart());
    assertEquals(ServiceState.RUNNING, host.service("http").state());
    fixture.order("operator", () -> host.control("cache").start());
    time.advance(seconds(1));
    assertEquals(ServiceState.RUNNING, host.service("cache").state());
    assertEquals(
        List.of(
            "0 cache starts",
            "1 http starts",
            "1 http stops",
            "1 http starts",
            "1 operator: RUNNING",
            "1 cache starts",
            "2 cache started",
            "2 operator: RUNNING"),
        trail);
    assertTrue(fixture.stop(host).clean());
  }

  @Test
  void alsoHoldsForAStartThatTakesTooLong() throws Exception {
    Host host =
        fixture
            .host()
            .add(
                "cache",
                marking.service("cache", 60, 0),
                s -> s.startTimeout(seconds(5)).onStartFailure(FailurePolicy.ignore()))
            .add("http", marking.service("http"), s -> s.dependsOn("cache"))
            .build();
    fixture.start(host);
    assertEquals(List.of("0 cache starts", "5 cache interrupted", "5 http starts"), trail);
    assertEquals(
        "not started within PT5S: cache",
        host.service("cache").failure().orElseThrow().getMessage());
    fixture.stop(host);
  }

  @Test
  void alsoHoldsForAStartThatIsDeafAndAbandoned() throws Exception {
    Host host =
        fixture
            .host()
            .add(
                "cache",
                context -> sleepDeaf(time, seconds(600)),
                s ->
                    s.startTimeout(seconds(5))
                        .stopTimeout(seconds(2))
                        .onStartFailure(FailurePolicy.ignore()))
            .add("http", marking.service("http"), s -> s.dependsOn("cache"))
            .build();
    fixture.start(host);
    assertEquals(List.of("7 http starts"), trail);
    assertEquals(ServiceState.ABANDONED, host.service("cache").state());
    time.advance(seconds(600));
    fixture.stop(host);
  }

  @Test
  void alsoHoldsForWorkThatFailsBeforeItIsReady() throws Exception {
    Host host =
        fixture
            .host()
            .background(
                "prices",
                context -> {
                  sleep(time, seconds(1));
                  throw away;
                },
                s -> s.waitForReady().onStartFailure(FailurePolicy.ignore()))
            .add("http", marking.service("http"), s -> s.dependsOn("prices"))
            .build();
    fixture.start(host);
    assertEquals(ServiceState.FAILED, host.service("prices").state());
    assertEquals(List.of("1 http starts"), trail);
    fixture.stop(host);
  }

  @Test
  void alsoHoldsForTheStepAfterTheStartAndStopsWhatHadStarted() throws Exception {
    Host host =
        fixture
            .host()
            .add(
                "cache",
                new HostedLifecycleService() {
                  @Override
                  public void started(ServiceContext context) {
                    throw away;
                  }

                  @Override
                  public void stop(ServiceContext context) {
                    fixture.mark("cache stops");
                  }
                },
                s -> s.onStartFailure(FailurePolicy.ignore()))
            .add("http", marking.service("http"), s -> s.dependsOn("cache"))
            .build();
    fixture.start(host);
    assertTrue(host.isReady());
    time.advance(Duration.ZERO);
    assertEquals(ServiceState.FAILED, host.service("cache").state());
    assertEquals(List.of("0 http starts", "0 cache stops"), trail);
    fixture.stop(host);
  }

  @Test
  void isNoMatterOfWhatFailsLater() throws Exception {
    Host host =
        fixture
            .host()
            .background(
                "w",
                context -> {
                  sleep(time, seconds(5));
                  throw away;
                },
                s -> s.onStartFailure(FailurePolicy.ignore()))
            .build();
    ServiceFailedException failed =
        assertThrows(ServiceFailedException.class, () -> time.drive(host::run));
    assertSame(away, failed.getCause());
  }
}
