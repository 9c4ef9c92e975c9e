package dev.innkeeper.ops;

import static dev.innkeeper.ops.RunningPage.AUTHORIZATION;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.innkeeper.runtime.HostBuilder;
import dev.innkeeper.runtime.report.HostState;
import dev.innkeeper.runtime.report.ServiceState;
import dev.innkeeper.runtime.report.StopReport;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the streams of the page tell, and how they end. */
class PageStreamsTest {

  private RunningPage page;

  @BeforeEach
  void start() throws Exception {
    page = RunningPage.onLoopback();
  }

  @AfterEach
  void stop() {
    page.close();
  }

  @Test
  void aStreamTellsTheStateAtOnceAndThenEachChange() throws Exception {
    try (RawHttp stream = page.send("GET /events", AUTHORIZATION)) {
      assertTrue(String.valueOf(stream.next()).contains(service("top", "RUNNING")));
      assertEquals(200, page.status("POST /services/top/stop", AUTHORIZATION));
      stream.next(service("top", "STOPPED"));
      assertEquals(200, page.status("POST /services/top/start", AUTHORIZATION));
      stream.next(service("top", "RUNNING"));
    }
  }

  @Test
  void atMostSixteenWatchAndAPlaceIsFreeWhenOneHasGone() throws Exception {
    List<RawHttp> streams = new ArrayList<>();
    for (int i = 0; i < PageStreams.MOST; i++) {
      streams.add(page.send("GET /events"));
      assertEquals(200, streams.getLast().status);
    }
    assertEquals(503, page.status("GET /events"));
    assertEquals(200, page.status("GET /state"));
    streams.getFirst().close();
    Await.until(() -> page.status("GET /events") == 200, () -> "no place is free");
    for (RawHttp stream : streams) {
      stream.close();
    }
  }

  @Test
  void streamsEndWithASnapshotThatSaysThatTheHostHasStopped() throws Exception {
    try (RawHttp first = page.send("GET /events");
        RawHttp second = page.send("GET /events", AUTHORIZATION)) {
      StopReport report = page.host.stop();

      assertTrue(report.in(ServiceState.ABANDONED).isEmpty(), report::toString);
      for (RawHttp stream : List.of(first, second)) {
        String last = "";
        for (String next = stream.next(); next != null; next = stream.next()) {
          last = next;
        }
        assertTrue(last.contains("\"state\":\"STOPPED\",\"isLive\":false"), last);
        assertTrue(last.contains(service("lower", "STOPPED")), last);
        assertTrue(last.contains(report.summary()), last);
      }
    }
  }

  @Test
  void aReaderThatDoesNotReadHoldsUpNeitherTheOthersNorTheStop() throws Exception {
    page.close();
    page = RunningPage.with(builder -> builder, PageStreamsTest::withMuchToShow);
    try (RawHttp deaf = page.send("GET /events");
        RawHttp other = page.send("GET /events")) {
      assertEquals(200, deaf.status);
      assertEquals(200, page.status("POST /services/top/stop", AUTHORIZATION));
      other.next(service("top", "STOPPED"));
      assertEquals(200, page.status("POST /services/top/start", AUTHORIZATION));
      other.next(service("top", "RUNNING"));

      StopReport report = page.host.stop();

      assertTrue(report.in(ServiceState.ABANDONED).isEmpty(), report::toString);
      assertEquals(HostState.STOPPED, page.host.state());
    }
  }

  /** More than what the sockets between a server and a reader hold. */
  private static HostBuilder withMuchToShow(HostBuilder host) {
    for (int i = 0; i < 400; i++) {
      host.add("x".repeat(8_000) + i, context -> {});
    }
    return host;
  }

  private static String service(String name, String state) {
    return "{\"name\":\"" + name + "\",\"state\":\"" + state + "\"";
  }
}
