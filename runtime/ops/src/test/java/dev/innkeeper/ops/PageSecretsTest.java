package dev.innkeeper.ops;

import static dev.innkeeper.ops.RunningPage.AUTHORIZATION;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.innkeeper.runtime.Host;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** A token that a page has made opens that page and no other, and is not in the log. */
class PageSecretsTest {

  @Test
  void eachPageMakesATokenOfItsOwn() throws Exception {
    try (LogLines log = LogLines.of(OpsPage.class)) {
      OpsPage first = OpsPage.on("127.0.0.1", 0).build();
      OpsPage second = OpsPage.on("127.0.0.1", 0).build();
      try (Host one = Host.builder("one").install(first).build();
          Host other = Host.builder("other").install(second).build()) {
        String token = tokenPrintedBy(one);
        String otherToken = tokenPrintedBy(other);
        assertNotEquals(token, otherToken);
        assertEquals(List.of(200, 401), statuses(token, first, second));
        assertEquals(List.of(401, 200), statuses(otherToken, first, second));
        assertEquals(
            List.of(
                "INFO one: the operations page is at http://127.0.0.1:" + first.port() + "/",
                "INFO other: the operations page is at http://127.0.0.1:" + second.port() + "/"),
            log.lines());
      }
    }
  }

  @Test
  void aSlashMoreOpensNothing() throws Exception {
    try (RunningPage page = RunningPage.beyondLoopback()) {
      for (String path : List.of("/state/", "/events/", "/services/upper/threads/")) {
        assertEquals(404, page.status("GET " + path), path);
        assertEquals(404, page.status("GET " + path, AUTHORIZATION), path);
      }
      // To the JDK's server of 21 that is a host without a path.
      Set<Integer> nothing = Set.of(400, 404);
      assertTrue(nothing.contains(page.status("GET //state")));
      assertTrue(nothing.contains(page.status("GET //state", AUTHORIZATION)));
    }
  }

  private static String tokenPrintedBy(Host host) {
    PrintStream before = System.err;
    ByteArrayOutputStream printed = new ByteArrayOutputStream();
    System.setErr(new PrintStream(printed, true, UTF_8));
    try {
      host.start();
    } finally {
      System.setErr(before);
    }
    String line =
        printed
            .toString(UTF_8)
            .lines()
            .filter(l -> l.contains("#token="))
            .findFirst()
            .orElseThrow();
    return line.substring(line.indexOf("#token=") + "#token=".length());
  }

  private static List<Integer> statuses(String token, OpsPage first, OpsPage second)
      throws Exception {
    return List.of(status(token, first), status(token, second));
  }

  private static int status(String token, OpsPage page) throws Exception {
    try (RawHttp answer =
        new RawHttp(page.port(), "GET /state", "Authorization: Bearer " + token)) {
      return answer.status;
    }
  }
}
