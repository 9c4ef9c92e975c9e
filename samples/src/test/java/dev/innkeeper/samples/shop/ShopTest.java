package dev.innkeeper.samples.shop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.innkeeper.runtime.report.StopReport;
import dev.innkeeper.samples.Await;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The shop as a whole, in this process, with the mail server that it brings. */
class ShopTest {

  private static final String BREAD =
      "{\"item\": \"bread\", \"quantity\": 1, \"email\": \"ann@example.com\"}";

  @TempDir Path folder;

  @Test
  void anOrderIsConfirmedByMailWithoutAnyOtherServer() throws Exception {
    String database = "--database=" + Database.H2.formatted(folder.resolve("shop"));
    Shop shop = new Shop(ShopConfig.of(List.of("--port=0", "--page-port=0", database), Map.of()));
    shop.host().start();
    try (HttpClient client = HttpClient.newHttpClient()) {
      URI root = URI.create("http://127.0.0.1:" + shop.port());
      assertEquals("{\"ok\":true}", get(client, root.resolve("/readyz")));

      HttpRequest order =
          HttpRequest.newBuilder(root.resolve("/orders"))
              .header("Content-Type", "application/json")
              .POST(BodyPublishers.ofString(BREAD))
              .build();
      String location =
          client
              .send(order, BodyHandlers.ofString())
              .headers()
              .firstValue("Location")
              .orElseThrow();

      Await.until(
          () -> get(client, root.resolve(location)).contains("confirmed by mail"),
          () -> get(client, root.resolve(location)));
    }
    StopReport report = shop.host().stop();
    assertTrue(report.clean(), report::toString);
  }

  private static String get(HttpClient client, URI uri) throws Exception {
    return client.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString()).body();
  }
}
