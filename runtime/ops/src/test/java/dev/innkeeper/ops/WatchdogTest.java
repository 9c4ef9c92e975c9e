package dev.innkeeper.ops;

import static dev.innkeeper.ops.FakeService.service;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.innkeeper.runtime.report.Health;
import dev.innkeeper.runtime.report.HostState;
import dev.innkeeper.runtime.report.ServiceState;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Beats of a watchdog of eight seconds, so it looks every two, and beats every four. */
class WatchdogTest {

  private static final String SILENT =
      "WARN the watchdog of systemd gets no WATCHDOG=1 any more, and ends the process of host"
          + " 'orders' unless this is over in time: ";
  private static final String AGAIN =
      "INFO the watchdog of systemd gets WATCHDOG=1 again: host 'orders' is well";
  private static final String STUCK =
      "the host itself has not answered for half of WATCHDOG_USEC, which is PT8S; a thread dump"
          + " shows where the thread 'orders' is";

  private final SystemdLog log = new SystemdLog();
  private final FakeHost host = FakeHost.starting();
  private final Watchdog watchdog = new Watchdog(Duration.ofSeconds(8));
  private final List<Integer> beats = new ArrayList<>();
  private boolean stops;
  private int second;

  WatchdogTest() {
    host.state = HostState.RUNNING;
    host.has(service("db", ServiceState.RUNNING), service("web", ServiceState.RUNNING));
    look();
  }

  @AfterEach
  void detach() {
    log.close();
  }

  private void look() {
    if (watchdog.isToBeat(host, stops, Duration.ofSeconds(second).toNanos())) {
      beats.add(second);
    }
  }

  /** Looks every second, which is more often than it needs. */
  private void pass(int seconds) {
    for (int i = 0; i < seconds; i++) {
      second++;
      look();
    }
  }

  @Test
  void itBeatsAtHalfTheTime() {
    pass(20);
    assertEquals(List.of(4, 8, 12, 16, 20), beats);
    assertEquals(11, host.pings.get());
    assertEquals(List.of(), log.lines());
  }

  @Test
  void aHostThatHasNeverAnsweredIsNeverTakenForWell() {
    host.answers = false;
    pass(20);
    assertEquals(List.of(), beats);
    assertEquals(1, host.pings.get(), "one question at a time");
    assertEquals(List.of(SILENT + STUCK), log.lines());
  }

  @Test
  void aHostThatIsStuckIsNotSpokenForUntilItAnswers() {
    pass(9);
    host.answers = false; // asked at 8, so it is stuck at 12
    pass(10);
    host.answers = true; // seen at 20
    pass(10);
    assertEquals(List.of(4, 8, 20, 24, 28), beats);
    assertEquals(List.of(SILENT + STUCK, AGAIN), log.lines());
  }

  @Test
  void anAnswerThatIsLateByLessThanHalfTheTimeIsInTime() {
    pass(9);
    host.answers = false; // asked at 8, and at 10 there is no answer
    pass(2);
    host.answers = true;
    pass(5);
    assertEquals(List.of(4, 8, 12, 16), beats);
    assertEquals(List.of(), log.lines());
  }

  @Test
  void aProcessThatStoodStillIsGivenTheTimeToAnswer() {
    pass(9);
    host.answers = false;
    second += 60;
    look(); // the host has had no time since the last look
    host.answers = true;
    pass(4);
    assertEquals(List.of(4, 8, 69, 73), beats);
    assertEquals(List.of(), log.lines());
  }

  @Test
  void aServiceThatIsMarkedAndDownKeepsItSilent() {
    Health gone = Health.down("no connection");
    host.has(service("db", ServiceState.RUNNING).with(gone), service("web", ServiceState.RUNNING));
    pass(5);
    host.has(service("db", ServiceState.RUNNING).withWatchdog().with(gone));
    pass(8);
    host.has(service("db", ServiceState.RUNNING).withWatchdog().with(Health.degraded("slow")));
    pass(8);
    assertEquals(List.of(4, 14, 18), beats);
    assertEquals(List.of(SILENT + "service 'db' is DOWN: no connection", AGAIN), log.lines());
  }

  @Test
  void inAStopNoServiceKeepsItSilent() {
    host.has(service("db", ServiceState.ABANDONED).withWatchdog().with(Health.down("abandoned")));
    stops = true;
    pass(8);
    assertEquals(List.of(4, 8), beats);
    host.answers = false;
    pass(8);
    assertEquals(List.of(4, 8), beats, "but a host that is stuck does");
    assertEquals(List.of(SILENT + STUCK), log.lines());
  }

  @Test
  void aTimeWithoutAnEndIsNoError() {
    Watchdog never = new Watchdog(Duration.ofSeconds(Long.MAX_VALUE));
    never.isToBeat(host, false, 0);
    assertEquals(Long.MAX_VALUE / 8, never.next());
  }
}
