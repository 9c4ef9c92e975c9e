package dev.innkeeper.samples.story;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.innkeeper.samples.SampleLog;
import dev.innkeeper.samples.SampleLog.Line;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The samples about the start, each in a process: what they print is what they are there to show.
 *
 * <p>Lines of different threads are in an order only where one has waited for the other.
 */
class StartStoryIT {

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
}
