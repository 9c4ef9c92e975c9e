package dev.innkeeper.ops;

import static dev.innkeeper.ops.RunningPage.AUTHORIZATION;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.innkeeper.runtime.Host;
import dev.innkeeper.runtime.HostStartException;
import dev.innkeeper.runtime.report.HostEvent;
import dev.innkeeper.runtime.report.StopReport;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/**
 * The page comes before the first service, shows the start and the stop, and goes after the last.
 */
class PageLifecycleTest {

  private static final Pattern ASKED =
      Pattern.compile("\"label\":\"Asked\",\"value\":\"([0-9]+)\"");

  @Test
  void aPortThatIsTakenFailsTheStartAndIsNamed() throws Exception {
    try (ServerSocket other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      OpsPage page = OpsPage.on("127.0.0.1", other.getLocalPort()).build();
      Host host = Host.builder("shop").install(page).build();
      HostStartException failed = assertThrows(HostStartException.class, host::start);
      String message = String.valueOf(failed.getCause().getMessage());
      assertTrue(message.contains("127.0.0.1:" + other.getLocalPort()), message);
      assertThrows(IllegalStateException.class, page::port);
    }
  }

  @Test
  void theTokenThatItMakesIsPrintedAndOpensThePage() throws Exception {
    PrintStream before = System.err;
    ByteArrayOutputStream printed = new ByteArrayOutputStream();
    System.setErr(new PrintStream(printed, true, UTF_8));
    OpsPage page = OpsPage.on("127.0.0.1", 0).build();
    Host host = Host.builder("shop").install(page).build();
    try {
      host.start();
    } finally {
      System.setErr(before);
    }
    try {
      String line =
          printed
              .toString(UTF_8)
              .lines()
              .filter(each -> each.contains("#token="))
              .findFirst()
              .orElseThrow();
      assertTrue(
          line.startsWith(
              "The operations page of shop: http://127.0.0.1:" + page.port() + "/#token="),
          line);
      String token = line.substring(line.indexOf('=') + 1);
      assertTrue(token.matches("[A-Za-z0-9_-]{24}"), token);
      try (RawHttp answer =
          new RawHttp(page.port(), "GET /state", "Authorization: Bearer " + token)) {
        assertTrue(answer.body().contains("\"isOpen\":true"));
      }
    } finally {
      host.close();
    }
  }

  @Test
  void theStartIsShownAndSoIsEachStepOfTheStop() throws Exception {
    CountDownLatch starting = new CountDownLatch(1);
    CountDownLatch mayStart = new CountDownLatch(1);
    CountDownLatch mayEnd = new CountDownLatch(1);
    OpsPage page = OpsPage.on("127.0.0.1", 0).token(RunningPage.TOKEN).build();
    Host host =
        Host.builder("shop")
            .install(page)
            .background(
                "deaf", context -> awaitDeaf(mayEnd), s -> s.stopTimeout(Duration.ofMillis(400)))
            .add(
                "slow",
                context -> {
                  starting.countDown();
                  mayStart.await();
                })
            .build();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<?> start = threads.submit(() -> host.start());
      starting.await();
      try (RawHttp stream = new RawHttp(page.port(), "GET /events", AUTHORIZATION)) {
        String shown = String.valueOf(stream.next());
        assertTrue(
            shown.contains("\"state\":\"STARTING\",\"isLive\":true,\"isReady\":false"), shown);
        assertTrue(shown.contains("{\"name\":\"slow\",\"state\":\"STARTING\""), shown);
        mayStart.countDown();
        stream.next("{\"name\":\"shop\",\"state\":\"RUNNING\"");
        start.get();

        Future<StopReport> stop = threads.submit(host::stop);
        String last = "";
        for (String next = stream.next(); next != null; next = stream.next()) {
          last = next;
        }
        mayEnd.countDown();
        assertFalse(stop.get().clean());
        assertTrue(last.contains("\"outcome\":\"abandoned\""), last);
        assertTrue(last.contains("\"interrupted\":"), last);
        assertTrue(last.contains("awaitDeaf"), last);
        assertTrue(last.contains("\"outcome\":\"stopped\""), last);
        assertTrue(last.contains("\"state\":\"STOPPED\""), last);
      }
      assertThrows(ConnectException.class, () -> new RawHttp(page.port(), "GET /").close());
    }
  }

  private static void awaitDeaf(CountDownLatch mayEnd) {
    boolean hasEnded = false;
    while (!hasEnded) {
      try {
        mayEnd.await();
        hasEnded = true;
      } catch (InterruptedException e) {
        // It does not hear.
      }
    }
  }

  @Test
  void aReadOnlyPageDoesNothingEvenWithTheToken() throws Exception {
    try (RunningPage page = RunningPage.with(OpsPageBuilder::readOnly)) {
      for (String order :
          List.of(
              "services/top/stop",
              "jobs/job/run",
              "jobs/job/pause",
              "queues/mails/failed/1/put-back",
              "services/nothing/stop")) {
        assertEquals(403, page.status("POST /" + order, AUTHORIZATION), order);
        assertEquals(401, page.status("POST /" + order), order);
      }
      String shown = page.body("GET /state", AUTHORIZATION);
      assertTrue(shown.contains("\"readOnly\":true"), shown);
      assertTrue(shown.contains("secret"), shown);
      assertFalse(shown.contains("operations\":[\""), shown);
      assertEquals(
          List.of(),
          page.events.stream().filter(HostEvent.ServiceStopping.class::isInstance).toList());
    }
  }

  @Test
  void figuresAreAskedForAndOneThatThrowsSaysSo() throws Exception {
    AtomicInteger asked = new AtomicInteger();
    try (RunningPage page =
            RunningPage.with(builder ->
                builder
                    .figure("Orders", () -> 42)
                    .figure(
                        "Broken",
                        () -> {
                          throw new IllegalStateException("secret");
                        })
                    .figure(
                        "Worse",
                        () -> {
                          throw new AssertionError("secret");
                        })
                    .figure("None", () -> null)
                    .figure("Asked", asked::incrementAndGet));
        RawHttp stream = page.send("GET /events")) {
      String shown = stream.next("{\"label\":\"Orders\",\"value\":\"42\"}");
      assertTrue(
          shown.contains("{\"label\":\"Broken\",\"value\":\"unknown: IllegalStateException\"}"),
          shown);
      assertTrue(shown.contains("{\"label\":\"None\",\"value\":\"null\"}"), shown);
      assertFalse(shown.contains("secret"), shown);
      Matcher first = ASKED.matcher(shown);
      assertTrue(first.find(), shown);
      String later =
          stream.next(
              snapshot -> {
                Matcher again = ASKED.matcher(snapshot);
                return again.find() && !again.group(1).equals(first.group(1));
              },
              "not asked again");
      assertTrue(later.contains("{\"label\":\"Worse\",\"value\":\"unknown: AssertionError\"}"));
    }
  }

  @Test
  void onePageIsThatOfOneHostAtATime() throws Exception {
    OpsPage page = OpsPage.on("127.0.0.1", 0).token(RunningPage.TOKEN).build();
    try (Host first = Host.builder("first").install(page).build();
        Host second = Host.builder("second").install(page).build();
        Host third = Host.builder("third").install(page).build()) {
      first.start();
      HostStartException failed = assertThrows(HostStartException.class, second::start);
      assertTrue(String.valueOf(failed.getCause().getMessage()).contains("host 'second'"));
      assertEquals(200, status(page));
      first.stop();
      third.start();
      assertEquals(200, status(page));
    }
  }

  private static int status(OpsPage page) throws Exception {
    try (RawHttp answer = new RawHttp(page.port(), "GET /state")) {
      return answer.status;
    }
  }
}
