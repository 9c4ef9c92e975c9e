package dev.innkeeper.ops;

import static dev.innkeeper.ops.RunningPage.AUTHORIZATION;
import static dev.innkeeper.ops.RunningPage.TOKEN;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.innkeeper.runtime.report.ServiceState;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is done and shown for those only who have the token. */
class PageTokenTest {

  private RunningPage page;

  @BeforeEach
  void start() throws Exception {
    page = RunningPage.onLoopback();
  }

  @AfterEach
  void stop() {
    page.close();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "X: ",
        "Authorization: Bearer",
        "Authorization: Bearer 0123456789abcdeg",
        "Authorization: Bearer 0123456789abcde",
        "Authorization: Bearer 0123456789abcdef0",
        "Authorization: 0123456789abcdef",
        "Cookie: token=0123456789abcdef"
      })
  void withoutTheTokenNothingIsDone(String header) throws Exception {
    assertEquals(401, page.status("POST /services/upper/stop", header));
    assertEquals(401, page.status("POST /jobs/job/run", header));
    assertEquals(401, page.status("POST /services/upper/stop?token=" + TOKEN, header));
    assertEquals(ServiceState.RUNNING, page.state("upper"));
    assertEquals(0, page.host.service("upper").restarts());
  }

  @Test
  void whatComesFromAFailureIsForThoseWithTheToken() throws Exception {
    page.scheduler.scheduleAfter("secret key", Duration.ofDays(1), run -> {});
    try (RawHttp stream = page.send("GET /events");
        RawHttp open = page.send("GET /events", AUTHORIZATION)) {
      page.queue.submit("bad secret item");
      assertEquals(200, page.status("POST /jobs/job/run", AUTHORIZATION));
      List<String> ends = List.of("failed in run 1", "failed in job ");
      String all = open.next(ends);
      for (String shown : List.of(page.body("GET /state"), stream.next(ends))) {
        assertTrue(shown.contains("\"hasFailed\":true"), shown);
        assertTrue(shown.contains("\"more\":1"), shown);
        assertFalse(shown.contains("secret"), shown);
        assertFalse(shown.contains("Exception"), shown);
        assertFalse(shown.contains("operations\":[\""), shown);
        assertFalse(shown.contains("canPutBack\":true"), shown);
      }
      for (String shown : List.of(page.body("GET /state", AUTHORIZATION), all)) {
        assertTrue(shown.contains("secret key"), shown);
        // the service's, with its health, and the job's, each with message and stack; the failed
        // job of the queue; three events
        assertEquals(8, shown.split("secret\\\\u003c/script", -1).length - 1, shown);
        assertFalse(shown.contains("<"), shown);
        assertFalse(shown.contains("secret item"), shown);
        assertTrue(shown.contains("at dev.innkeeper.ops.RunningPage"), shown);
      }
    }
  }

  @Test
  void beyondLoopbackNothingIsShownWithoutTheToken() throws Exception {
    page.close();
    page = RunningPage.beyondLoopback();
    assertEquals(200, page.status("GET /"));
    for (String path : List.of("/state", "/events")) {
      assertEquals(401, page.status("GET " + path), path);
    }
    assertEquals(200, page.status("GET /state", AUTHORIZATION));
  }

  @Test
  void aWrongTokenIsNotTakenForNone() throws Exception {
    for (String path : List.of("/state", "/events")) {
      try (RawHttp answer = page.send("GET " + path, "Authorization: Bearer 0123456789abcdeg")) {
        assertEquals(401, answer.status, path);
        assertEquals("Bearer", answer.headers.get("www-authenticate"));
      }
    }
    assertEquals(401, page.status("GET /state", AUTHORIZATION, "Authorization: Bearer x"));
  }

  @Test
  void whatThreadsDoIsForThoseWithTheToken() throws Exception {
    page.close();
    page =
        RunningPage.with(
            builder -> builder, host -> host.background("waiting", context -> context.awaitStop()));
    assertEquals(401, page.status("GET /services/waiting/threads"));
    assertEquals(404, page.status("GET /services/nothing/threads", AUTHORIZATION));
    String threads = page.body("GET /services/waiting/threads", AUTHORIZATION);
    assertTrue(threads.contains("awaitStop"), threads);
    assertTrue(
        page.body("GET /services/upper/threads", AUTHORIZATION)
            .contains("none of its code is running"));
  }
}
