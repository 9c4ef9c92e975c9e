package dev.innkeeper.samples.shop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.innkeeper.runtime.Host;
import dev.innkeeper.runtime.jobs.RecurringJob;
import dev.innkeeper.runtime.report.HostEvent;
import dev.innkeeper.runtime.report.ServiceState;
import dev.innkeeper.runtime.report.StopReport;
import dev.innkeeper.runtime.service.FailurePolicy;
import dev.innkeeper.samples.Await;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The page over HTTP: who may see and do what, and how the streams end. */
class PageTest {

  private static final String TOKEN = "0123456789abcdef";
  private static final String AUTHORIZATION = "Authorization: Bearer " + TOKEN;
  private static final String EVIL = "<script>secret</script>";

  /** Larger than what the sockets between a server and a reader hold, twice. */
  private static final int LARGE = 8_000_000;

  private final AtomicBoolean canStart = new AtomicBoolean(true);
  private volatile String mailServer = "there";
  private final List<HostEvent> events = new CopyOnWriteArrayList<>();
  private Host host;
  private Page page;

  /** How long the page's stop may wait for its readers. */
  private Duration patience = Duration.ofSeconds(20);

  @BeforeEach
  void start() throws Exception {
    start(true);
    Await.until(() -> !state("failing").equals(ServiceState.RUNNING), () -> "it does not fail");
    assertEquals(ServiceState.FAILED, state("failing"));
  }

  private void start(boolean isLoopback) {
    RecurringJob job =
        RecurringJob.every(Duration.ofDays(1))
            .build(run -> {
              throw new IllegalStateException(EVIL);
            });
    Watched watched =
        new Watched(
            () -> host,
            "test",
            "page",
            Map.of("job", new Ticks()),
            Map.of("job", job),
            () -> new Watched.Figures(1, 2, 3, mailServer),
            InstantSource.system());
    page =
        new Page(
            new PageConfig("127.0.0.1", 0, isLoopback, TOKEN, false, List.of("shop.example.com")),
            watched,
            new Ticks());
    host =
        Host.builder("test")
            .add("page", page, s -> s.interruptAfter(patience))
            .add("lower", context -> {}, s -> s.dependsOn("page"))
            .add("upper", context -> failUnlessItCanStart(), s -> s.dependsOn("lower"))
            .add("top", context -> {}, s -> s.dependsOn("upper"))
            .background(
                "failing",
                context -> {
                  throw new IllegalStateException(EVIL);
                },
                s -> s.dependsOn("page").onFailure(FailurePolicy.ignore()))
            .recurring("job", job, s -> s.dependsOn("page"))
            .listener(page)
            .listener(events::add)
            .build();
    host.start();
  }

  private void failUnlessItCanStart() {
    if (!canStart.get()) {
      throw new IllegalStateException("it cannot start");
    }
  }

  @AfterEach
  void stop() {
    host.close();
  }

  // ---- who may see and do what

  @Test
  void everyAnswerHasThePolicyAndItsCompany() throws Exception {
    List<RawHttp> answers =
        List.of(
            send("GET /"),
            send("GET /page.js"),
            send("GET /state"),
            send("GET /events"),
            send("GET /nothing"),
            send("GET /state", "Authorization: Bearer x"),
            send("GET /", "Host: evil.example"),
            send("POST /services/upper/stop"),
            send("POST /services/upper/stop", AUTHORIZATION, "Origin: http://evil.example"),
            send("POST /services/nothing/stop", AUTHORIZATION));
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
      assertEquals(400, status(request, "X-HTTP-Method-Override: " + other, AUTHORIZATION), other);
    }
    assertEquals(ServiceState.RUNNING, state("upper"));
  }

  @Test
  void aGetReadsOnly() throws Exception {
    assertEquals(404, status("GET /services/upper/stop", AUTHORIZATION));
    assertEquals(404, status("GET /jobs/job/run", AUTHORIZATION));
    assertEquals(ServiceState.RUNNING, state("upper"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "X: ",
        "Authorization: Bearer",
        "Authorization: Bearer 0123456789abcdeg",
        "Authorization: Bearer 0123456789abcde",
        "Authorization: Bearer 0123456789abcdef0",
        "Authorization: 0123456789abcdef",
        "Cookie: token=0123456789abcdef"
      })
  void withoutTheTokenNothingIsDone(String header) throws Exception {
    assertEquals(401, status("POST /services/upper/stop", header));
    assertEquals(401, status("POST /jobs/job/run", header));
    assertEquals(401, status("POST /services/upper/stop?token=" + TOKEN, header));
    assertEquals(ServiceState.RUNNING, state("upper"));
    assertEquals(0, host.service("upper").restarts());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"evil.example", "evil.example:8081", "localhost.evil.example", "1.evil.example"})
  void byANameThatIsNotItsOwnItGivesNothing(String name) throws Exception {
    for (String request : List.of("GET /", "GET /state", "GET /events")) {
      assertEquals(403, status(request, "Host: " + name, AUTHORIZATION), request);
    }
    assertEquals(403, status("POST /services/upper/stop", "Host: " + name, AUTHORIZATION));
    assertEquals(ServiceState.RUNNING, state("upper"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"localhost", "127.0.0.1:8081", "[::1]:8081", "192.168.0.7", "Shop.example.com:80"})
  void byItsOwnNamesAndByNumbersItCanBeAskedFor(String name) throws Exception {
    assertEquals(200, status("GET /state", "Host: " + name));
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
        403, status("POST /services/upper/stop", "Host: localhost:80", header, AUTHORIZATION));
    assertEquals(ServiceState.RUNNING, state("upper"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"http", "https"})
  void itsOwnPageCan(String scheme) throws Exception {
    String origin = "Origin: " + scheme + "://localhost:80";
    assertEquals(
        200,
        status(
            "POST /services/top/stop",
            "Host: localhost:80",
            origin,
            "Sec-Fetch-Site: same-origin",
            AUTHORIZATION));
    assertEquals(ServiceState.STOPPED, state("top"));
  }

  @Test
  void whatComesFromAFailureIsForThoseWithTheToken() throws Exception {
    assertEquals(200, status("POST /jobs/job/run", AUTHORIZATION));
    Await.until(() -> body("GET /state").contains("\"failures\":1"), () -> body("GET /state"));
    try (RawHttp stream = send("GET /events");
        RawHttp open = send("GET /events", AUTHORIZATION)) {
      for (String shown : List.of(body("GET /state"), String.valueOf(stream.next()))) {
        assertTrue(shown.contains("\"hasFailed\":true"), shown);
        assertFalse(shown.contains("secret"), shown);
        assertFalse(shown.contains("Exception"), shown);
        assertFalse(shown.contains("operations\":[\""), shown);
        assertFalse(shown.contains("canRun\":true"), shown);
      }
      for (String shown : List.of(body("GET /state", AUTHORIZATION), String.valueOf(open.next()))) {
        // the service's and the job's, each with its message and its stack; and two events
        assertEquals(6, shown.split("secret", -1).length - 1, shown);
        assertFalse(shown.contains("<"), shown);
        assertTrue(shown.contains("at dev.innkeeper.samples.shop.PageTest"), shown);
      }
    }
  }

  @Test
  void beyondLoopbackNothingIsShownWithoutTheToken() throws Exception {
    host.close();
    start(false);
    assertEquals(200, status("GET /"));
    for (String path : List.of("/state", "/events", "/state/", "/events/")) {
      assertEquals(401, status("GET " + path), path);
    }
    assertEquals(200, status("GET /state", AUTHORIZATION));
  }

  // ---- what is done

  @Test
  void whatDependsOnAServiceIsStoppedWithIt() throws Exception {
    assertEquals(200, status("POST /services/lower/stop", AUTHORIZATION));
    assertEquals(
        List.of(ServiceState.STOPPED, ServiceState.STOPPED, ServiceState.STOPPED),
        List.of(state("lower"), state("upper"), state("top")));
  }

  @Test
  void whatAServiceNeedsIsStartedWithIt() throws Exception {
    assertEquals(200, status("POST /services/lower/stop", AUTHORIZATION));
    assertEquals(200, status("POST /services/upper/start", AUTHORIZATION));
    assertEquals(
        List.of(ServiceState.RUNNING, ServiceState.RUNNING, ServiceState.STOPPED),
        List.of(state("lower"), state("upper"), state("top")));
  }

  @Test
  void aRestartTakesThoseAlongThatRun() throws Exception {
    assertEquals(200, status("POST /services/top/stop", AUTHORIZATION));
    assertEquals(200, status("POST /services/lower/restart", AUTHORIZATION));
    assertEquals(
        List.of(1, 1, 0),
        List.of("lower", "upper", "top").stream()
            .map(name -> host.service(name).restarts())
            .toList());
    assertEquals(ServiceState.STOPPED, state("top"));
  }

  @Test
  void aServiceThatDoesNotStartIsAnAnswerWithItsReason() throws Exception {
    canStart.set(false);
    try (RawHttp answer = send("POST /services/upper/restart", AUTHORIZATION)) {
      assertEquals(409, answer.status);
      assertTrue(answer.body().contains("it cannot start"));
    }
    Await.until(() -> state("upper") == ServiceState.FAILED, () -> "it is " + state("upper"));
  }

  @Test
  void thePageDoesNotStopItself() throws Exception {
    assertEquals(409, status("POST /services/page/stop", AUTHORIZATION));
    assertEquals(409, status("POST /services/page/restart", AUTHORIZATION));
    assertEquals(404, status("POST /services/nothing/stop", AUTHORIZATION));
    assertEquals(404, status("POST /services/upper/explode", AUTHORIZATION));
    assertEquals(404, status("POST /jobs/nothing/run", AUTHORIZATION));
    assertEquals(ServiceState.RUNNING, state("page"));
  }

  // ---- streams

  @Test
  void aStreamTellsTheStateAtOnceAndThenEachChange() throws Exception {
    try (RawHttp stream = send("GET /events", AUTHORIZATION)) {
      assertTrue(String.valueOf(stream.next()).contains(service("top", "RUNNING")));
      assertEquals(200, status("POST /services/top/stop", AUTHORIZATION));
      stream.next(service("top", "STOPPED"));
      assertEquals(200, status("POST /services/top/start", AUTHORIZATION));
      stream.next(service("top", "RUNNING"));
    }
  }

  @Test
  void atMostSixteenWatchAndAPlaceIsFreeWhenOneHasGone() throws Exception {
    List<RawHttp> streams = new ArrayList<>();
    for (int i = 0; i < PageStreams.MOST; i++) {
      streams.add(send("GET /events"));
      assertEquals(200, streams.getLast().status);
    }
    assertEquals(503, status("GET /events"));
    assertEquals(200, status("GET /state"));
    streams.getFirst().close();
    Await.until(() -> status("GET /events") == 200, () -> "no place is free");
    for (RawHttp stream : streams) {
      stream.close();
    }
  }

  @Test
  void streamsEndWithTheStopAndShowIt() throws Exception {
    try (RawHttp first = send("GET /events");
        RawHttp second = send("GET /events", AUTHORIZATION)) {
      StopReport report = host.stop();

      assertTrue(report.in(ServiceState.ABANDONED).isEmpty(), report::toString);
      Await.until(() -> !heard(HostEvent.HostStopped.class).isEmpty(), events::toString);
      assertEquals(List.of(), heard(HostEvent.ServiceInterrupted.class));
      for (RawHttp stream : List.of(first, second)) {
        String last = "";
        for (String next = stream.next(); next != null; next = stream.next()) {
          last = next;
        }
        assertTrue(last.contains("\"state\":\"stopping\""), last);
        assertTrue(last.contains(service("lower", "STOPPED")), last);
        assertTrue(last.contains(service("page", "STOPPING")), last);
      }
    }
  }

  @Test
  void whoDoesNotReadHoldsUpNeitherTheOthersNorTheStop() throws Exception {
    host.close();
    patience = Duration.ofMillis(300);
    mailServer = "x".repeat(LARGE);
    start(true);
    try (RawHttp deaf = send("GET /events");
        RawHttp other = send("GET /events")) {
      assertEquals(200, deaf.status);
      assertEquals(200, status("POST /services/top/stop", AUTHORIZATION));
      other.next(service("top", "STOPPED"));
      assertEquals(200, status("POST /services/top/start", AUTHORIZATION));
      other.next(service("top", "RUNNING"));

      StopReport report = host.stop();

      assertTrue(report.in(ServiceState.ABANDONED).isEmpty(), report::toString);
    }
  }

  // ----

  private static String service(String name, String state) {
    return "{\"name\":\"" + name + "\",\"state\":\"" + state + "\"";
  }

  private List<HostEvent> heard(Class<? extends HostEvent> kind) {
    return events.stream().filter(kind::isInstance).toList();
  }

  private ServiceState state(String service) {
    return host.service(service).state();
  }

  private RawHttp send(String request, String... headers) throws IOException {
    return new RawHttp(page.port(), request, headers);
  }

  private int status(String request, String... headers) throws IOException {
    try (RawHttp answer = send(request, headers)) {
      return answer.status;
    }
  }

  private String body(String request, String... headers) throws IOException {
    try (RawHttp answer = send(request, headers)) {
      return answer.body();
    }
  }
}
