package dev.innkeeper.samples.embedding;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.innkeeper.ops.OpsPage;
import dev.innkeeper.runtime.Host;
import dev.innkeeper.samples.Await;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.concurrent.atomic.LongAdder;
import org.junit.jupiter.api.Test;

/** The page as the documents install it. */
class OpsPageTest {

  private final LongAdder orders = new LongAdder();

  @Test
  void aFigureIsOnThePage() throws Exception {
    int port = 0;
    // snippet: ops-page
    OpsPage page =
        OpsPage.on("127.0.0.1", port)
            .token(System.getenv("OPS_TOKEN")) // null: it makes one, and prints it
            .figure("Orders", orders::sum)
            .build();
    Host host = Host.builder("orders").install(page).background("inbox", context -> poll()).build();
    // end
    try (host;
        HttpClient client = HttpClient.newHttpClient()) {
      host.start();
      HttpRequest state =
          HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + page.port() + "/state")).build();
      Await.until(
          () ->
              client
                  .send(state, BodyHandlers.ofString())
                  .body()
                  .contains("{\"label\":\"Orders\",\"value\":\"1\"}"),
          () -> client.send(state, BodyHandlers.ofString()).body());
    }
    assertEquals(1, orders.sum());
  }

  private void poll() {
    orders.increment();
  }
}
