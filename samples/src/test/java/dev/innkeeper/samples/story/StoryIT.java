package dev.innkeeper.samples.story;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.innkeeper.samples.SampleLog;
import dev.innkeeper.samples.SampleLog.Line;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Each sample of the story prints what it is there to show, as a reader sees it: in a process.
 * Lines of different threads are in an order only where one has waited for the other.
 */
class StoryIT {

  @TempDir Path folder;

  @Test
  void aStartThatBlocksHoldsUpThoseBehindIt() throws Exception {
    SampleLog log = SampleLog.of(folder, "blocking-start");
    log.assertOrder(
        "A start that takes its time",
        "Imported file 1",
        "Imported file 2",
        "Imported file 3",
        "web listens",
        "A start that never returns",
        "Imported file 1",
        "The web server has never started: host 'shop' did not start, because of 'import':"
            + " java.util.concurrent.TimeoutException: not started within PT2S: import");
    log.assertOrder("shop started: 2 services in T", "shop/import failed to start in time");
    assertEquals(List.of("web listens"), log.saidBy("shop/web"));
  }

  @Test
  void whatIsAwayAtBootIsDoneWithoutOrWaitedFor() throws Exception {
    SampleLog log = SampleLog.of(folder, "away-at-boot");
    log.assertOrder(
        "Connected to the broker",
        "Listens",
        "RUNNING, and the cache is FAILED",
        "Connected to the cache",
        "The cache is RUNNING");
    log.assertOrder("shop/cache failed to start", "shop/broker failed to start");
    assertEquals(List.of("Connected to the broker"), log.saidBy("shop/broker"));
  }

  @Test
  void whatIsForgottenIsLostAndWhatIsSubmittedEndsInOneOfThreeWays() throws Exception {
    SampleLog log = SampleLog.of(folder, "fire-and-forget");
    int half = log.messages().indexOf("Jobs with a handle");
    assertEquals(
        List.of(
            "Fire and forget",
            "Has Bob got his mail? Has Cleo? If the program ended here, nobody would know"),
        log.messages().subList(0, half).stream().filter(m -> !m.equals("Sent to Ann")).toList());
    log.assertOrder("Jobs with a handle", "Sent to Ann", "The mail to Ann: SUCCEEDED");
    log.assertOrder("Jobs with a handle", "The mail to Bob: FAILED, no such mailbox: Bob");
    assertFalse(log.text().contains("failed after"), log::toString);
    log.assertOrder(
        "shop is stopping: stop() was called",
        "Not sent, so kept for later: [Cleo]",
        "The mail to Cleo: HANDED_BACK",
        "shop stopped in T: 1 stopped");
  }

  @Test
  void workGoesOnBesideTheOthersAndEndsBeforeItsServiceStops() throws Exception {
    SampleLog log = SampleLog.of(folder, "background-work");
    log.assertOrder("Opens the inbox", "The web server listens", "shop started: 2 services in T");
    log.assertOrder(
        "The web server listens", "Message 3: begins", "Asks the host to stop", "Closes the inbox");
    List<String> work =
        log.saidBy("shop/inbox").stream().filter(said -> said.startsWith("Message")).toList();
    assertEquals(messages(work.size() / 2), work); // none is left half done
    log.assertOrder(work.getLast(), "Closes the inbox", "shop stopped in T: 2 stopped");
  }

  private static List<String> messages(int count) {
    return IntStream.rangeClosed(1, count)
        .boxed()
        .flatMap(n -> Stream.of("Message " + n + ": begins", "Message " + n + ": done"))
        .toList();
  }

  @Test
  void inSequenceTimesAddUpAndConcurrentlyTheLongestPathCounts() throws Exception {
    SampleLog log = SampleLog.of(folder, "sequential-or-concurrent");
    List<String> services = List.of("config", "database", "cache", "search", "web");
    assertEquals(
        Stream.concat(
                services.stream().flatMap(s -> Stream.of(s + " starts", s + " has started")),
                services.reversed().stream()
                    .flatMap(s -> Stream.of(s + " stops", s + " has stopped")))
            .toList(),
        log.lines().stream()
            .filter(line -> services.contains(line.thread().replace("sequential/", "")))
            .map(Line::message)
            .toList());
    for (String service : List.of("database", "cache", "search")) {
      log.assertOrder(
          "Concurrently",
          "config has started",
          service + " starts",
          service + " has started",
          "web starts",
          "web has stopped",
          service + " stops",
          service + " has stopped",
          "config stops");
    }
    List<String> beside =
        log.lines().stream()
            .filter(line -> line.thread().matches("concurrent/(database|cache|search)"))
            .map(Line::message)
            .toList();
    assertTrue(beside.get(0).endsWith(" starts"), log::toString);
    assertTrue(beside.get(1).endsWith(" starts"), log::toString);
    // In sequence, then concurrently: never shorter, and mostly hardly longer.
    List<Integer> starts = log.numbers("started in ([\\d,]+) ms, stopped");
    List<Integer> stops = log.numbers("ms, stopped in ([\\d,]+) ms");
    assertTrue(starts.get(0) >= 200 + 3 * 600 + 200, log::toString);
    assertTrue(stops.get(0) >= 100 + 3 * 300 + 100, log::toString);
    assertTrue(starts.get(1) >= 200 + 600 + 200, log::toString);
    assertTrue(stops.get(1) >= 100 + 300 + 100, log::toString);
  }

  @Test
  void theServerStartsBehindTheMigrationOrNotAtAll() throws Exception {
    SampleLog log = SampleLog.of(folder, "migration-first");
    log.assertOrder(
        "A migration of three steps",
        "Migrated, step 1",
        "Migrated, step 2",
        "Migrated, step 3",
        "The web server has started",
        "A migration that fails in its second step",
        "Migrated, step 1",
        "The mailer has stopped",
        "Not started: host 'shop' did not start, because of 'migrate':"
            + " java.lang.IllegalStateException: step 2 does not fit the data");
    assertEquals(
        List.of("The web server has started", "The web server has stopped"),
        log.saidBy("shop/web"));
  }

  @Test
  void aServiceThatDependsOnWorkStartsWhenThatIsReady() throws Exception {
    SampleLog log = SampleLog.of(folder, "readiness");
    log.assertOrder(
        "Has read the prices", "Listens", "The shop is open", "Ready: true", "The shop closes");
    assertEquals(List.of("Has read the prices"), log.saidBy("shop/prices"));
    assertEquals(List.of("The shop is open", "The shop closes"), log.saidBy("shop/registry"));
    log.assertOrder("The shop closes", "shop stopped in T: 3 stopped");
  }

  @Test
  void whoHasNotAnsweredIsInterruptedAndNoThreadIsLeft() throws Exception {
    SampleLog log = SampleLog.of(folder, "parallel-offers");
    assertEquals(List.of("near offers 120"), log.saidBy("shop/offers/ask-1"));
    assertEquals(List.of("far offers 100"), log.saidBy("shop/offers/ask-2"));
    assertEquals(List.of("silent has not answered"), log.saidBy("shop/offers/ask-3"));
    log.assertOrder(
        "All: false, the best price: 100",
        "silent has not answered",
        "Nobody is asked any more",
        "shop stopped in T: 1 stopped");
  }

  @Test
  void aSleepDriftsAnExecutorMakesUpAndATimerSkips() throws Exception {
    SampleLog log = SampleLog.of(folder, "drift", "8");
    List<Integer> sleep = log.numbers("sleep: run \\d+ is (\\d+) ms late");
    assertTrue(sleep.size() >= 2, log::toString);
    assertEquals(sleep.stream().sorted().toList(), sleep); // it never gets back what it has lost
    assertTrue(Collections.max(sleep) >= 1_000, log::toString);
    assertFalse(
        log.numbers("executor: (\\d+) were made up for in a burst").isEmpty(), log::toString);
    List<Integer> skipped = log.numbers("timer: (\\d+) were skipped");
    assertTrue(Collections.max(skipped) >= 4, log::toString);
    log.assertOrder("drift is stopping: a stop was requested", "drift stopped in T: 4 stopped");
  }

  @Test
  void aChangeOfThePeriodHoldsAtOnceAndACloseEndsTheWait() throws Exception {
    SampleLog log = SampleLog.of(folder, "change-period");
    log.assertOrder(
        "Tick 1, every T",
        "Tick 3, every T",
        "There is more to do: every T",
        "Tick 8, every T",
        "There is nothing to do: every hour",
        "Closes the timer",
        "No more ticks");
    assertEquals("No more ticks", log.saidBy("poller").getLast());
    List<Integer> periods = log.numbers("Tick \\d+, every (\\d+) ms");
    assertEquals(List.of(800, 800, 800), periods.subList(0, 3));
    assertTrue(periods.contains(200), log::toString);
  }

  @Test
  void theSecondConsumerIsRefusedAndTheFirstGetsItsTicks() throws Exception {
    SampleLog log = SampleLog.of(folder, "one-consumer");
    Line refused =
        log.lines().stream()
            .filter(line -> line.message().startsWith("Refused: "))
            .findFirst()
            .orElseThrow(() -> new AssertionError(log));
    String other = refused.thread().equals("consumer-1") ? "consumer-2" : "consumer-1";
    assertEquals(
        "Refused: a PeriodicTimer has one consumer, and thread '"
            + other
            + "' is already waiting: call waitForNextTick() from one thread, and give every other"
            + " thread a timer of its own",
        refused.message());
    assertEquals(refused.message(), log.saidBy(refused.thread()).getLast());
    assertTrue(log.saidBy(other).size() + log.saidBy(refused.thread()).size() > 3, log::toString);
  }

  @Test
  void theStopReturnsAndItsReportHasTheStackOfTheDeafOne() throws Exception {
    SampleLog log = SampleLog.of(folder, "deaf-service");
    log.assertOrder(
        "shop is stopping: stop() was called", "shop stopped in T: 1 abandoned, 2 stopped");
    log.assertOrder("Clean: false", "Abandoned: deaf, its thread is a daemon");
    log.assertOrder("shop/deaf is interrupted: it has not stopped T after it was asked");
    log.assertOrder("Interrupted, and sleeps on");
    assertTrue(log.text().contains("thread 'shop/deaf' is stuck"), log::toString);
    assertTrue(log.text().contains("DeafService.ignoreEverything(DeafService"), log::toString);
  }

  @Test
  void aFailedServiceIsRestartedAnewUntilItFailsTooOften() throws Exception {
    SampleLog log = SampleLog.of(folder, "restart-with-backoff");
    log.assertOrder(
        "A new feed",
        "Read message 3",
        "A new feed",
        "A new feed",
        "Read message 2",
        "A new feed",
        "The host has stopped: service 'feed' of host 'shop' failed:"
            + " java.io.IOException: the peer refuses the connection");
    assertEquals( // each of the two in full once
        2, Collections.frequency(log.messages(), "shop/feed failed in its work"), log::toString);
    log.assertOrder(
        "shop/feed failed once more in the last T: java.io.IOException: the peer has closed the"
            + " connection",
        "shop/feed failed once more in the last T: java.io.IOException: the peer refuses the"
            + " connection",
        "shop is stopping: 'feed' failed 4 times in 1m, more than the 3 restarts that its policy"
            + " allows");
    log.assertOrder(
        "shop/feed is restarted in T (restart 1)",
        "shop/feed is restarted in T (restart 2)",
        "shop/feed is restarted in T (restart 3)");
    assertEquals(4, Collections.frequency(log.messages(), "A new feed"), log::toString);
  }

  @Test
  void anOperatorRestartsOneOrOneWithItsDependents() throws Exception {
    SampleLog log = SampleLog.of(folder, "restart-by-hand");
    log.assertOrder(
        "database starts",
        "web starts",
        "Refused: [web] depend on 'database' and would lose it: take them along",
        "web stops",
        "database stops",
        "database starts",
        "web starts",
        "database is RUNNING, restarts: 1",
        "web is RUNNING, restarts: 1",
        "mailer is RUNNING, restarts: 1",
        "web stops",
        "database stops");
    assertEquals(
        Stream.of("mailer", "web", "database", "mailer", "web", "database")
            .map(service -> "Hears that " + service + " has stopped")
            .toList(),
        log.saidBy("shop/events").stream().filter(said -> said.startsWith("Hears")).toList());
  }

  @Test
  void aMonthOfNightsPassesInManualTime() throws Exception {
    SampleLog log = SampleLog.of(folder, "nightly-cleanup");
    List<String> nights = log.saidBy("shop/cleanup");
    assertEquals(
        Stream.iterate(LocalDate.of(2026, 3, 15), day -> day.plusDays(1))
            .limit(30)
            .map(day -> day + "T03:00")
            .toList(),
        nights.stream().map(night -> night.substring(0, 16)).toList());
    assertEquals(
        List.of(
            "2026-03-28T03:00+01:00: deletes what is older than 2026-03-21T03:00+01:00",
            "2026-03-29T03:00+02:00: deletes what is older than 2026-03-22T02:00+01:00"),
        nights.subList(13, 15));
  }
}
