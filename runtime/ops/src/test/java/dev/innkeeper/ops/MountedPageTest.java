package dev.innkeeper.ops;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.innkeeper.runtime.Host;
import dev.innkeeper.runtime.report.ServiceState;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The page in another server: all checks hold there as well. */
class MountedPageTest {

  /** A request, with its answer. */
  private static final class Request implements OpsExchange {

    private final String method;
    private final String path;
    private final List<String> headers;
    private final byte[] body;
    private int status;
    private Map<String, String> answered = Map.of();
    private final ByteArrayOutputStream answer = new ByteArrayOutputStream();

    Request(String request, int length, String... headers) {
      String[] parts = request.split(" ", -1);
      this.method = parts[0];
      this.path = parts[1];
      this.headers = List.of(headers);
      this.body = new byte[length];
    }

    @Override
    public String method() {
      return method;
    }

    @Override
    public String path() {
      return path;
    }

    @Override
    public List<String> headers(String name) {
      Stream<String> all = headers.stream();
      return all.filter(header -> header.startsWith(name + ": "))
          .map(header -> header.substring(name.length() + 2))
          .toList();
    }

    @Override
    public InputStream body() {
      return new ByteArrayInputStream(body);
    }

    @Override
    public OutputStream respond(int answeredStatus, Map<String, String> answeredHeaders) {
      status = answeredStatus;
      answered = answeredHeaders;
      return answer;
    }
  }

  private static final String HOST = "Host: ops.example.com";

  private final OpsPage page =
      OpsPage.mounted().token(RunningPage.TOKEN).names("ops.example.com").build();
  private final OpsHandler handler = page.handler();
  private final Host host = Host.builder("shop").install(page).add("upper", context -> {}).build();

  @AfterEach
  void close() {
    host.close();
  }

  private int status(String request, String... headers) throws Exception {
    return status(request, 0, headers);
  }

  private int status(String request, int length, String... headers) throws Exception {
    Request sent = new Request(request, length, headers);
    handler.handle(sent);
    assertTrue(
        sent.answered.getOrDefault("Content-Security-Policy", "").startsWith("default-src 'none'"));
    assertEquals("no-store", sent.answered.get("Cache-Control"));
    return sent.status;
  }

  @Test
  void nothingIsShownOrDoneWithoutTheToken() throws Exception {
    host.start();
    assertEquals(200, status("GET /", HOST));
    assertEquals(401, status("GET /state", HOST));
    assertEquals(401, status("GET /events", HOST));
    assertEquals(401, status("GET /services/upper/threads", HOST));
    assertEquals(401, status("POST /services/upper/stop", HOST));
    assertEquals(200, status("GET /state", HOST, RunningPage.AUTHORIZATION));
    assertEquals(ServiceState.RUNNING, host.service("upper").state());
  }

  @Test
  void allChecksHold() throws Exception {
    host.start();
    String token = RunningPage.AUTHORIZATION;
    assertEquals(403, status("GET /state", "Host: evil.example", token));
    assertEquals(403, status("GET /state", token));
    assertEquals(403, status("GET /state", "Host: ", token));
    assertEquals(403, status("GET /state", HOST, "Host: evil.example", token));
    String order = "POST /services/upper/stop";
    assertEquals(403, status(order, HOST, token, "Origin: https://evil.example"));
    assertEquals(403, status(order, HOST, token, "Sec-Fetch-Site: cross-site"));
    assertEquals(400, status(order, HOST, token, "X-HTTP-Method-Override: GET"));
    assertEquals(413, status(order, 1025, HOST, token));
    assertEquals(405, status("DELETE /services/upper/stop", HOST, token));
    assertEquals(405, status("GET /services/upper/stop", HOST, token));
    assertEquals(400, status("GET state", HOST, token));
    assertEquals(ServiceState.RUNNING, host.service("upper").state());
    assertEquals(200, status(order, HOST, token, "Origin: https://ops.example.com"));
    assertEquals(ServiceState.STOPPED, host.service("upper").state());
  }

  @Test
  void beforeItsHostHasStartedItIsUnavailableAndAfterwardsItShowsTheEnd() throws Exception {
    String token = RunningPage.AUTHORIZATION;
    assertEquals(503, status("GET /state", HOST, token));
    assertEquals(503, status("POST /services/upper/stop", HOST, token));
    host.start();
    host.stop();
    Request sent = new Request("GET /state", 0, HOST, token);
    handler.handle(sent);
    assertTrue(
        sent.answer.toString(UTF_8).contains("\"state\":\"STOPPED\""), sent.answer::toString);
    assertEquals(200, status("GET /events", HOST, token)); // one snapshot, the last
    assertEquals(409, status("POST /services/upper/start", HOST, token));
    assertEquals(409, status("POST /services/upper/restart", HOST, token));
  }
}
