package dev.innkeeper.runtime;

import static dev.innkeeper.runtime.CrashingServices.again;
import static dev.innkeeper.runtime.HostFixture.seconds;
import static dev.innkeeper.runtime.HostFixture.sleep;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.innkeeper.runtime.report.HostState;
import dev.innkeeper.runtime.report.ServiceState;
import dev.innkeeper.runtime.service.FailurePolicy;
import dev.innkeeper.runtime.service.HostedLifecycleService;
import dev.innkeeper.runtime.service.ServiceContext;
import dev.innkeeper.timer.testing.ManualTimeSource;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** A first start that fails and is tried again, while the host starts. */
class RepeatedFirstStartTest {

  private final HostFixture fixture = new HostFixture();
  private final ManualTimeSource time = fixture.time;
  private final List<String> trail = fixture.trail;
  private final MarkingServices marking = new MarkingServices(fixture);
  private final Shop shop = new Shop(fixture);
  private final IllegalStateException away = shop.away;
  private final AtomicInteger runs = new AtomicInteger();

  @Test
  void letsTheOthersWaitUntilItHasStarted() throws Exception {
    Host host = shop.host(2, again(5, FailurePolicy.stopHost())).build();
    time.start("starter", host::start);
    time.advance(Duration.ofMillis(2_500));
    assertEquals(HostState.STARTING, host.state());
    time.advance(seconds(1));
    assertEquals(HostState.RUNNING, host.state());
    assertEquals(2, host.service("cache").restarts());
    assertEquals(
        List.of(
            "0 cache starts",
            "1 cache starts",
            "2 cache starts",
            "3 cache started",
            "3 http starts"),
        trail);
    assertTrue(fixture.stop(host).clean());
  }

  @Test
  void tooOftenFailsTheHostsStart() {
    Host host = shop.host(9, again(2, FailurePolicy.stopHost())).build();
    HostStartException failed = fixture.startFails(host);
    assertSame(away, failed.getCause());
    assertEquals(
        "host 'inn' did not start, because of 'cache': java.lang.IllegalStateException: the cache"
            + " is away",
        failed.getMessage());
    assertEquals(List.of("0 cache starts", "1 cache starts", "2 cache starts"), trail);
  }

  @Test
  void tooOftenIsIgnoredIfThatWasChosen() throws Exception {
    Host host = shop.host(9, again(1, FailurePolicy.ignore())).build();
    fixture.start(host);
    assertEquals(ServiceState.FAILED, host.service("cache").state());
    assertEquals(List.of("0 cache starts", "1 cache starts", "2 http starts"), trail);
    assertFalse(fixture.stop(host).clean());
  }

  @Test
  void givesEachAttemptItsStartTimeout() throws Exception {
    Host host =
        fixture
            .host()
            .add(
                "cache",
                context -> {
                  fixture.mark("cache starts");
                  sleep(time, runs.incrementAndGet() < 3 ? seconds(60) : seconds(4));
                },
                s -> s.startTimeout(seconds(5)).onStartFailure(again(5, FailurePolicy.stopHost())))
            .build();
    fixture.start(host);
    assertEquals(List.of("0 cache starts", "5 cache starts", "10 cache starts"), trail);
    assertTrue(fixture.stop(host).clean());
  }

  @Test
  void endsWithTheStartupTimeoutWhateverThePolicySays() {
    Host host =
        shop.host(999, again(999, FailurePolicy.ignore()))
            .startupTimeout(Duration.ofMillis(3_500))
            .build();
    HostStartException failed = fixture.startFails(host);
    assertEquals("not started within PT3.5S: cache", failed.getCause().getMessage());
    assertEquals(
        List.of("0 cache starts", "1 cache starts", "2 cache starts", "3 cache starts"), trail);
  }

  @Test
  void endsWithTheStartupTimeoutInItsBackOff() {
    Host host =
        fixture
            .host()
            .startupTimeout(seconds(3))
            .add(
                "cache",
                marking.failing("cache", 1, away),
                s ->
                    s.onStartFailure(FailurePolicy.restart().backoff(seconds(3600), seconds(3600))))
            .build();
    HostStartException failed = fixture.startFails(host);
    assertEquals("not started within PT3S: cache", failed.getCause().getMessage());
    assertEquals(List.of("0 cache starts"), trail);
  }

  @Test
  void endsAtOnceWhenAStopIsRequestedInTheBackOff() throws Exception {
    Host host =
        fixture
            .host()
            .add(
                "cache",
                marking.failing("cache", 1, away),
                s ->
                    s.onStartFailure(FailurePolicy.restart().backoff(seconds(3600), seconds(3600))))
            .build();
    time.start(
        "starter",
        () -> {
          HostStartException failed = assertThrows(HostStartException.class, host::start);
          assertNull(failed.getCause());
          fixture.mark(failed.getMessage());
        });
    time.advance(seconds(2));
    host.lifetime().requestStop();
    time.advance(Duration.ZERO);
    assertEquals(
        List.of("0 cache starts", "2 host 'inn' did not start: a stop was requested"), trail);
    assertEquals(HostState.STOPPED, host.state());
  }

  @Test
  void goesThroughTheStepBeforeTheStartAgain() throws Exception {
    Host host =
        fixture
            .host()
            .add(
                "cache",
                new HostedLifecycleService() {
                  @Override
                  public void starting(ServiceContext context) {
                    fixture.mark("cache starting");
                    if (runs.incrementAndGet() == 1) {
                      throw away;
                    }
                  }

                  @Override
                  public void start(ServiceContext context) {
                    fixture.mark("cache starts");
                    if (runs.get() == 2) {
                      throw away;
                    }
                  }
                },
                s -> s.onStartFailure(again(5, FailurePolicy.stopHost())))
            .add("http", marking.service("http"), s -> s.dependsOn("cache"))
            .build();
    fixture.start(host);
    assertEquals(
        List.of(
            "0 cache starting",
            "0 cache starting",
            "0 cache starts",
            "0 cache starting",
            "0 cache starts",
            "0 http starts"),
        trail);
    assertTrue(fixture.stop(host).clean());
  }

  @Test
  void makesANewInstanceForEachAttemptIfThereIsASupplier() throws Exception {
    Host host =
        fixture
            .host()
            .add(
                "cache",
                () -> {
                  int number = runs.incrementAndGet();
                  fixture.mark("made " + number);
                  if (number == 1) {
                    throw away;
                  }
                  return context -> {
                    if (number == 2) {
                      throw away;
                    }
                  };
                },
                s -> s.onStartFailure(again(5, FailurePolicy.stopHost())))
            .build();
    fixture.start(host);
    assertEquals(List.of("0 made 1", "0 made 2", "0 made 3"), trail);
    assertTrue(fixture.stop(host).clean());
  }

  @Test
  void isNotDoneForWhatCannotGetBetter() {
    Host host =
        fixture
            .host()
            .add(
                "cache",
                context -> {
                  fixture.mark("cache starts");
                  throw new NoClassDefFoundError("x");
                },
                s -> s.onStartFailure(again(5, FailurePolicy.stopHost())))
            .build();
    fixture.startFails(host);
    assertEquals(List.of("0 cache starts"), trail);
  }
}
