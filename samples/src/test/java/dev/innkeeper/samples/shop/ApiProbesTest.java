package dev.innkeeper.samples.shop;

import static dev.innkeeper.samples.shop.ApiClient.APPLES;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.innkeeper.runtime.Host;
import dev.innkeeper.timer.testing.ManualTimeSource;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a load balancer is told. */
class ApiProbesTest {

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
  void probesTellWhatTheHostSays() throws Exception {
    assertEquals(List.of(200, 200), liveAndReady(api.client));
    api.ready(false);
    assertEquals(List.of(200, 503), liveAndReady(api.client));
  }

  @Test
  void whileTheLoadBalancerLooksAwayItIsNotReadyAndTakesOrdersAllTheSame() throws Exception {
    ManualTimeSource time = new ManualTimeSource();
    Host[] draining = new Host[1]; // the API asks for the host that it is in
    HttpServer server = api.server(() -> draining[0].isLive(), () -> draining[0].isReady());
    draining[0] =
        Host.builder("draining")
            .add("http", server)
            .drainDelay(Duration.ofSeconds(5))
            .timeSource(time)
            .build();
    draining[0].start();
    try (ApiClient client = new ApiClient(server.port())) {
      assertEquals(List.of(200, 200), liveAndReady(client));

      draining[0].lifetime().requestStop();

      assertEquals(List.of(200, 503), liveAndReady(client));
      assertEquals(201, client.post(APPLES).statusCode());
    }
    assertTrue(time.drive(draining[0]::stop).clean());
  }

  private static List<Integer> liveAndReady(ApiClient client) throws Exception {
    return List.of(client.get("/livez").statusCode(), client.get("/readyz").statusCode());
  }
}
