package dev.innkeeper.ops;

import static dev.innkeeper.ops.FakeService.service;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.innkeeper.runtime.report.Health;
import dev.innkeeper.runtime.report.HostState;
import dev.innkeeper.runtime.report.ServiceState;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What is said when, second by second, of a host whose state is set here. */
class AnnouncementsTest {

  private static final long BEGIN = Long.MAX_VALUE - 1_000; // the clock may wrap around

  private final FakeHost host = FakeHost.starting();
  private final List<String> trail = new ArrayList<>();
  private Announcements announcements = new Announcements(host, null);
  private long millis;

  AnnouncementsTest() {
    host.has(service("db", ServiceState.STARTING), service("web", ServiceState.NEW));
  }

  /** As an event has it looked at. */
  private void look() {
    List<String> lines;
    do {
      lines = announcements.due(BEGIN + Duration.ofMillis(millis).toNanos());
      if (!lines.isEmpty()) {
        trail.add(millis + " " + String.join(" | ", lines));
      }
    } while (!lines.isEmpty());
  }

  /** Looks whenever it is time to. */
  private void pass(int seconds) {
    long end = millis + seconds * 1_000L;
    while (!announcements.isOver()) {
      long next = Duration.ofNanos(announcements.next() - BEGIN).toMillis();
      assertTrue(next > millis, "it must not spin");
      if (next > end) {
        millis = end;
        return;
      }
      millis = next;
      look();
    }
  }

  private void run() {
    host.has(service("db", ServiceState.RUNNING), service("web", ServiceState.RUNNING));
    host.state = HostState.RUNNING;
    announcements.hasStarted();
    look();
  }

  private void stop(String reason) {
    host.state = HostState.STOPPING;
    host.stopReason = Optional.of(reason);
    announcements.stops();
    look();
  }

  private void end(FakeService... services) {
    announcements.hasStopped(new FakeReport(List.of(services)));
    look();
  }

  @Test
  void aStartARunAndAStopAreTold() {
    look();
    pass(2);
    host.has(service("db", ServiceState.RUNNING), service("web", ServiceState.STARTING));
    pass(4);
    run();
    pass(60);
    stop("SIGTERM");
    host.has(service("db", ServiceState.STOPPING), service("web", ServiceState.STOPPED));
    pass(6);
    end(service("db", ServiceState.STOPPED), service("web", ServiceState.STOPPED));
    assertTrue(announcements.isOver());
    assertEquals(
        List.of(
            "0 STATUS=starting: 0 of 2 services started; next: db"
                + " | EXTEND_TIMEOUT_USEC=15000000",
            "3000 STATUS=starting: 1 of 2 services started; next: web",
            "5000 EXTEND_TIMEOUT_USEC=15000000",
            "6000 READY=1 | STATUS=2 services",
            "66000 STOPPING=1 | STATUS=stopping: SIGTERM; 2 of 2 services left: db, web"
                + " | EXTEND_TIMEOUT_USEC=15000000",
            "67000 STATUS=stopping: SIGTERM; 1 of 2 services left: db",
            "71000 EXTEND_TIMEOUT_USEC=15000000",
            "72000 STATUS=stopped: SIGTERM"),
        trail);
  }

  @Test
  void changesAreToldAtMostOnceASecondAndTheLastOneCounts() {
    look();
    run();
    for (String reason : List.of("one", "two", "three")) {
      millis += 100;
      host.has(
          service("db", ServiceState.RUNNING).with(Health.degraded(reason)),
          service("web", ServiceState.RUNNING));
      look();
    }
    pass(3);
    host.has(service("db", ServiceState.RUNNING), service("web", ServiceState.RUNNING));
    pass(3);
    assertEquals(
        List.of(
            "0 STATUS=starting: 0 of 2 services started; next: db"
                + " | EXTEND_TIMEOUT_USEC=15000000",
            "0 READY=1 | STATUS=2 services",
            "1000 STATUS=2 services; db DEGRADED: three",
            "4000 STATUS=2 services"),
        trail);
  }

  @Test
  void aHostThatDoesNotAnswerGetsNoMoreTime() {
    look();
    host.answers = false;
    pass(12);
    host.answers = true;
    pass(6);
    assertEquals(
        List.of(
            "0 STATUS=starting: 0 of 2 services started; next: db"
                + " | EXTEND_TIMEOUT_USEC=15000000",
            "13000 EXTEND_TIMEOUT_USEC=15000000",
            "18000 EXTEND_TIMEOUT_USEC=15000000"),
        trail);
    assertEquals(3, host.pings.get(), "one question at a time");
  }

  @Test
  void aStartThatFailsIsNeverReady() {
    look();
    host.has(service("db", ServiceState.FAILED), service("web", ServiceState.NEW));
    stop("service 'db' failed to start");
    end(service("db", ServiceState.FAILED), service("web", ServiceState.NEW));
    assertEquals(
        List.of(
            "0 STATUS=starting: 0 of 2 services started; next: db"
                + " | EXTEND_TIMEOUT_USEC=15000000",
            "0 STOPPING=1 | STATUS=stopping: service 'db' failed to start"
                + " | EXTEND_TIMEOUT_USEC=15000000",
            "0 STATUS=1 failed: db; stopped: service 'db' failed to start"),
        trail);
  }

  @Test
  void aDrainIsAStopThatIsToldOnce() {
    look();
    run();
    announcements.stops();
    look();
    pass(1);
    stop("SIGTERM");
    pass(1);
    end(service("db", ServiceState.ABANDONED), service("web", ServiceState.ABANDONED));
    assertEquals(
        List.of(
            "0 STATUS=starting: 0 of 2 services started; next: db"
                + " | EXTEND_TIMEOUT_USEC=15000000",
            "0 READY=1 | STATUS=2 services",
            "0 STOPPING=1 | STATUS=draining | EXTEND_TIMEOUT_USEC=15000000",
            "2000 STATUS=stopping: SIGTERM; 2 of 2 services left: db, web",
            "2000 STATUS=2 abandoned: db, web; stopped: SIGTERM"),
        trail);
  }

  @Test
  void aHostThatDrainsWhileItStartsIsNeverReady() {
    look();
    announcements.stops();
    run();
    pass(1);
    assertEquals(
        List.of(
            "0 STATUS=starting: 0 of 2 services started; next: db"
                + " | EXTEND_TIMEOUT_USEC=15000000",
            "0 STOPPING=1 | STATUS=draining | EXTEND_TIMEOUT_USEC=15000000"),
        trail);
  }

  @Test
  void whatNoEventTellsIsSeenASecondLater() {
    look();
    host.state = HostState.RUNNING; // a listener hangs
    host.has(service("db", ServiceState.RUNNING), service("web", ServiceState.RUNNING));
    pass(2);
    host.state = HostState.STOPPING;
    host.stopReason = Optional.of("SIGTERM");
    pass(2);
    host.state = HostState.STOPPED;
    host.has(service("db", ServiceState.ABANDONED), service("web", ServiceState.STOPPED));
    pass(2);
    assertTrue(announcements.isOver());
    look();
    assertEquals(
        List.of(
            "0 STATUS=starting: 0 of 2 services started; next: db"
                + " | EXTEND_TIMEOUT_USEC=15000000",
            "1000 STATUS=starting: 2 of 2 services started",
            "2000 READY=1 | STATUS=2 services",
            "3000 STOPPING=1 | STATUS=stopping: SIGTERM; 2 of 2 services left: db, web"
                + " | EXTEND_TIMEOUT_USEC=15000000",
            "5000 STATUS=1 abandoned: db; stopped: SIGTERM"),
        trail);
  }

  @Test
  void aHostThatStopsBeforeItWasToldToBeReadyWasReady() {
    look();
    host.state = HostState.STOPPING;
    host.stopReason = Optional.of("SIGTERM");
    look(); // the events have yet to come
    announcements.hasStarted();
    look();
    announcements.stops();
    look();
    assertEquals(
        List.of(
            "0 STATUS=starting: 0 of 2 services started; next: db"
                + " | EXTEND_TIMEOUT_USEC=15000000",
            "0 READY=1 | STATUS=2 services",
            "0 STOPPING=1 | STATUS=stopping: SIGTERM; 1 of 2 services left: db"
                + " | EXTEND_TIMEOUT_USEC=15000000"),
        trail);
  }

  @Test
  void aHostWhoseWorkIsSoonCompleteWasReady() {
    look();
    announcements.hasStarted();
    host.state = HostState.STOPPING;
    host.stopReason = Optional.of("all work is complete");
    host.has(service("db", ServiceState.STOPPED), service("web", ServiceState.STOPPED));
    end(service("db", ServiceState.STOPPED), service("web", ServiceState.STOPPED));
    assertEquals(
        List.of(
            "0 STATUS=starting: 0 of 2 services started; next: db"
                + " | EXTEND_TIMEOUT_USEC=15000000",
            "0 READY=1 | STATUS=2 services",
            "0 STOPPING=1 | STATUS=stopping: all work is complete"
                + " | EXTEND_TIMEOUT_USEC=15000000",
            "0 STATUS=stopped: all work is complete"),
        trail);
  }

  @Test
  void theWatchdogIsFedFromTheStartToTheEndAndThenTurnedOff() {
    announcements = new Announcements(host, new Watchdog(Duration.ofSeconds(4)));
    look();
    pass(3);
    run();
    pass(3);
    stop("SIGTERM");
    pass(3);
    end(service("db", ServiceState.STOPPED), service("web", ServiceState.STOPPED));
    assertEquals(
        List.of(
            "0 STATUS=starting: 0 of 2 services started; next: db"
                + " | EXTEND_TIMEOUT_USEC=15000000",
            "2000 WATCHDOG=1",
            "3000 READY=1 | STATUS=2 services",
            "4000 WATCHDOG=1",
            "6000 WATCHDOG=1",
            "6000 STOPPING=1 | STATUS=stopping: SIGTERM; 2 of 2 services left: db, web"
                + " | EXTEND_TIMEOUT_USEC=15000000",
            "8000 WATCHDOG=1",
            "9000 STATUS=stopped: SIGTERM | WATCHDOG_USEC=0"),
        trail);
  }
}
