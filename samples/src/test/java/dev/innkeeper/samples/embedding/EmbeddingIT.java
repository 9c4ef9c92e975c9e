package dev.innkeeper.samples.embedding;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.innkeeper.samples.Await;
import dev.innkeeper.samples.Program;
import dev.innkeeper.samples.SampleLog;
import dev.innkeeper.samples.Samples;
import dev.innkeeper.samples.failing.FailingSpringMain;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A host inside something else, each in a process. */
class EmbeddingIT {

  private static final Duration DEADLINE = Duration.ofSeconds(40);

  @TempDir Path folder;

  @Test
  void aProgramDoesItsWorkAndTheHostStopsBehindIt() throws Exception {
    SampleLog log = SampleLog.of(folder, "embedded");
    log.assertOrder(
        "rates started: 1 service in T",
        "rates is stopping: close() was called",
        "rates stopped in T: 1 stopped");
    log.assertOrder("Ready: true, [refresh RUNNING]", "All invoices are written");
    List<String> invoices =
        log.saidBy("main").stream().filter(message -> message.startsWith("Invoice")).toList();
    assertEquals(3, invoices.size(), log::toString);
    assertTrue(
        log.saidBy("rates/refresh").stream().allMatch(m -> m.startsWith("The rate is ")),
        log::toString);
  }

  @Test
  void springStartsTheHostWithItsContextAndStopsItOnSigterm() throws Exception {
    try (Program spring = Program.start(Samples.class, folder, "spring-boot")) {
      spring.await("Started SpringBootMain");
      spring.await("Polled");
      assertEquals(143, spring.terminate(DEADLINE), spring::toString);
      SampleLog log = SampleLog.of(spring);
      log.assertOrder(
          "Migrated",
          "orders started: 2 services in T",
          "orders is stopping: close() was called",
          "orders stopped in T: 2 stopped");
    }
  }

  @Test
  void aServiceThatFailsEndsTheSpringApplicationWithExitCode1() throws Exception {
    try (Program spring = Program.start(FailingSpringMain.class, folder)) {
      assertEquals(1, spring.awaitEnd(), spring::toString);
      SampleLog.of(spring)
          .assertOrder(
              "orders started: 2 services in T", "orders stopped in T: 1 stopped, 1 failed");
      SampleLog.of(spring).assertOrder("orders/inbox failed in its work", "The context closes");
    }
  }

  @Test
  void aServiceThatCannotStartIsAFailedStartOfTheContext() throws Exception {
    try (Program spring = Program.start(FailingSpringMain.class, folder, "at the start")) {
      assertEquals(1, spring.awaitEnd(), spring::toString);
      assertTrue(
          SampleLog.of(spring).text().contains("'orders' did not start, because of 'migrations'"),
          spring::toString);
    }
  }

  @Test
  void afterSigtermItIsAliveButNotReadyAndWorksOnForAWhile() throws Exception {
    try (Program deployed = Program.start(Samples.class, folder, "deployed", "0")) {
      int port = port(deployed.await("Ask http://localhost:"));
      Await.until(() -> probe(port, "readyz") == 200, deployed::toString);
      assertEquals(200, probe(port, "livez"));

      deployed.askToEnd();
      Await.until(() -> probe(port, "readyz") == 503, deployed::toString);
      assertEquals(200, probe(port, "livez")); // for the rest of the drain delay of five seconds

      assertEquals(143, deployed.awaitEnd(), deployed::toString);
      SampleLog.of(deployed)
          .assertOrder(
              "deployed is stopping: the JVM is shutting down (a signal, or System.exit)",
              "Polled",
              "deployed stopped in T: 1 stopped");
    }
  }

  private static int port(String line) {
    return URI.create(line.replaceAll(".*(http:\\S+).*", "$1")).getPort();
  }

  private static int probe(int port, String path) throws Exception {
    URI address = URI.create("http://localhost:" + port + "/" + path);
    try (HttpClient client = HttpClient.newHttpClient()) {
      return client
          .send(HttpRequest.newBuilder(address).build(), BodyHandlers.discarding())
          .statusCode();
    }
  }
}
