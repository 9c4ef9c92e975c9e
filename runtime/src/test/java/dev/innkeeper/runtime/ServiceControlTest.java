package dev.innkeeper.runtime;

import static dev.innkeeper.runtime.HostFixture.seconds;
import static dev.innkeeper.runtime.HostFixture.sleep;
import static dev.innkeeper.runtime.HostFixture.sleepDeaf;
import static dev.innkeeper.runtime.HostFixture.states;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.innkeeper.runtime.report.ServiceState;
import dev.innkeeper.runtime.report.ServiceStatus;
import dev.innkeeper.runtime.report.StopReport;
import dev.innkeeper.runtime.service.HostedService;
import dev.innkeeper.runtime.service.ServiceControl;
import dev.innkeeper.timer.testing.ManualTimeSource;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** Services that are stopped, started and restarted while their host runs. */
class ServiceControlTest {

  private final HostFixture fixture = new HostFixture();
  private final ManualTimeSource time = fixture.time;
  private final List<String> trail = fixture.trail;
  private final MarkingServices marking = new MarkingServices(fixture);
  private final AtomicInteger runs = new AtomicInteger();

  private HostBuilder chain() {
    return fixture
        .host()
        .add("db", marking.service("db", 1, 1))
        .add("http", marking.service("http", 1, 1), s -> s.dependsOn("db"))
        .add("page", marking.service("page", 1, 1), s -> s.dependsOn("http"))
        .add("beside", marking.service("beside"));
  }

  private ServiceStatus order(Callable<ServiceStatus> order) throws Exception {
    return time.drive(order);
  }

  private static List<ServiceState> statesOf(Host host) {
    return host.services().stream().map(ServiceStatus::state).toList();
  }

  @Test
  void oneIsStoppedAndStartedAgainOnTheSameLadder() throws Exception {
    Host host =
        fixture.started(
            fixture
                .host()
                .add("a", marking.service("a"))
                .background(
                    "w",
                    context -> {
                      context.onStopRequested(() -> fixture.mark("hook"));
                      fixture.mark("works");
                      sleep(time, Duration.ofDays(1));
                    }));
    ServiceControl control = host.control("w");
    assertEquals(ServiceState.STOPPED, order(control::stop).state());
    assertTrue(host.isReady());
    assertEquals(ServiceState.STOPPED, order(control::stop).state(), "again: no effect");
    time.advance(seconds(10));
    ServiceStatus up = order(control::start);
    assertEquals(ServiceState.RUNNING, up.state());
    assertEquals(1, up.restarts());
    assertEquals(ServiceState.RUNNING, order(control::start).state(), "again: no effect");
    fixture.stop(host);
    assertEquals(
        List.of("0 hook", "12 works", "12 hook", "14 a stops"),
        trail,
        "asked, and interrupted after two seconds");
  }

  @Test
  void withDependentsItIsRefusedAndTheyAreNamed() throws Exception {
    Host host = fixture.started(chain());
    IllegalStateException refused =
        assertThrows(IllegalStateException.class, () -> order(host.control("db")::stop));
    assertEquals("[http] depend on 'db' and would lose it: take them along", refused.getMessage());
    assertThrows(IllegalStateException.class, () -> order(host.control("db")::restart));
    assertEquals(List.of(), trail);
    fixture.stop(host);
  }

  @Test
  void dependentsTakenAlongStopBeforeItAndStartAfterIt() throws Exception {
    Host host = fixture.started(chain());
    assertEquals(ServiceState.RUNNING, order(host.control("db")::restartWithDependents).state());
    assertEquals(
        List.of(
            "3 page stops",
            "4 page stopped",
            "4 http stops",
            "5 http stopped",
            "5 db stops",
            "6 db stopped",
            "6 db starts",
            "7 db started",
            "7 http starts",
            "8 http started",
            "8 page starts",
            "9 page started"),
        trail);
    fixture.stop(host);
  }

  @Test
  void dependentsTakenDownStayDownUntilTheyAreStartedInTheirOrder() throws Exception {
    Host host = fixture.started(chain());
    order(host.control("http")::stopWithDependents);
    assertEquals(
        List.of(
            ServiceState.RUNNING, ServiceState.STOPPED, ServiceState.STOPPED, ServiceState.RUNNING),
        statesOf(host));
    IllegalStateException tooEarly =
        assertThrows(IllegalStateException.class, () -> order(host.control("page")::start));
    assertEquals("'page' depends on [http (STOPPED)]: start that first", tooEarly.getMessage());
    order(host.control("http")::start);
    order(host.control("page")::start);
    assertEquals(ServiceState.RUNNING, host.services().get(2).state());
    trail.clear();
    fixture.stop(host);
    assertEquals(
        List.of("page stops", "http stops", "db stops"),
        trail.stream()
            .map(line -> line.split(" ", 2)[1])
            .filter(line -> line.endsWith(" stops") && !line.startsWith("beside"))
            .toList());
  }

  @Test
  void aStoppedOneIsNotStoppedAgainWithItsHost() throws Exception {
    Host host = fixture.started(chain());
    order(host.control("page")::stop);
    trail.clear();
    StopReport report = fixture.stop(host);
    assertEquals(
        List.of("4 beside stops", "4 http stops", "5 http stopped", "5 db stops", "6 db stopped"),
        trail);
    assertTrue(report.clean());
    assertEquals(
        List.of("db STOPPED", "http STOPPED", "page STOPPED", "beside STOPPED"), states(report));
  }

  @Test
  void isOnlyForARunningHost() throws Exception {
    Host host = chain().build();
    assertThrows(IllegalStateException.class, () -> host.control("page").stop());
    fixture.start(host);
    fixture.stop(host);
    IllegalStateException late =
        assertThrows(IllegalStateException.class, () -> host.control("page").start());
    assertEquals("host 'inn' is not running: it is stopping", late.getMessage());
    IllegalArgumentException unknown =
        assertThrows(IllegalArgumentException.class, () -> host.control("pages"));
    assertEquals(
        "host 'inn' has no service 'pages'; did you mean 'page'? There are [db, http, page,"
            + " beside]",
        unknown.getMessage());
  }

  private void markRefusal(Callable<ServiceStatus> order) {
    fixture.mark(assertThrows(IllegalStateException.class, order::call).getMessage());
  }

  @Test
  void isRefusedToTheServicesOwnThreads() throws Exception {
    AtomicReference<Host> self = new AtomicReference<>();
    Host host =
        fixture
            .host()
            .background(
                "w",
                context -> {
                  context.awaitStop(seconds(1));
                  markRefusal(self.get().control("w")::restart);
                  markRefusal(self.get().control("w")::stop);
                  self.get().control("other").stop();
                  fixture.mark("other is " + self.get().service("other").state());
                })
            .add("other", marking.service("other"))
            .build();
    self.set(host);
    fixture.start(host);
    trail.clear();
    time.advance(seconds(2));
    assertEquals(
        List.of(
            "1 thread 'inn/w' belongs to 'w', and would wait for itself: let it fail under"
                + " FailurePolicy.restart(), or call this on a thread that is not the service's",
            "1 thread 'inn/w' belongs to 'w', and would wait for itself: call this on a thread"
                + " that is not the service's",
            "1 other stops",
            "1 other is STOPPED"),
        trail);
    fixture.stop(host);
  }

  @Test
  void aStartThatFailsIsThrownAtWhoOrderedItAndHarmsNobodyElse() throws Exception {
    IllegalStateException failure = new IllegalStateException("port in use");
    Host host =
        fixture.started(
            fixture
                .host()
                .add("a", marking.service("a"))
                .add(
                    "flaky",
                    context -> {
                      if (runs.incrementAndGet() == 2) {
                        throw failure;
                      }
                    }));
    ServiceFailedException thrown =
        assertThrows(ServiceFailedException.class, () -> order(host.control("flaky")::restart));
    assertSame(failure, thrown.getCause());
    assertEquals("flaky", thrown.service());
    assertTrue(host.isReady());
    assertEquals(ServiceState.FAILED, host.services().get(1).state());
    assertEquals(ServiceState.RUNNING, order(host.control("flaky")::start).state());
    assertTrue(fixture.stop(host).clean());
  }

  @Test
  void aStartThatFailsLeavesThoseBehindItDownHoweverLongTheChain() throws Exception {
    HostedService failingLater =
        context -> {
          fixture.mark("db starts");
          if (runs.incrementAndGet() > 1) {
            throw new IllegalStateException("no disk");
          }
        };
    Host host =
        fixture.started(
            fixture
                .host()
                .add("db", failingLater)
                .add("http", marking.service("http"), s -> s.dependsOn("db"))
                .add("page", marking.service("page"), s -> s.dependsOn("http")));
    ServiceFailedException thrown =
        assertThrows(
            ServiceFailedException.class, () -> order(host.control("db")::restartWithDependents));
    assertEquals("no disk", thrown.getCause().getMessage());
    assertEquals(
        List.of(ServiceState.FAILED, ServiceState.STOPPED, ServiceState.STOPPED), statesOf(host));
    assertEquals(List.of("0 page stops", "0 http stops", "0 db starts"), trail);
    fixture.stop(host);
  }

  @Test
  void anInterruptEndsTheWaitingAndNotTheOrder() throws Exception {
    Host host = fixture.started(chain());
    Thread[] caller = new Thread[1];
    caller[0] =
        time.start(
            "operator",
            () -> {
              try {
                host.control("page").stop();
              } catch (InterruptedException e) {
                fixture.mark("no longer waits");
              }
            });
    time.advance(Duration.ZERO); // the order is on its way
    time.start("colleague", () -> time.interrupt(caller[0]));
    time.advance(seconds(5));
    assertEquals(List.of("3 page stops", "3 no longer waits", "4 page stopped"), trail);
    assertEquals(ServiceState.STOPPED, host.services().get(2).state());
    fixture.stop(host);
  }

  @Test
  void oneThatCannotBeStoppedIsAbandonedAndCannotBeStartedAgain() throws Exception {
    Host host =
        fixture.started(
            fixture
                .host()
                .background(
                    "deaf",
                    context -> sleepDeaf(time, Duration.ofDays(1)),
                    s -> s.stopTimeout(seconds(5))));
    ServiceStatus status = order(host.control("deaf")::stop);
    fixture.mark("stopped");
    assertEquals(List.of("5 stopped"), trail);
    assertEquals(ServiceState.ABANDONED, status.state());
    assertEquals("inn/deaf", status.stuckIn().get(0).thread());
    IllegalStateException refused =
        assertThrows(IllegalStateException.class, () -> order(host.control("deaf")::start));
    assertEquals(
        "inn/deaf was abandoned, and runs on: it cannot be started again", refused.getMessage());
    assertEquals(List.of("deaf ABANDONED"), states(fixture.stop(host)));
  }
}
