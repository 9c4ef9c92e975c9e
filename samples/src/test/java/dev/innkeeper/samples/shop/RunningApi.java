package dev.innkeeper.samples.shop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.innkeeper.runtime.Host;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import java.util.function.BooleanSupplier;

/** The API over HTTP, on an H2 file, in a host of its own; and a client of it. */
final class RunningApi implements AutoCloseable {

  final TestDatabase database;
  final ApiClient client;
  private volatile boolean ready = true;
  private final Host host;

  private RunningApi(Path folder) {
    database = TestDatabase.in(folder);
    HttpServer server = server(() -> true, () -> ready);
    host = Host.builder("test").add("http", server).build();
    host.start();
    client = new ApiClient(server.port());
  }

  static RunningApi in(Path folder) {
    return new RunningApi(folder);
  }

  /** Another server, on the same database, that has not started. */
  HttpServer server(BooleanSupplier live, BooleanSupplier ready) {
    RequestGuard guard = new RequestGuard(List.of("shop.example.com"));
    HttpApi api = new HttpApi(database.orders(), database.prices(), guard, live, ready);
    return new HttpServer("127.0.0.1", 0, api);
  }

  /** What its host says from now on. */
  void ready(boolean ready) {
    this.ready = ready;
  }

  /** The order is refused because of the field, and nothing of it is kept. */
  void assertRefused(String order, String field) throws Exception {
    HttpResponse<String> answer = client.post(order);
    assertEquals(400, answer.statusCode(), answer::body);
    assertTrue(answer.body().contains("\"field\":\"" + field + "\""), answer::body);
    assertEquals(0, database.count("orders"));
  }

  @Override
  public void close() {
    client.close(); // its open connections would hold up the stop for a second
    host.close();
    database.close();
  }
}
