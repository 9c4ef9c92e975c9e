package dev.innkeeper.samples.shop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.innkeeper.runtime.Host;
import dev.innkeeper.timer.testing.ManualTimeSource;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The API over HTTP, on an H2 file. */
class HttpApiTest {

  private static final String APPLES =
      "{\"item\": \"apple\", \"quantity\": 3, \"email\": \"ann@example.com\"}";

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
    HttpApi api = new HttpApi(database.orders(), database.prices(), () -> true, () -> ready);
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

  @Test
  void anEmailCannotSmuggleAHeaderIntoTheMail() throws Exception {
    assertEquals(400, code(post(APPLES.replace("ann@", "ann@x\\r\\nBcc: bob@"))));
  }

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
        HttpRequest.newBuilder(uri("/orders")).POST(BodyPublishers.ofString(body));
    return send(headers.length == 0 ? request : request.headers(headers));
  }

  private HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
    return client.send(request.build(), BodyHandlers.ofString());
  }

  private URI uri(String path) {
    return URI.create("http://127.0.0.1:" + port + path);
  }
}
