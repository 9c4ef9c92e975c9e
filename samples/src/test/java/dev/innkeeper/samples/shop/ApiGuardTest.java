package dev.innkeeper.samples.shop;

import static dev.innkeeper.samples.shop.ApiClient.JSON;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The API refuses requests from other pages and under other host names. */
class ApiGuardTest {

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
    assertEquals(403, api.client.order(JSON, header));
    assertEquals(403, api.client.order("Content-Type: text/plain", header));
    assertEquals(0, api.database.count("orders"));
  }

  @Test
  void anOriginThatIsHiddenBehindAnotherIsSeen() throws Exception {
    String host = "Host: localhost:80";
    String own = "Origin: http://localhost:80";
    assertEquals(403, api.client.order(JSON, host, own, "Origin: http://evil.example"));
    assertEquals(0, api.database.count("orders"));
    assertEquals(201, api.client.order(JSON, host, own, "Sec-Fetch-Site: same-origin"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"GET /prices", "GET /readyz", "GET /orders/17", "GET /nothing"})
  void byANameThatIsNotItsOwnItGivesNothing(String request) throws Exception {
    assertEquals(403, api.client.status(request, "Host: evil.example"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"localhost", "127.0.0.1:8080", "[::1]", "10.0.0.7:80", "Shop.example.com"})
  void byItsOwnNamesAndByNumbersItCanBeAskedFor(String name) throws Exception {
    assertEquals(201, api.client.order(JSON, "Host: " + name));
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
      assertEquals(400, api.client.status(request, JSON, header + ": " + other));
    }
    assertEquals(0, api.database.count("orders"));
  }
}
