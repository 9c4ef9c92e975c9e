package dev.innkeeper.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ch.qos.logback.classic.Level;
import dev.innkeeper.runtime.report.HostEvent;
import dev.innkeeper.runtime.report.HostState;
import dev.innkeeper.runtime.report.ServiceState;
import dev.innkeeper.runtime.report.StopReport;
import dev.innkeeper.runtime.service.FailurePolicy;
import dev.innkeeper.runtime.service.HostedLifecycleService;
import dev.innkeeper.runtime.service.HostedService;
import dev.innkeeper.runtime.service.RestartPolicy;
import dev.innkeeper.runtime.service.ServiceContext;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** What follows when the first start of a service fails, other than the end of the host's start. */
class StartFailureTest extends RestartFixture {

  private final IllegalStateException away = new IllegalStateException("the cache is away");

  /** So many times, each at most a nanosecond after the failure. */
  private static RestartPolicy again(int times, FailurePolicy otherwise) {
    return AT_ONCE.maxRestarts(times, FOR_EVER).orElse(otherwise);
  }

  /** Fails this many times, each time after a second, and marks how it goes. */
  private HostedService awayFor(int attempts) {
    return new HostedService() {
      @Override
      public void start(ServiceContext given) throws Exception {
        int run = runs.incrementAndGet();
        mark("cache starts");
        sleep(time, seconds(1));
        if (run <= attempts) {
          throw away;
        }
        mark("cache started");
      }

      @Override
      public void stop(ServiceContext given) {
        mark("cache stops");
      }
    };
  }

  private HostBuilder shop(int attempts, FailurePolicy policy) {
    return host()
        .add("cache", awayFor(attempts), s -> s.onStartFailure(policy))
        .add("http", service("http"), s -> s.dependsOn("cache"))
        .startConcurrently();
  }

  private HostStartException startFails(Host host) {
    return assertThrows(HostStartException.class, () -> start(host));
  }

  @Nested
  class Ignored {

    @Test
    void leavesTheServiceFailedAndTheOthersStartAllTheSame() throws Exception {
      Host host = shop(1, FailurePolicy.ignore()).build();
      start(host);
      assertTrue(host.isReady());
      assertEquals(ServiceState.FAILED, host.service("cache").state());
      assertSame(away, host.service("cache").failure().orElseThrow());
      StopReport report = stop(host);
      assertFalse(report.clean());
      assertEquals(List.of("cache FAILED", "http STOPPED"), states(report));
      assertEquals(List.of("0 cache starts", "1 http starts", "1 http stops"), trail);
    }

    @Test
    void isLoggedAndToldAsAnyFailure() throws Exception {
      List<String> events = new CopyOnWriteArrayList<>();
      try (LogTrail log = LogTrail.from(Level.INFO)) {
        Host host =
            shop(1, FailurePolicy.ignore())
                .listener(event -> {
                  if (event instanceof HostEvent.ServiceFailed failed) {
                    events.add(failed.service() + " failed " + failed.where());
                  }
                })
                .build();
        start(host);
        time.advance(Duration.ZERO);
        assertEquals(
            List.of(
                "ERROR inn/cache failed to start [the cache is away]",
                "INFO inn started: 2 services in 1.00 s"),
            log.lines());
        assertEquals(List.of("cache failed to start"), events);
        boolean unused = stop(host).clean();
      }
    }

    @Test
    void doesNotKeepADependentFromBeingRestarted() throws Exception {
      Host host = shop(1, FailurePolicy.ignore()).build();
      start(host);
      order("operator", () -> host.control("http").restart());
      assertEquals(ServiceState.RUNNING, host.service("http").state());
      order("operator", () -> host.control("cache").start());
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
      assertTrue(stop(host).clean());
    }

    @Test
    void alsoHoldsForAStartThatTakesTooLong() throws Exception {
      Host host =
          host()
              .add(
                  "cache",
                  service("cache", 60, 0),
                  s -> s.startTimeout(seconds(5)).onStartFailure(FailurePolicy.ignore()))
              .add("http", service("http"), s -> s.dependsOn("cache"))
              .build();
      start(host);
      assertEquals(List.of("0 cache starts", "5 cache interrupted", "5 http starts"), trail);
      assertEquals(
          "not started within PT5S: cache",
          host.service("cache").failure().orElseThrow().getMessage());
      boolean unused = stop(host).clean();
    }

    @Test
    void alsoHoldsForAStartThatIsDeafAndAbandoned() throws Exception {
      Host host =
          host()
              .add(
                  "cache",
                  context -> sleepDeaf(time, seconds(600)),
                  s ->
                      s.startTimeout(seconds(5))
                          .stopTimeout(seconds(2))
                          .onStartFailure(FailurePolicy.ignore()))
              .add("http", service("http"), s -> s.dependsOn("cache"))
              .build();
      start(host);
      assertEquals(List.of("7 http starts"), trail);
      assertEquals(ServiceState.ABANDONED, host.service("cache").state());
      time.advance(seconds(600));
      boolean unused = stop(host).clean();
    }

    @Test
    void alsoHoldsForWorkThatFailsBeforeItIsReady() throws Exception {
      Host host =
          host()
              .background(
                  "prices",
                  context -> {
                    sleep(time, seconds(1));
                    throw away;
                  },
                  s -> s.waitForReady().onStartFailure(FailurePolicy.ignore()))
              .add("http", service("http"), s -> s.dependsOn("prices"))
              .build();
      start(host);
      assertEquals(ServiceState.FAILED, host.service("prices").state());
      assertEquals(List.of("1 http starts"), trail);
      boolean unused = stop(host).clean();
    }

    @Test
    void alsoHoldsForTheStepAfterTheStartAndStopsWhatHadStarted() throws Exception {
      Host host =
          host()
              .add(
                  "cache",
                  new HostedLifecycleService() {
                    @Override
                    public void started(ServiceContext context) {
                      throw away;
                    }

                    @Override
                    public void stop(ServiceContext context) {
                      mark("cache stops");
                    }
                  },
                  s -> s.onStartFailure(FailurePolicy.ignore()))
              .add("http", service("http"), s -> s.dependsOn("cache"))
              .build();
      start(host);
      assertTrue(host.isReady());
      time.advance(Duration.ZERO);
      assertEquals(ServiceState.FAILED, host.service("cache").state());
      assertEquals(List.of("0 http starts", "0 cache stops"), trail);
      boolean unused = stop(host).clean();
    }

    @Test
    void isNoMatterOfWhatFailsLater() throws Exception {
      Host host =
          host()
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

  @Nested
  class TriedAgain {

    @Test
    void letsTheOthersWaitUntilItHasStarted() throws Exception {
      Host host = shop(2, again(5, FailurePolicy.stopHost())).build();
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
      assertTrue(stop(host).clean());
    }

    @Test
    void tooOftenFailsTheHostsStart() {
      Host host = shop(9, again(2, FailurePolicy.stopHost())).build();
      HostStartException failed = startFails(host);
      assertSame(away, failed.getCause());
      assertEquals(
          "host 'inn' did not start, because of 'cache': java.lang.IllegalStateException: the cache"
              + " is away",
          failed.getMessage());
      assertEquals(List.of("0 cache starts", "1 cache starts", "2 cache starts"), trail);
    }

    @Test
    void tooOftenIsIgnoredIfThatWasChosen() throws Exception {
      Host host = shop(9, again(1, FailurePolicy.ignore())).build();
      start(host);
      assertEquals(ServiceState.FAILED, host.service("cache").state());
      assertEquals(List.of("0 cache starts", "1 cache starts", "2 http starts"), trail);
      boolean unused = stop(host).clean();
    }

    @Test
    void givesEachAttemptItsStartTimeout() throws Exception {
      Host host =
          host()
              .add(
                  "cache",
                  context -> {
                    mark("cache starts");
                    sleep(time, runs.incrementAndGet() < 3 ? seconds(60) : seconds(4));
                  },
                  s ->
                      s.startTimeout(seconds(5)).onStartFailure(again(5, FailurePolicy.stopHost())))
              .build();
      start(host);
      assertEquals(List.of("0 cache starts", "5 cache starts", "10 cache starts"), trail);
      assertTrue(stop(host).clean());
    }

    @Test
    void endsWithTheStartupTimeoutWhateverThePolicySays() {
      Host host = shop(999, again(999, FailurePolicy.ignore())).startupTimeout(seconds(4)).build();
      HostStartException failed = startFails(host);
      assertEquals("not started within PT4S: cache", failed.getCause().getMessage());
      assertEquals(
          List.of("0 cache starts", "1 cache starts", "2 cache starts", "3 cache starts"), trail);
    }

    @Test
    void endsWithTheStartupTimeoutInItsBackOff() {
      Host host =
          host()
              .startupTimeout(seconds(3))
              .randomSeed(1)
              .add(
                  "cache",
                  failing("cache", 1, away),
                  s ->
                      s.onStartFailure(
                          FailurePolicy.restart().backoff(seconds(3600), seconds(3600))))
              .build();
      HostStartException failed = startFails(host);
      assertEquals("not started within PT3S: cache", failed.getCause().getMessage());
      assertEquals(List.of("0 cache starts"), trail);
    }

    @Test
    void endsAtOnceWhenAStopIsRequestedInTheBackOff() throws Exception {
      Host host =
          host()
              .randomSeed(1)
              .add(
                  "cache",
                  failing("cache", 1, away),
                  s ->
                      s.onStartFailure(
                          FailurePolicy.restart().backoff(seconds(3600), seconds(3600))))
              .build();
      time.start(
          "starter",
          () -> {
            HostStartException failed = assertThrows(HostStartException.class, host::start);
            assertNull(failed.getCause());
            mark(failed.getMessage());
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
          host()
              .add(
                  "cache",
                  new HostedLifecycleService() {
                    @Override
                    public void starting(ServiceContext context) {
                      mark("cache starting");
                      if (runs.incrementAndGet() == 1) {
                        throw away;
                      }
                    }

                    @Override
                    public void start(ServiceContext context) {
                      mark("cache starts");
                      if (runs.get() == 2) {
                        throw away;
                      }
                    }
                  },
                  s -> s.onStartFailure(again(5, FailurePolicy.stopHost())))
              .add("http", service("http"), s -> s.dependsOn("cache"))
              .build();
      start(host);
      assertEquals(
          List.of(
              "0 cache starting",
              "0 cache starting",
              "0 cache starts",
              "0 cache starting",
              "0 cache starts",
              "0 http starts"),
          trail);
      assertTrue(stop(host).clean());
    }

    @Test
    void makesANewInstanceForEachAttemptIfThereIsASupplier() throws Exception {
      Host host =
          host()
              .add(
                  "cache",
                  () -> {
                    int number = runs.incrementAndGet();
                    mark("made " + number);
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
      start(host);
      assertEquals(List.of("0 made 1", "0 made 2", "0 made 3"), trail);
      assertTrue(stop(host).clean());
    }

    @Test
    void isNotDoneForWhatCannotGetBetter() {
      Host host =
          host()
              .add(
                  "cache",
                  context -> {
                    mark("cache starts");
                    throw new NoClassDefFoundError("x");
                  },
                  s -> s.onStartFailure(again(5, FailurePolicy.stopHost())))
              .build();
      startFails(host);
      assertEquals(List.of("0 cache starts"), trail);
    }
  }
}
