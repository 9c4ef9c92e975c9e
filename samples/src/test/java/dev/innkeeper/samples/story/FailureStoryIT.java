package dev.innkeeper.samples.story;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.innkeeper.samples.SampleLog;
import java.nio.file.Path;
import java.util.Collections;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The samples about what goes wrong, each in a process: what they print is what they are there to
 * show.
 *
 * <p>Lines of different threads are in an order only where one has waited for the other.
 */
class FailureStoryIT {

  @TempDir Path folder;

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
}
