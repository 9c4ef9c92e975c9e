package dev.innkeeper.ops;

import static dev.innkeeper.ops.RunningPage.AUTHORIZATION;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.innkeeper.runtime.report.ServiceState;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The page refuses requests under other host names, and each answer has security headers. */
class PageGuardTest {

  private RunningPage page;

  @BeforeEach
  void start() throws Exception {
    page = RunningPage.onLoopback();
  }

  @AfterEach
  void stop() {
    page.close();
  }

  @Test
  void everyAnswerHasThePolicyAndItsCompany() throws Exception {
    List<RawHttp> answers =
        List.of(
            page.send("GET /"),
            page.send("GET /page.js"),
            page.send("GET /state"),
            page.send("GET /events"),
            page.send("GET /nothing"),
            page.send("GET /state", "Authorization: Bearer x"),
            page.send("GET /", "Host: evil.example"),
            page.send("POST /services/upper/stop"),
            page.send("POST /services/upper/stop", AUTHORIZATION, "Origin: http://evil.example"),
            page.send("POST /services/nothing/stop", AUTHORIZATION));
    assertEquals(
        List.of(200, 200, 200, 200, 404, 401, 403, 401, 403, 404),
        answers.stream().map(answer -> answer.status).toList());
    for (RawHttp answer : answers) {
      assertTrue(
          answer
              .headers
              .get("content-security-policy")
              .startsWith("default-src 'none'; script-src 'self'; "),
          () -> answer.status + " " + answer.headers);
      assertTrue(answer.headers.get("content-security-policy").contains("frame-ancestors 'none'"));
      assertFalse(answer.headers.get("content-security-policy").contains("unsafe"));
      assertEquals("nosniff", answer.headers.get("x-content-type-options"));
      assertEquals("no-referrer", answer.headers.get("referrer-policy"));
      assertEquals("no-store", answer.headers.get("cache-control"));
      assertEquals("same-origin", answer.headers.get("cross-origin-resource-policy"));
      answer.close();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "POST /services/upper/stop",
        "GET /services/upper/stop",
        "POST /jobs/job/run",
        "GET /state"
      })
  void aRequestIsTheOneThatWasSent(String request) throws Exception {
    for (String other : List.of("GET", "POST", "FOO", "get")) {
      assertEquals(
          400, page.status(request, "X-HTTP-Method-Override: " + other, AUTHORIZATION), other);
    }
    assertEquals(ServiceState.RUNNING, page.state("upper"));
  }

  @Test
  void aGetReadsOnly() throws Exception {
    assertEquals(405, page.status("GET /services/upper/stop", AUTHORIZATION));
    assertEquals(405, page.status("GET /jobs/job/run", AUTHORIZATION));
    assertEquals(405, page.status("HEAD /queues/mails/failed/1/put-back", AUTHORIZATION));
    assertEquals(0, page.job.status().runs());
    assertEquals(ServiceState.RUNNING, page.state("upper"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"evil.example", "evil.example:8081", "localhost.evil.example", "1.evil.example"})
  void byANameThatIsNotItsOwnItGivesNothing(String name) throws Exception {
    for (String request : List.of("GET /", "GET /state", "GET /events")) {
      assertEquals(403, page.status(request, "Host: " + name, AUTHORIZATION), request);
    }
    assertEquals(403, page.status("POST /services/upper/stop", "Host: " + name, AUTHORIZATION));
    assertEquals(ServiceState.RUNNING, page.state("upper"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"localhost", "127.0.0.1:8081", "[::1]:8081", "192.168.0.7", "Shop.example.com:80"})
  void byItsOwnNamesAndByNumbersItCanBeAskedFor(String name) throws Exception {
    assertEquals(200, page.status("GET /state", "Host: " + name));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Origin: http://evil.example",
        "Origin: http://localhost:1",
        "Origin: null",
        "Sec-Fetch-Site: cross-site",
        "Sec-Fetch-Site: same-site",
        "Sec-Fetch-Site: none"
      })
  void anotherPageCanDoNothingEvenWithTheToken(String header) throws Exception {
    assertEquals(
        403, page.status("POST /services/upper/stop", "Host: localhost:80", header, AUTHORIZATION));
    assertEquals(ServiceState.RUNNING, page.state("upper"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"http", "https"})
  void itsOwnPageCan(String scheme) throws Exception {
    String origin = "Origin: " + scheme + "://localhost:80";
    assertEquals(
        200,
        page.status(
            "POST /services/top/stop",
            "Host: localhost:80",
            origin,
            "Sec-Fetch-Site: same-origin",
            AUTHORIZATION));
    assertEquals(ServiceState.STOPPED, page.state("top"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"PUT", "DELETE", "OPTIONS", "TRACE", "PATCH", "get", "FOO"})
  void otherMethodsAreNotAllowedAnywhere(String method) throws Exception {
    for (String path : List.of("/", "/state", "/services/upper/stop", "/nothing")) {
      try (RawHttp answer = page.send(method + " " + path, AUTHORIZATION)) {
        assertEquals(405, answer.status, path);
        assertEquals("GET, HEAD, POST", answer.headers.get("allow"));
      }
    }
  }

  @Test
  void whatIsReadIsNotPostedTo() throws Exception {
    for (String path : List.of("/", "/page.js", "/state", "/events", "/services/upper/threads")) {
      try (RawHttp answer = page.send("POST " + path, AUTHORIZATION)) {
        assertEquals(405, answer.status, path);
        assertEquals("GET, HEAD", answer.headers.get("allow"));
      }
    }
  }

  @Test
  void aHeadHasNoBody() throws Exception {
    for (String path : List.of("/", "/state", "/events", "/nothing")) {
      assertEquals("", page.body("HEAD " + path, AUTHORIZATION), path);
    }
  }

  @Test
  void aRequestNeedsOneHost() throws Exception {
    List<Integer> refused = List.of(400, 403); // some JDKs' servers refuse it themselves
    assertTrue(refused.contains(page.status("GET /state", "Host: ")));
    assertTrue(
        refused.contains(page.status("GET /state", "Host: localhost", "Host: evil.example")));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Origin: http://evil.example",
        "Origin: null",
        "Sec-Fetch-Site: cross-site",
        "Sec-Fetch-Site: same-site"
      })
  void anotherPageIsShownNothingAndTakesNoPlace(String header) throws Exception {
    for (String request :
        List.of("GET /state", "GET /events", "GET /services/upper/threads", "HEAD /events")) {
      assertEquals(403, page.status(request, header, AUTHORIZATION), request);
    }
  }

  @Test
  void itsReaderMayTypeTheAddress() throws Exception {
    assertEquals(200, page.status("GET /", "Sec-Fetch-Site: none"));
    assertEquals(200, page.status("GET /state", "Sec-Fetch-Site: none"));
  }

  @Test
  void aBodyOverAKibibyteIsRefused() throws Exception {
    assertEquals(200, posted(1024));
    assertEquals(ServiceState.STOPPED, page.state("top"));
    assertEquals(200, page.status("POST /services/top/start", AUTHORIZATION));
    assertEquals(413, posted(1025));
    assertEquals(413, posted(100_000));
    assertEquals(ServiceState.RUNNING, page.state("top"));
  }

  private int posted(int length) throws Exception {
    List<String> headers = List.of(AUTHORIZATION, "Content-Length: " + length);
    try (RawHttp answer =
        new RawHttp(page.page.port(), "POST /services/top/stop", headers, new byte[length])) {
      return answer.status;
    }
  }

  @Test
  void noPathLeavesThePagesFiles() throws Exception {
    for (String path :
        List.of("/../page.html", "/page.html", "/page/page.js", "/%2e%2e/x", "/OpsPage.class")) {
      assertEquals(404, page.status("GET " + path, AUTHORIZATION), path);
    }
  }
}
