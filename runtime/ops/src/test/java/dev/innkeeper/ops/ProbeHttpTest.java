package dev.innkeeper.ops;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.innkeeper.runtime.report.HostState;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Probes as HTTP, byte by byte. */
class ProbeHttpTest {

  private static final String REST =
      "Cache-Control: no-store\r\nX-Content-Type-Options: nosniff\r\n";
  private static final String END = "Connection: close\r\n\r\n";

  private OpenProbes probes;

  @BeforeEach
  void open() throws Exception {
    probes = OpenProbes.atMost(64, OpenProbes.LONG);
  }

  @AfterEach
  void close() throws Exception {
    probes.close();
  }

  @Test
  void hasAWholeAnswer() throws Exception {
    assertEquals(
        "HTTP/1.1 200 OK\r\n"
            + "Content-Type: text/plain; charset=utf-8\r\n"
            + "Content-Length: 5\r\n"
            + REST
            + END
            + "live\n",
        probes.exchange("GET /livez HTTP/1.1\r\nHost: x\r\n\r\n"));
  }

  @Test
  void answersAHeadWithTheLengthOfTheBodyAndWithoutIt() throws Exception {
    probes.host.state = HostState.STOPPED;
    assertEquals(
        "HTTP/1.1 503 Service Unavailable\r\n"
            + "Content-Type: text/plain; charset=utf-8\r\n"
            + "Content-Length: 31\r\n"
            + REST
            + END,
        probes.exchange("HEAD /livez HTTP/1.0\r\n\r\n"));
  }

  @Test
  void answersInJson() throws Exception {
    probes.host.services = List.of(FakeService.running("m\u00fcll"));
    assertEquals(
        "HTTP/1.1 200 OK\r\n"
            + "Content-Type: application/json; charset=utf-8\r\n"
            + "Content-Length: 104\r\n"
            + REST
            + END
            + "{\"name\":\"m\u00fcll\",\"state\":\"RUNNING\",\"health\":{\"status\":\"UP\"},"
            + "\"ready\":true,\"since\":\"2026-12-01T08:00:00Z\"}\n",
        probes.exchange("GET /healthz/m%C3%BCll HTTP/1.1\r\nAccept: application/json\r\n\r\n"));
  }

  @Test
  void tellsWhichMethodsAreAllowedAndReadsNoBody() throws Exception {
    assertEquals(
        "HTTP/1.1 405 Method Not Allowed\r\n"
            + "Content-Type: text/plain; charset=utf-8\r\n"
            + "Content-Length: 30\r\n"
            + REST
            + "Allow: GET, HEAD\r\n"
            + END
            + "only GET and HEAD are allowed\n",
        probes.exchange(
            "POST /livez HTTP/1.1\r\nContent-Length: 100000\r\n\r\n" + "x".repeat(100_000)));
  }

  @Test
  void answersARequestThatIsTooLongSoThatItsClientCanReadIt() throws Exception {
    String answer = probes.exchange("GET / HTTP/1.1\r\nCookie: " + "x".repeat(100_000));
    assertEquals("HTTP/1.1 431 Request Header Fields Too Large", answer.lines().findFirst().get());
    answer = probes.exchange("GET /" + "x".repeat(100_000));
    assertEquals("HTTP/1.1 414 URI Too Long", answer.lines().findFirst().get());
  }

  @Test
  void doesNotResetAClientThatGoesOnSendingAfterItsAnswer() throws Exception {
    try (ProbeClient client = probes.that("POST /readyz HTTP/1.1\r\n\r\n")) {
      assertEquals("405 only GET and HEAD are allowed", ProbeClient.summary(client.answer()));
      for (int i = 0; i < 100; i++) {
        client.send("x".repeat(100_000));
      }
    }
  }

  @Test
  void answersWhatIsNoRequest() throws Exception {
    assertBegins("HTTP/1.1 400 ", probes.exchange("hello\r\n\r\n"));
    assertBegins("HTTP/1.1 404 ", probes.exchange("GET /nowhere HTTP/1.1\r\n\r\n"));
    assertBegins("HTTP/1.1 505 ", probes.exchange("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"));
  }

  private static void assertBegins(String beginning, String answer) {
    assertTrue(answer.startsWith(beginning), answer);
  }

  @Test
  void takesARequestThatComesByteByByte() throws Exception {
    String request = "GET /readyz HTTP/1.1\r\nHost: x\r\n\r\n";
    try (ProbeClient client = ProbeClient.to(probes.port())) {
      for (int i = 0; i < request.length(); i++) {
        client.send(request.substring(i, i + 1));
      }
      assertEquals("200 ready", ProbeClient.summary(client.answer()));
    }
  }

  @Test
  void answersAClientThatHasClosedItsHalf() throws Exception {
    try (ProbeClient client = probes.that("GET /readyz HTTP/1.1\n\n")) {
      client.endOutput();
      assertEquals("200 ready", ProbeClient.summary(client.answer()));
    }
  }

  @Test
  void dropsAClientThatClosesBeforeItHasAsked() throws Exception {
    try (ProbeClient client = probes.that("GET /readyz HTT")) {
      client.endOutput();
      assertTrue(client.isDropped());
    }
  }

  @Test
  void sendsALongAnswerAsFastAsItIsRead() throws Exception {
    probes.host.services = Collections.nCopies(200_000, FakeService.running("a"));
    try (ProbeClient client = ProbeClient.withSmallBuffer(probes.port())) {
      client.send("GET /healthz HTTP/1.1\r\n\r\n");
      assertEquals("200 ready", probes.get("/readyz")); // meanwhile
      String answer = client.answer();
      assertEquals("a (running): up\n".repeat(200_000), answer.split("running\\): up\n", 2)[1]);
    }
  }

  @Test
  void isUnderstoodByAnHttpClient() throws Exception {
    try (HttpClient client = HttpClient.newHttpClient()) {
      for (HttpClient.Version version : HttpClient.Version.values()) {
        HttpResponse<String> answer =
            client.send(
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + probes.port() + "/readyz"))
                    .version(version)
                    .build(),
                HttpResponse.BodyHandlers.ofString());
        assertEquals("200 ready\n", answer.statusCode() + " " + answer.body());
      }
    }
  }
}
