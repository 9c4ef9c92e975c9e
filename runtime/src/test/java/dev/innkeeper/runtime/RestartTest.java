package dev.innkeeper.runtime;

import static dev.innkeeper.runtime.CrashingServices.AT_ONCE;
import static dev.innkeeper.runtime.HostFixture.seconds;
import static dev.innkeeper.runtime.HostFixture.sleep;
import static dev.innkeeper.runtime.HostFixture.sleepDeaf;
import static dev.innkeeper.runtime.HostFixture.states;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.innkeeper.runtime.report.ServiceState;
import dev.innkeeper.runtime.report.ServiceStatus;
import dev.innkeeper.runtime.report.StopReport;
import dev.innkeeper.runtime.service.BackgroundService;
import dev.innkeeper.runtime.service.FailurePolicy;
import dev.innkeeper.runtime.service.HostedService;
import dev.innkeeper.runtime.service.RestartPolicy;
import dev.innkeeper.runtime.service.ServiceContext;
import dev.innkeeper.timer.testing.ManualTimeSource;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Services that are started again after a failure. */
class RestartTest {

  private final HostFixture fixture = new HostFixture();
  private final ManualTimeSource time = fixture.time;
  private final List<String> trail = fixture.trail;
  private final MarkingServices marking = new MarkingServices(fixture);
  private final CrashingServices crashing = new CrashingServices(fixture);
  private final AtomicInteger runs = crashing.runs;

  @Test
  void isAWholeOneAndTouchesNobodyElse() throws Exception {
    Host host =
        fixture
            .host()
            .add("base", marking.service("base"))
            .background("w", crashing.times(2), s -> s.dependsOn("base").onFailure(AT_ONCE))
            .add("top", marking.service("top"), s -> s.dependsOn("w"))
            .build();
    fixture.start(host);
    time.advance(seconds(10));
    ServiceStatus status = host.services().get(1);
    StopReport report = fixture.stop(host);
    assertEquals(
        List.of(
            "0 base starts",
            "0 start",
            "0 top starts",
            "1 run 1 fails",
            "1 hook of run 1",
            "1 stop",
            "1 start",
            "2 run 2 fails",
            "2 hook of run 2",
            "2 stop",
            "2 start",
            "2 run 3 goes on",
            "10 top stops",
            "10 hook of run 3",
            "10 stop",
            "10 base stops"),
        trail);
    assertEquals(ServiceState.RUNNING, status.state());
    assertEquals(2, status.restarts());
    assertEquals("crash 2", status.failure().orElseThrow().getMessage());
    assertTrue(report.clean(), "it ended well");
  }

  @Test
  void comesAfterAFailureThatTheServiceReportsItself() throws Exception {
    Host host =
        fixture
            .host()
            .add(
                "own",
                new HostedService() {
                  @Override
                  public void start(ServiceContext context) {
                    fixture.mark("start");
                    if (runs.incrementAndGet() == 1) {
                      time.start(
                          "selector",
                          () -> {
                            sleepDeaf(time, seconds(2));
                            context.fail(new IllegalStateException("selector"));
                            context.fail(new IllegalStateException("again"));
                          });
                    }
                  }

                  @Override
                  public void stop(ServiceContext context) {
                    fixture.mark("stop");
                  }
                },
                s -> s.onFailure(AT_ONCE))
            .build();
    fixture.start(host);
    time.advance(seconds(5));
    fixture.stop(host);
    assertEquals(List.of("0 start", "2 stop", "2 start", "5 stop"), trail);
    assertEquals(1, host.services().get(0).restarts());
  }

  @Test
  void ofAStartThatFailsIsTriedAgain() throws Exception {
    Host host =
        fixture
            .host()
            .background(
                "w",
                new BackgroundService() {
                  @Override
                  public void start(ServiceContext context) {
                    fixture.mark("start");
                    if (runs.incrementAndGet() == 2) {
                      throw new IllegalStateException("port in use");
                    }
                  }

                  @Override
                  public void execute(ServiceContext context) throws InterruptedException {
                    if (runs.get() == 1) {
                      throw new IllegalStateException("crash");
                    }
                    context.awaitStop();
                  }

                  @Override
                  public void stop(ServiceContext context) {
                    fixture.mark("stop");
                  }
                },
                s -> s.onFailure(AT_ONCE))
            .build();
    fixture.start(host);
    time.advance(seconds(1));
    assertEquals(ServiceState.RUNNING, host.services().get(0).state());
    assertTrue(fixture.stop(host).clean());
    assertEquals(List.of("0 start", "0 stop", "0 start", "0 start", "1 stop"), trail);
  }

  @Test
  void makesANewInstanceIfThereIsASupplier() throws Exception {
    AtomicInteger made = new AtomicInteger();
    Host host =
        fixture
            .host()
            .add(
                "w",
                () -> {
                  int number = made.incrementAndGet();
                  BackgroundService instance =
                      context -> {
                        fixture.mark("instance " + number);
                        if (number < 3) {
                          throw new IllegalStateException("crash");
                        }
                        context.awaitStop();
                      };
                  return instance;
                },
                s -> s.onFailure(AT_ONCE))
            .build();
    fixture.start(host);
    time.advance(seconds(1));
    fixture.stop(host);
    assertEquals(List.of("0 instance 1", "0 instance 2", "0 instance 3"), trail);
  }

  @Test
  void isNotBegunOnceTheHostStops() throws Exception {
    RestartPolicy slow = FailurePolicy.restart().backoff(seconds(60), seconds(60));
    Host host = fixture.host().background("w", crashing.times(99), s -> s.onFailure(slow)).build();
    fixture.start(host);
    time.advance(seconds(2));
    assertEquals(ServiceState.RESTARTING, host.services().get(0).state());
    StopReport report = fixture.stop(host);
    assertEquals(List.of("0 start", "1 run 1 fails", "1 hook of run 1", "1 stop"), trail);
    assertEquals(List.of("w FAILED"), states(report));
    assertEquals(Duration.ZERO, report.took());
  }

  @Test
  void thatTheHostsStopMeetsInItsStartIsGivenUp() throws Exception {
    Host host =
        fixture
            .host()
            .background(
                "w",
                new BackgroundService() {
                  @Override
                  public void start(ServiceContext context) throws InterruptedException {
                    if (runs.incrementAndGet() > 1) {
                      fixture.mark("slow start");
                      try {
                        sleep(time, seconds(60));
                      } catch (InterruptedException e) {
                        fixture.mark("interrupted");
                        throw e;
                      }
                    }
                  }

                  @Override
                  public void execute(ServiceContext context) {
                    throw new IllegalStateException("crash");
                  }

                  @Override
                  public void stop(ServiceContext context) {
                    fixture.mark("stop");
                  }
                },
                s -> s.onFailure(AT_ONCE))
            .build();
    fixture.start(host);
    time.advance(seconds(5));
    StopReport report = fixture.stop(host);
    assertEquals(List.of("0 stop", "0 slow start", "5 interrupted"), trail);
    assertEquals(Duration.ZERO, report.took());
  }

  @Test
  void thatOverrunsItsStartTimeoutHasFailedAgain() throws Exception {
    Host host =
        fixture
            .host()
            .background(
                "w",
                new BackgroundService() {
                  @Override
                  public void start(ServiceContext context) throws InterruptedException {
                    fixture.mark("start");
                    if (runs.incrementAndGet() == 2) {
                      sleep(time, seconds(60));
                    }
                  }

                  @Override
                  public void execute(ServiceContext context) throws InterruptedException {
                    if (runs.get() == 1) {
                      throw new IllegalStateException("crash");
                    }
                    context.awaitStop();
                  }
                },
                s -> s.onFailure(AT_ONCE).startTimeout(seconds(3)))
            .build();
    fixture.start(host);
    time.advance(seconds(10));
    assertEquals(List.of("0 start", "0 start", "3 start"), trail);
    assertEquals(ServiceState.RUNNING, host.services().get(0).state());
    assertTrue(fixture.stop(host).clean());
  }

  @Test
  void waitsForADependencyThatIsBeingRestartedItself() throws Exception {
    RestartPolicy slow = FailurePolicy.restart().backoff(seconds(60), seconds(60));
    AtomicInteger base = new AtomicInteger();
    Host host =
        fixture
            .host()
            .randomSeed(3)
            .background(
                "base",
                context -> {
                  fixture.mark("base runs");
                  if (base.incrementAndGet() == 1) {
                    sleep(time, seconds(1));
                    throw new IllegalStateException("base");
                  }
                  context.awaitStop();
                },
                s -> s.onFailure(slow))
            .background("w", crashing.times(1), s -> s.dependsOn("base").onFailure(AT_ONCE))
            .build();
    fixture.start(host);
    time.advance(Duration.ofMinutes(2));
    List<String> starts =
        trail.stream().map(line -> line.split(" ", 2)[1]).filter(l -> !l.contains("hook")).toList();
    assertEquals(
        List.of("start", "base runs", "run 1 fails", "stop", "base runs", "start", "run 2 goes on"),
        starts);
    fixture.stop(host);
  }
}
