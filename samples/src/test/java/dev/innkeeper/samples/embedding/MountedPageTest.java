package dev.innkeeper.samples.embedding;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.innkeeper.ops.OpsPage;
import dev.innkeeper.runtime.Host;
import io.javalin.Javalin;
import java.io.BufferedReader;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The page below a path of another server. */
class MountedPageTest {

  private static final String TOKEN = "0123456789abcdef";

  private final OpsPage page = OpsPage.mounted().token(TOKEN).build();
  private final Host host =
      Host.builder("mounted").install(page).add("inbox", context -> {}).build();
  private final HttpClient client = HttpClient.newHttpClient();
  private Javalin server;

  @BeforeEach
  void start() {
    server =
        Javalin.create(
                config -> {
                  config.concurrency.useVirtualThreads = true; // each reader keeps one
                  MountedPage.mount(page, config.routes);
                })
            .start("127.0.0.1", 0);
    host.start();
  }

  @AfterEach
  void stop() {
    host.close();
    client.close();
    server.stop();
  }

  @Test
  void itsFilesAreServedAndTheRestIsForThoseWithTheToken() throws Exception {
    assertTrue(send("GET", "/ops/").body().contains("<title>Operations</title>"));
    assertEquals(200, send("GET", "/ops/page.js").statusCode());
    assertEquals(401, send("GET", "/ops/state").statusCode());
    assertEquals(401, send("POST", "/ops/services/inbox/restart").statusCode());
    assertEquals(405, sendOpen("GET", "/ops/services/inbox/restart").statusCode());

    HttpResponse<String> state = sendOpen("GET", "/ops/state");
    assertTrue(state.body().contains("\"name\":\"inbox\""), state::body);
    assertEquals("no-store", state.headers().firstValue("Cache-Control").orElse(""));
    assertEquals("", sendOpen("HEAD", "/ops/state").body());
    assertEquals(200, sendOpen("POST", "/ops/services/inbox/restart").statusCode());
    assertEquals(1, host.service("inbox").restarts());
  }

  @Test
  void itsStreamLastsUntilTheHostHasStopped() throws Exception {
    HttpResponse<InputStream> events =
        client.send(open("GET", "/ops/events").build(), BodyHandlers.ofInputStream());
    try (BufferedReader reader =
        new BufferedReader(new InputStreamReader(events.body(), StandardCharsets.UTF_8))) {
      assertTrue(reader.readLine().startsWith("data: {\"host\":{\"name\":\"mounted\""));
      host.stop();
      String last = reader.lines().filter(line -> line.startsWith("data: ")).toList().getLast();
      assertTrue(last.contains("\"state\":\"STOPPED\""), last);
    }
  }

  private HttpResponse<String> send(String method, String path) throws Exception {
    return client.send(request(method, path).build(), BodyHandlers.ofString());
  }

  private HttpResponse<String> sendOpen(String method, String path) throws Exception {
    return client.send(open(method, path).build(), BodyHandlers.ofString());
  }

  private HttpRequest.Builder open(String method, String path) {
    return request(method, path).header("Authorization", "Bearer " + TOKEN);
  }

  private HttpRequest.Builder request(String method, String path) {
    return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + path))
        .method(method, BodyPublishers.noBody());
  }
}
