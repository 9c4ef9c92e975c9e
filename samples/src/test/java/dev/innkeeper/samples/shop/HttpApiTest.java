package dev.innkeeper.samples.shop;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.innkeeper.runtime.Host;
import dev.innkeeper.timer.testing.ManualTimeSource;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The API over HTTP, on an H2 file. */
class HttpApiTest {

  private static final String APPLES =
      "{\"item\": \"apple\", \"quantity\": 3, \"email\": \"ann@example.com\"}";

  private static final String JSON = "Content-Type: application/json";

  private static final RequestGuard GUARD =
      new RequestGuard("--hosts", List.of("shop.example.com"));

  @TempDir Path folder;

  private final HttpClient client = HttpClient.newHttpClient();
  private volatile boolean ready = true;
  private TestDatabase database;
  private HttpServer server;
  private int port;
  private Host host;

  @BeforeEach
  void open() {
    database = TestDatabase.in(folder);
    HttpApi api = new HttpApi(database.orders(), database.prices(), GUARD, () -> true, () -> ready);
    server = new HttpServer("127.0.0.1", 0, List.of(api));
    host = Host.builder("test").add("http", server).build();
    host.start();
    port = server.port();
  }

  @AfterEach
  void close() {
    client.close(); // its open connections would hold up the stop for a second
    host.close();
    database.close();
  }

  @Test
  void anOrderIsCreatedAndCanBeLookedAt() throws Exception {
    HttpResponse<String> created = post(APPLES);

    assertEquals(201, created.statusCode());
    String location = created.headers().firstValue("Location").orElseThrow();
    HttpResponse<String> order = get(location);
    assertEquals(200, order.statusCode());
    assertEquals(created.body(), order.body());
    assertTrue(location.startsWith("/orders/"), location);
    assertTrue(order.body().contains("\"state\":\"accepted\""), order::body);
    assertEquals(1, database.count("orders"));

    database.execute("update orders set mailed_at = current_timestamp");
    assertTrue(get(location).body().contains("\"state\":\"confirmed by mail\""));
  }

  @Test
  void aRequestThatIsRepeatedWithItsKeyGetsTheFirstOrder() throws Exception {
    HttpResponse<String> first = post(APPLES, "Idempotency-Key", "a");
    HttpResponse<String> again = post(APPLES, "Idempotency-Key", "a");
    HttpResponse<String> other = post(APPLES.replace("3", "4"), "Idempotency-Key", "a");

    assertEquals(List.of(201, 200, 422), List.of(code(first), code(again), code(other)));
    assertEquals(first.body(), again.body());
    assertEquals(first.headers().firstValue("Location"), again.headers().firstValue("Location"));
    assertEquals(1, database.count("orders"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "item     | pear    | {'item': 'pear', 'quantity': 1, 'email': 'ann@example.com'}",
        "item     | 7       | {'item': 7, 'quantity': 1, 'email': 'ann@example.com'}",
        "quantity | missing | {'item': 'apple', 'email': 'ann@example.com'}",
        "quantity | 0       | {'item': 'apple', 'quantity': 0, 'email': 'ann@example.com'}",
        "quantity | 1001    | {'item': 'apple', 'quantity': 1001, 'email': 'ann@example.com'}",
        "quantity | 1.5     | {'item': 'apple', 'quantity': 1.5, 'email': 'ann@example.com'}",
        "quantity | 1e99    | {'item': 'apple', 'quantity': 1e99, 'email': 'ann@example.com'}",
        "email    | ann     | {'item': 'apple', 'quantity': 1, 'email': 'ann'}",
        "email    | a b@c.d | {'item': 'apple', 'quantity': 1, 'email': 'a b@c.d'}",
        "body     | [1]     | [1]",
        "body     | {       | {",
        "body     | {}{}    | {}{}",
        "body     | null    | null",
        "body     | 7       | 7",
        "body     | NaN     | NaN",
        "body     | ``      | ``"
      })
  void whatIsWrongIsNamedWithItsValue(String field, String value, String body) throws Exception {
    HttpResponse<String> answer = post(body.replace('\'', '"'));

    assertEquals(400, answer.statusCode(), answer::body);
    assertTrue(answer.headers().firstValue("Content-Type").orElse("").contains("problem+json"));
    assertTrue(answer.body().contains("\"field\":\"" + field + "\""), answer::body);
    assertTrue(answer.body().contains("\"value\":\"" + value + "\""), answer::body);
    assertEquals(0, database.count("orders"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "1e999999999",
        "-1e999999999",
        "1e-999999999",
        "1e9999999999999999999",
        "1e10000",
        "1e-10000",
        "1E+2147483648",
        "2147483648",
        "4294967297",
        "18446744073709551617",
        "-1",
        "-0",
        "1.0000000000000000000000000000001",
        "0.999999999999999999999999999999",
        "\"1\"",
        "true",
        "null",
        "[1]"
      })
  void aQuantityThatCannotBeIsRefused(String quantity) throws Exception {
    assertRefused(APPLES.replace("3", quantity), "quantity");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "item     | 'item': 'milk'",
        "item     | 'item': 'apple'",
        "item     | '\\u0069tem': 'milk'",
        "quantity | 'quantity': 4",
        "quantity | 'quantity': null",
        "email    | 'email': 'bob@example.com'",
        "more     | 'more': 1, 'more': {}"
      })
  void aMemberThatIsThereTwiceIsRefused(String field, String second) throws Exception {
    assertRefused(APPLES.replace("}", ", " + second.replace('\'', '"') + "}"), field);
    assertRefused(APPLES.replace("{", "{" + second.replace('\'', '"') + ", "), field);
  }

  @Test
  void aQuantityOfManyDigitsIsRefused() throws Exception {
    assertRefused(APPLES.replace("3", "9".repeat(900)), "quantity");
    assertRefused(APPLES.replace("3", "1." + "0".repeat(900) + "1"), "quantity");
    assertEquals(400, code(post(APPLES.replace("3", "9".repeat(9_000)))));
  }

  @ParameterizedTest
  @CsvSource({"3.0, 3", "1e3, 1000", "1000, 1000", "10e-1, 1", "0.2e1, 2"})
  void aQuantityMayBeWrittenAsJsonAllows(String written, int quantity) throws Exception {
    HttpResponse<String> answer = post(APPLES.replace("3", written));
    assertEquals(201, answer.statusCode(), answer::body);
    assertTrue(answer.body().contains("\"quantity\":" + quantity + ","), answer::body);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ann@x\\r\\nBcc: bob@example.com",
        "ann\\u0000@example.com",
        "ann@exam\\u0000ple.com",
        "ann@example.com\\u0000",
        "ann@example.com\\u007f",
        "ann@example.com\\u2028",
        "all: ann@example.com, bob@example.com;",
        "all:ann@example.com;",
        "all:;",
        "ann@example.com,bob@example.com",
        "Ann <ann@example.com>",
        "<ann@example.com>",
        "<@relay.example.com:ann@example.com>",
        "ann@example.com (Ann)",
        "(Ann)ann@example.com",
        "\\\"ann bob\\\"@example.com",
        "ann@[127.0.0.1]",
        "ann@example.com.",
        "ann@-example.com",
        "ann..bob@example.com",
        ".ann@example.com",
        "ann@@example.com",
        "@example.com",
        "ann@",
        "änn@example.com"
      })
  void whatIsNoPlainAddressIsRefused(String email) throws Exception {
    assertRefused(APPLES.replace("ann@example.com", email), "email");
  }

  @Test
  void anAddressThatIsTooLongIsRefused() throws Exception {
    assertRefused(APPLES.replace("ann@", "a".repeat(65) + "@"), "email");
    assertRefused(APPLES.replace("example.", "example.".repeat(40)), "email");
  }

  @ParameterizedTest
  @ValueSource(strings = {"o'neill+x@example.com", "a.b-c_d@sub.example.co", "root@localhost"})
  void aPlainAddressIsTaken(String email) throws Exception {
    assertEquals(201, code(post(APPLES.replace("ann@example.com", email))));
  }

  private void assertRefused(String body, String field) throws Exception {
    HttpResponse<String> answer = post(body);
    assertEquals(400, answer.statusCode(), answer::body);
    assertTrue(answer.body().contains("\"field\":\"" + field + "\""), answer::body);
    assertEquals(0, database.count("orders"));
  }

  // ---- what is around the body

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "text/plain                        | 415",
        "text/plain;charset=UTF-8          | 415",
        "application/x-www-form-urlencoded | 415",
        "multipart/form-data; boundary=x   | 415",
        "application/jsonp                 | 415",
        "text/plain, application/json      | 415",
        "text/plain; application/json      | 415",
        "application/json                  | 201",
        "Application/JSON; charset=utf-8   | 201",
        "application/json; charset=foo     | 201"
      })
  void onlyJsonIsTaken(String type, int status) throws Exception {
    assertEquals(status, order("Content-Type: " + type));
    assertEquals(status == 201 ? 1 : 0, database.count("orders"));
  }

  @Test
  void whatDoesNotSayThatItIsJsonIsNotTaken() throws Exception {
    assertEquals(415, order());
    assertEquals(400, order(JSON, "Content-Type: text/plain"));
    assertEquals(0, database.count("orders"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Host: evil.example",
        "Host: evil.example:8080",
        "Host: localhost.evil.example",
        "Origin: http://evil.example",
        "Origin: http://localhost:1",
        "Origin: null",
        "Sec-Fetch-Site: cross-site",
        "Sec-Fetch-Site: same-site"
      })
  void anotherPageCannotOrder(String header) throws Exception {
    assertEquals(403, order(JSON, header));
    assertEquals(403, order("Content-Type: text/plain", header));
    assertEquals(0, database.count("orders"));
  }

  @Test
  void anOriginThatIsHiddenBehindAnotherIsSeen() throws Exception {
    String host = "Host: localhost:80";
    String own = "Origin: http://localhost:80";
    assertEquals(403, order(JSON, host, own, "Origin: http://evil.example"));
    assertEquals(0, database.count("orders"));
    assertEquals(201, order(JSON, host, own, "Sec-Fetch-Site: same-origin"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"GET /prices", "GET /readyz", "GET /orders/17", "GET /nothing"})
  void byANameThatIsNotItsOwnItGivesNothing(String request) throws Exception {
    try (RawHttp answer = new RawHttp(port, request, "Host: evil.example")) {
      assertEquals(403, answer.status);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"localhost", "127.0.0.1:8080", "[::1]", "10.0.0.7:80", "Shop.example.com"})
  void byItsOwnNamesAndByNumbersItCanBeAskedFor(String name) throws Exception {
    assertEquals(201, order(JSON, "Host: " + name));
  }

  @ParameterizedTest
  @CsvSource({
    "POST /orders, GET",
    "POST /orders, PUT",
    "POST /orders, FOO",
    "POST /orders, get",
    "GET /prices, POST",
    "GET /orders, POST",
    "POST /prices, GET"
  })
  void aRequestIsTheOneThatWasSent(String request, String other) throws Exception {
    for (String header : List.of("X-HTTP-Method-Override", "x-http-method-override")) {
      try (RawHttp answer = new RawHttp(port, request, JSON, header + ": " + other)) {
        assertEquals(400, answer.status);
      }
    }
    assertEquals(0, database.count("orders"));
  }

  @Test
  void aBodyThatIsTooLargeIsRefusedAlsoIfItDoesNotSayHowLargeItIs() throws Exception {
    byte[] large = ("{\"item\": \"" + "x".repeat(20_000) + "\"}").getBytes(UTF_8);
    assertEquals(413, send(large, JSON, "Content-Length: " + large.length));
    assertEquals(413, send(chunk(large), JSON, "Transfer-Encoding: chunked"));
  }

  @Test
  void aBodyThatIsNotWhatItSaysIsRefused() throws Exception {
    byte[] latin = APPLES.replace("ann", "änn").getBytes(ISO_8859_1);
    assertEquals(400, send(latin, JSON, "Content-Length: " + latin.length));
    assertEquals(400, send("zz\r\n{}\r\n".getBytes(UTF_8), JSON, "Transfer-Encoding: chunked"));
    assertEquals(201, send(chunk(APPLES.getBytes(UTF_8)), JSON, "Transfer-Encoding: chunked"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "ä", "a\tb"})
  void aKeyThatADatabaseMightNotKeepIsRefused(String key) throws Exception {
    assertEquals(400, order(JSON, "Idempotency-Key: " + key));
    assertEquals(400, order(JSON, "Idempotency-Key: " + "k".repeat(201)));
    assertEquals(400, order(JSON, "Idempotency-Key: a", "Idempotency-Key: b"));
    assertEquals(0, database.count("orders"));
  }

  @Test
  void whatNobodyForesawIsInTheLog() throws Exception {
    database.execute("drop table outbox");
    try (LogLines log = LogLines.of(HttpServer.class)) {
      assertEquals(500, code(post(APPLES)));
      assertEquals(List.of("POST /orders failed"), log.errors());
    }
  }

  private int order(String... headers) throws IOException {
    List<String> all = new ArrayList<>(List.of(headers));
    all.add("Content-Length: " + APPLES.length());
    return send(APPLES.getBytes(UTF_8), all.toArray(new String[0]));
  }

  private int send(byte[] body, String... headers) throws IOException {
    try (RawHttp answer = new RawHttp(port, "POST /orders", List.of(headers), body)) {
      return answer.status;
    }
  }

  private static byte[] chunk(byte[] bytes) {
    String begin = Integer.toHexString(bytes.length) + "\r\n";
    return (begin + new String(bytes, UTF_8) + "\r\n0\r\n\r\n").getBytes(UTF_8);
  }

  // ----

  @Test
  void whatIsNotThereIsNotFound() throws Exception {
    assertEquals(404, code(get("/orders/17")));
    assertEquals(404, code(get("/orders/00000000-0000-0000-0000-000000000000")));
    assertEquals(404, code(get("/nothing")));
  }

  @Test
  void pricesComeFromTheCache() throws Exception {
    assertTrue(get("/prices").body().matches("\\{\"apple\":\"0\\.4\\d\",\"bread\":.*"));
  }

  @Test
  void probesTellWhatTheHostSays() throws Exception {
    assertEquals(List.of(200, 200), List.of(code(get("/livez")), code(get("/readyz"))));
    ready = false;
    assertEquals(List.of(200, 503), List.of(code(get("/livez")), code(get("/readyz"))));
  }

  @Test
  void whileTheLoadBalancerLooksAwayItIsNotReadyAndTakesOrdersAllTheSame() throws Exception {
    ManualTimeSource time = new ManualTimeSource();
    Host[] draining = new Host[1]; // the API asks for the host that it is in
    HttpApi api =
        new HttpApi(
            database.orders(),
            database.prices(),
            GUARD,
            () -> draining[0].isLive(),
            () -> draining[0].isReady());
    HttpServer second = new HttpServer("127.0.0.1", 0, List.of(api));
    draining[0] =
        Host.builder("draining")
            .add("http", second)
            .drainDelay(Duration.ofSeconds(5))
            .timeSource(time)
            .build();
    draining[0].start();
    port = second.port();
    assertEquals(200, code(get("/readyz")));

    draining[0].lifetime().requestStop();

    assertEquals(503, code(get("/readyz")));
    assertEquals(200, code(get("/livez")));
    assertEquals(201, code(post(APPLES)));
    client.close();
    assertTrue(time.drive(draining[0]::stop).clean());
  }

  @Test
  void aDatabaseThatIsGoneIs503AndTheTimeToTryAgain() throws Exception {
    database.vanish();
    HttpResponse<String> answer = post(APPLES);
    assertEquals(503, answer.statusCode());
    assertEquals("1", answer.headers().firstValue("Retry-After").orElseThrow());
    assertEquals(503, code(get("/orders/00000000-0000-0000-0000-000000000000")));
    assertEquals(200, code(get("/prices")));
  }

  private static int code(HttpResponse<String> answer) {
    return answer.statusCode();
  }

  private HttpResponse<String> get(String path) throws Exception {
    return send(HttpRequest.newBuilder(uri(path)));
  }

  private HttpResponse<String> post(String body, String... headers) throws Exception {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(uri("/orders"))
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString(body));
    return send(headers.length == 0 ? request : request.headers(headers));
  }

  private HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
    return client.send(request.build(), BodyHandlers.ofString());
  }

  private URI uri(String path) {
    return URI.create("http://127.0.0.1:" + port + path);
  }
}
