package dev.innkeeper.samples.shop;

import static dev.innkeeper.samples.shop.RunningPage.AUTHORIZATION;
import static dev.innkeeper.samples.shop.RunningPage.TOKEN;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.innkeeper.runtime.report.ServiceState;
import dev.innkeeper.samples.Await;
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
    assertEquals(0, page.host().service("upper").restarts());
  }

  @Test
  void whatComesFromAFailureIsForThoseWithTheToken() throws Exception {
    assertEquals(200, page.status("POST /jobs/job/run", AUTHORIZATION));
    Await.until(
        () -> page.body("GET /state").contains("\"failures\":1"), () -> page.body("GET /state"));
    try (RawHttp stream = page.send("GET /events");
        RawHttp open = page.send("GET /events", AUTHORIZATION)) {
      for (String shown : List.of(page.body("GET /state"), String.valueOf(stream.next()))) {
        assertTrue(shown.contains("\"hasFailed\":true"), shown);
        assertFalse(shown.contains("secret"), shown);
        assertFalse(shown.contains("Exception"), shown);
        assertFalse(shown.contains("operations\":[\""), shown);
        assertFalse(shown.contains("canRun\":true"), shown);
      }
      for (String shown :
          List.of(page.body("GET /state", AUTHORIZATION), String.valueOf(open.next()))) {
        // the service's and the job's, each with its message and its stack; and two events
        assertEquals(6, shown.split("secret", -1).length - 1, shown);
        assertFalse(shown.contains("<"), shown);
        assertTrue(shown.contains("at dev.innkeeper.samples.shop.RunningPage"), shown);
      }
    }
  }

  @Test
  void beyondLoopbackNothingIsShownWithoutTheToken() throws Exception {
    page.close();
    page = RunningPage.beyondLoopback();
    assertEquals(200, page.status("GET /"));
    for (String path : List.of("/state", "/events", "/state/", "/events/")) {
      assertEquals(401, page.status("GET " + path), path);
    }
    assertEquals(200, page.status("GET /state", AUTHORIZATION));
  }
}
