package dev.innkeeper.runtime;

import static dev.innkeeper.runtime.CrashingServices.AT_ONCE;
import static dev.innkeeper.runtime.CrashingServices.FOR_EVER;
import static dev.innkeeper.runtime.HostFixture.seconds;
import static dev.innkeeper.runtime.HostFixture.sleep;
import static dev.innkeeper.runtime.HostFixture.sleepDeaf;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.innkeeper.runtime.report.ServiceState;
import dev.innkeeper.runtime.service.BackgroundService;
import dev.innkeeper.runtime.service.FailurePolicy;
import dev.innkeeper.runtime.service.RestartPolicy;
import dev.innkeeper.runtime.service.ServiceContext;
import dev.innkeeper.timer.testing.ManualTimeSource;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** Orders that meet the policy of a service, or each other. */
class OrderRacesTest {

  private final HostFixture fixture = new HostFixture();
  private final ManualTimeSource time = fixture.time;
  private final List<String> trail = fixture.trail;
  private final MarkingServices marking = new MarkingServices(fixture);
  private final CrashingServices crashing = new CrashingServices(fixture);
  private final AtomicInteger runs = crashing.runs;

  @Test
  void toStopIsNotUndoneByThePolicyWhenTheInterruptedStartThrows() throws Exception {
    BackgroundService service =
        crashing.once(run -> {
          try {
            sleep(time, run == 2 ? FOR_EVER : Duration.ZERO);
          } catch (InterruptedException e) {
            throw new IllegalStateException("could not connect", e);
          }
        });
    Host host = fixture.host().background("w", service, s -> s.onFailure(AT_ONCE)).build();
    fixture.start(host);
    time.advance(seconds(5));
    fixture.order("stop", host.control("w")::stop);
    time.advance(seconds(60));
    assertEquals(List.of("0 start 1", "0 start 2", "5 stop: START_ABORTED"), trail);
    fixture.stop(host);
  }

  @Test
  void toStopIsNotUndoneByAStartTimeoutEither() throws Exception {
    BackgroundService service =
        crashing.once(run -> sleepDeaf(time, run == 2 ? seconds(10) : Duration.ZERO));
    Host host =
        fixture
            .host()
            .background("w", service, s -> s.onFailure(AT_ONCE).startTimeout(seconds(6)))
            .build();
    fixture.start(host);
    time.advance(seconds(5));
    fixture.order("stop", host.control("w")::stop);
    time.advance(seconds(60));
    assertEquals(2, runs.get(), trail.toString());
    assertTrue(trail.get(2).startsWith("10 stop: "), trail.toString());
    fixture.stop(host);
  }

  @Test
  void toStartAfterOneToStopMakesANewLifeBecauseTheOldOneWasToldToStop() throws Exception {
    BackgroundService service =
        crashing.once(run -> sleepDeaf(time, run == 2 ? seconds(5) : Duration.ZERO));
    Host host = fixture.host().background("w", service, s -> s.onFailure(AT_ONCE)).build();
    fixture.start(host);
    time.advance(seconds(1));
    fixture.order("stop", host.control("w")::stop);
    fixture.order("start", host.control("w")::start);
    time.advance(seconds(60));
    assertEquals(
        List.of(
            "0 start 1",
            "0 start 2",
            "1 stop: STARTING",
            "5 start 3",
            "5 start: RUNNING",
            "5 works"),
        trail);
    fixture.stop(host);
  }

  @Test
  void toStartComesAfterOneToStopThatWasAccepted() throws Exception {
    Host host =
        fixture
            .host()
            .add("db", marking.service("db"))
            .add("slow", marking.service("slow", 0, 5), s -> s.dependsOn("db"))
            .build();
    fixture.start(host);
    trail.clear();
    fixture.order("restart", host.control("db")::restartWithDependents);
    fixture.order("stop", host.control("db")::stopWithDependents);
    fixture.order("start", host.control("db")::start);
    time.advance(seconds(60));
    assertEquals(
        List.of(
            "0 slow stops",
            "0 restart: inn/slow did not start: it was stopped meanwhile",
            "0 stop: RUNNING",
            "5 slow stopped",
            "5 db stops",
            "5 db starts",
            "5 start: RUNNING"),
        trail);
    fixture.stop(host);
  }

  /** Found by the exploration of the machine. */
  @Test
  void toStartWhatDependsOnADispensableServiceThatFailsOnItsWayDownHoldsNobodyUp()
      throws Exception {
    Host host =
        fixture
            .host()
            .background(
                "cache",
                context -> {
                  sleep(time, seconds(2));
                  throw new IllegalStateException("crash");
                },
                s -> s.onStartFailure(FailurePolicy.ignore()).onFailure(FailurePolicy.restart()))
            .add("web", marking.service("web", 0, 5), s -> s.dependsOn("cache"))
            .build();
    fixture.start(host);
    trail.clear();
    fixture.order("stop", host.control("cache")::stopWithDependents);
    time.advance(seconds(3));
    fixture.order("start", host.control("web")::start);
    time.advance(seconds(60));
    assertEquals(
        List.of(
            "0 web stops",
            "3 start: 'web' depends on [cache (FAILED)]: start that first",
            "5 web stopped",
            "5 stop: FAILED"),
        trail);
    fixture.stop(host);
  }

  /** Found by the exploration of the machine. */
  @Test
  void toStartWhatDependsOnADispensableServiceThatFailsInAStartHoldsNobodyUp() throws Exception {
    AtomicInteger starts = new AtomicInteger();
    BackgroundService cache =
        new BackgroundService() {
          @Override
          public void start(ServiceContext context) {
            if (starts.incrementAndGet() == 2) {
              sleepDeaf(time, seconds(3));
              context.fail(new IllegalStateException("second crash"));
              sleepDeaf(time, seconds(3));
            }
          }

          @Override
          public void execute(ServiceContext context) throws InterruptedException {
            if (starts.get() == 1) {
              sleep(time, seconds(1));
              throw new IllegalStateException("crash");
            }
            context.awaitStop();
          }
        };
    Host host =
        fixture
            .host()
            .background(
                "cache",
                cache,
                s ->
                    s.onStartFailure(FailurePolicy.ignore())
                        .onFailure(FailurePolicy.restart().backoff(seconds(1), seconds(1))))
            .add("web", marking.service("web"), s -> s.dependsOn("cache"))
            .build();
    fixture.start(host);
    trail.clear();
    time.advance(seconds(3));
    fixture.order("stop", host.control("cache")::stopWithDependents);
    time.advance(seconds(3));
    fixture.order("start", host.control("web")::start);
    time.advance(seconds(60));
    assertEquals(
        List.of(
            "3 web stops",
            "6 start: 'web' depends on [cache (STARTING)]: start that first",
            "7 stop: FAILED"),
        trail.stream().map(mark -> mark.replaceFirst("^(\\d)\\.\\d+", "$1")).toList());
    fixture.stop(host);
  }

  @Test
  void isNotReportedWithTheFailureOfAnEarlierLife() throws Exception {
    BackgroundService service =
        crashing.once(run -> sleepDeaf(time, run == 2 ? seconds(5) : Duration.ZERO));
    Host host =
        fixture.host().background("w", service, s -> s.onFailure(FailurePolicy.ignore())).build();
    fixture.start(host);
    time.advance(seconds(1));
    fixture.order("restart", host.control("w")::restart);
    fixture.order("stop", host.control("w")::stop);
    time.advance(seconds(60));
    assertEquals(
        List.of(
            "0 start 1",
            "1 start 2",
            "1 restart: inn/w did not start: it was stopped meanwhile",
            "6 stop: STOPPED"),
        trail);
    fixture.stop(host);
  }

  @Test
  void isNotCarriedOutForDependentsWhoseDependencyFailedToStart() throws Exception {
    Host host =
        fixture
            .host()
            .add(
                "db",
                given -> {
                  if (runs.incrementAndGet() == 2) {
                    throw new IllegalStateException("db port");
                  }
                })
            .add("http", marking.service("http"), s -> s.dependsOn("db"))
            .build();
    fixture.start(host);
    trail.clear();
    fixture.order("restart", host.control("db")::restartWithDependents);
    assertEquals(
        List.of(
            "0 http stops",
            "0 restart: service 'db' of host 'inn' failed: "
                + "java.lang.IllegalStateException: db port"),
        trail);
    assertEquals(ServiceState.STOPPED, host.services().get(1).state());
    fixture.stop(host);
  }

  @Test
  void toStopADependencyThatIsBeingRestartedIsRefusedAsWell() throws Exception {
    RestartPolicy slow = FailurePolicy.restart().backoff(seconds(60), seconds(60));
    Host host =
        fixture
            .host()
            .randomSeed(3)
            .background("base", crashing.once(run -> {}), s -> s.onFailure(slow))
            .add("w", marking.service("w"), s -> s.dependsOn("base"))
            .build();
    fixture.start(host);
    time.advance(Duration.ZERO);
    trail.clear();
    fixture.order("stop", host.control("base")::stop);
    assertEquals(List.of("0 stop: [w] depend on 'base' and would lose it: take them along"), trail);
    fixture.stop(host);
  }

  @Test
  void ofAServiceThatIsNotUpItselfToOneBehindItIsRefused() throws Exception {
    AtomicReference<Host> self = new AtomicReference<>();
    Host host =
        fixture
            .host()
            .add(
                "base",
                given -> {
                  if (runs.incrementAndGet() == 2) {
                    self.get().control("top").start();
                  }
                })
            .add("top", marking.service("top"), s -> s.dependsOn("base"))
            .build();
    self.set(host);
    fixture.start(host);
    trail.clear();
    fixture.order("restart", host.control("base")::restartWithDependents);
    assertEquals("0 top stops", trail.get(0));
    assertTrue(trail.get(1).endsWith("'top' depends on 'base', which is not up yet"), "" + trail);
    fixture.stop(host);
  }
}
