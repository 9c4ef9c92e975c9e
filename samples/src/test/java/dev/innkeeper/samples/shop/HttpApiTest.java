package dev.innkeeper.samples.shop;

import static dev.innkeeper.samples.shop.ApiClient.APPLES;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The API over HTTP, on an H2 file. */
class HttpApiTest {

  @TempDir Path folder;

  private RunningApi api;

  @BeforeEach
  void open() {
    api = RunningApi.in(folder);
  }

  @AfterEach
  void close() {
    api.close();
  }

  @Test
  void anOrderIsCreatedAndCanBeLookedAt() throws Exception {
    HttpResponse<String> created = api.client.post(APPLES);

    assertEquals(201, created.statusCode());
    String location = created.headers().firstValue("Location").orElseThrow();
    HttpResponse<String> order = api.client.get(location);
    assertEquals(200, order.statusCode());
    assertEquals(created.body(), order.body());
    assertTrue(location.startsWith("/orders/"), location);
    assertTrue(order.body().contains("\"state\":\"accepted\""), order::body);
    assertEquals(1, api.database.count("orders"));

    api.database.execute("update orders set mailed_at = current_timestamp");
    assertTrue(api.client.get(location).body().contains("\"state\":\"confirmed by mail\""));
  }

  @Test
  void aRequestThatIsRepeatedWithItsKeyGetsTheFirstOrder() throws Exception {
    HttpResponse<String> first = api.client.post(APPLES, "Idempotency-Key", "a");
    HttpResponse<String> again = api.client.post(APPLES, "Idempotency-Key", "a");
    HttpResponse<String> other = api.client.post(APPLES.replace("3", "4"), "Idempotency-Key", "a");

    assertEquals(201, first.statusCode());
    assertEquals(200, again.statusCode());
    assertEquals(422, other.statusCode());
    assertEquals(first.body(), again.body());
    assertEquals(first.headers().firstValue("Location"), again.headers().firstValue("Location"));
    assertEquals(1, api.database.count("orders"));
  }

  @Test
  void whatIsNotThereIsNotFound() throws Exception {
    assertEquals(404, api.client.get("/orders/17").statusCode());
    assertEquals(404, api.client.get("/orders/00000000-0000-0000-0000-000000000000").statusCode());
    assertEquals(404, api.client.get("/nothing").statusCode());
  }

  @Test
  void pricesComeFromTheCache() throws Exception {
    assertTrue(api.client.get("/prices").body().matches("\\{\"apple\":\"0\\.4\\d\",\"bread\":.*"));
  }

  @Test
  void aDatabaseThatIsGoneIs503AndTheTimeToTryAgain() throws Exception {
    api.database.vanish();
    HttpResponse<String> answer = api.client.post(APPLES);
    assertEquals(503, answer.statusCode());
    assertEquals("1", answer.headers().firstValue("Retry-After").orElseThrow());
    assertEquals(503, api.client.get("/orders/00000000-0000-0000-0000-000000000000").statusCode());
    assertEquals(200, api.client.get("/prices").statusCode());
  }

  @Test
  void whatNobodyForesawIsInTheLog() throws Exception {
    api.database.execute("drop table scheduled_tasks");
    try (LogLines log = LogLines.of(HttpServer.class)) {
      assertEquals(500, api.client.post(APPLES).statusCode());
      assertEquals(List.of("POST /orders failed"), log.errors());
    }
  }
}
