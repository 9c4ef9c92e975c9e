package dev.innkeeper.ops;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.innkeeper.runtime.report.Health;
import dev.innkeeper.runtime.report.HostState;
import dev.innkeeper.runtime.report.ServiceState;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What is answered of a host. */
class ProbedHostTest {

  private final FakeHost host = new FakeHost();
  private final ProbedHost probed = new ProbedHost(host, false);
  private final ProbedHost talkative = new ProbedHost(host, true);

  private static String text(ProbedHost of, String path) {
    Answer answer = of.answer(new Request.Question(path, true, false));
    assertEquals("text/plain", answer.contentType());
    return answer.status() + ": " + answer.body().stripTrailing();
  }

  private String text(String path) {
    return text(probed, path);
  }

  private static String json(ProbedHost of, String path) {
    Answer answer = of.answer(new Request.Question(path, true, true));
    assertEquals("application/json", answer.contentType());
    return answer.status() + ": " + answer.body().stripTrailing();
  }

  private void stands(HostState state, boolean ready) {
    host.state = state;
    host.ready = ready;
  }

  @Test
  void isWellWhileItRuns() {
    assertEquals("200 OK: live", text("/livez"));
    assertEquals("200 OK: ready", text("/readyz"));
    assertEquals("200 OK: started", text("/startupz"));
    assertEquals("200 OK: the host (running): up", text("/healthz"));
  }

  @Test
  void isLiveFromItsStartUntilItHasStopped() {
    stands(HostState.NEW, false);
    assertEquals("503 Service Unavailable: not live: the host has not started", text("/livez"));
    for (HostState state : List.of(HostState.STARTING, HostState.RUNNING, HostState.STOPPING)) {
      stands(state, false);
      assertEquals("200 OK: live", text("/livez"));
    }
    stands(HostState.STOPPED, false);
    assertEquals("503 Service Unavailable: not live: the host has stopped", text("/livez"));
  }

  @Test
  void tellsWhatItsStartWaitsFor() {
    stands(HostState.STARTING, false);
    assertEquals("503 Service Unavailable: not ready: the host is starting", text("/readyz"));
    host.services =
        List.of(
            FakeService.running("db"),
            FakeService.unready("inbox", ServiceState.STARTING),
            FakeService.unready("mails", ServiceState.NEW));
    assertEquals(
        "503 Service Unavailable: not ready: waiting for inbox (starting), mails (new)",
        text("/readyz"));
    assertEquals(
        "503 Service Unavailable: not started: waiting for inbox (starting), mails (new)",
        text("/startupz"));
  }

  @Test
  void namesThreeServicesThatItWaitsFor() {
    stands(HostState.RUNNING, false);
    host.services =
        List.of(
            FakeService.unready("a", ServiceState.RESTARTING),
            new FakeService("b", ServiceState.RUNNING, Health.down("secret"), false),
            new FakeService("c\n", ServiceState.START_ABORTED, Health.degraded("secret"), false),
            FakeService.unready("d", ServiceState.FAILED),
            FakeService.unready("e", ServiceState.FAILED));
    assertEquals(
        "503 Service Unavailable: not ready: waiting for a (restarting), b (running, down),"
            + " c\\u000a (start aborted, degraded) and 2 more",
        text("/readyz"));
  }

  @Test
  void tellsADrainFromAStop() {
    stands(HostState.RUNNING, false);
    assertEquals("503 Service Unavailable: not ready: a drain was requested", text("/readyz"));
    host.stopReason = Optional.of("secret");
    assertEquals("503 Service Unavailable: not ready: a stop was requested", text("/readyz"));
    stands(HostState.STOPPING, false);
    host.services = List.of(FakeService.unready("a", ServiceState.STOPPED));
    assertEquals("503 Service Unavailable: not ready: the host is stopping", text("/readyz"));
    stands(HostState.STOPPED, false);
    assertEquals("503 Service Unavailable: not ready: the host has stopped", text("/readyz"));
  }

  @ParameterizedTest
  @EnumSource(names = {"STOPPING", "STOPPED"})
  void hasStartedForGood(HostState later) {
    host.onStarted.run(); // of talkative, which was made last
    stands(later, false);
    assertEquals("200 OK: started", text(talkative, "/startupz"));
  }

  @ParameterizedTest
  @EnumSource(names = {"STOPPING", "STOPPED"})
  void hasStartedForGoodIfAProbeWasToldSo(HostState later) {
    assertEquals("200 OK: started", text("/startupz"));
    stands(later, false);
    assertEquals("200 OK: started", text("/startupz"));
  }

  @Test
  void hasNotStartedIfItWasStoppedBefore() {
    stands(HostState.STARTING, false);
    assertEquals("503 Service Unavailable: not started: the host is starting", text("/startupz"));
    stands(HostState.STOPPING, false);
    assertEquals("503 Service Unavailable: not started: the host is stopping", text("/startupz"));
    stands(HostState.STOPPED, false);
    assertEquals("503 Service Unavailable: not started: the host has stopped", text("/startupz"));
  }

  @Test
  void worksUnlessItIsDown() {
    host.health = Health.degraded("secret");
    host.services =
        List.of(
            FakeService.running("db"),
            new FakeService("inbox", ServiceState.RESTARTING, Health.degraded("secret"), false));
    assertEquals(
        "200 OK: the host (running): degraded\ndb (running): up\ninbox (restarting): degraded",
        text("/healthz"));
    host.health = Health.down("secret");
    assertEquals("503", text("/healthz").substring(0, 3));
  }

  @Test
  void tellsReasonsIfThatWasChosen() {
    host.health = Health.down("db: no\nconnection");
    host.services = List.of(FakeService.running("db", Health.down("n\u00f6 ".repeat(200))));
    assertEquals(
        "503 Service Unavailable: the host (running): down: db: no\\u000aconnection\n"
            + "db (running): down: "
            + "n\u00f6 ".repeat(200).substring(0, 200)
            + "...",
        text(talkative, "/healthz"));
  }

  @Test
  void isAskedForOneService() {
    host.services =
        List.of(
            FakeService.running("db"),
            FakeService.running("inbox", Health.degraded("secret")),
            FakeService.running("mails", Health.down("secret")),
            FakeService.running("a/b \u00fc?"));
    assertEquals("200 OK: db (running): up", text("/healthz/db"));
    assertEquals("200 OK: inbox (running): degraded", text("/healthz/inbox"));
    assertEquals("503 Service Unavailable: mails (running): down", text("/healthz/mails"));
    assertEquals("200 OK: a/b \u00fc? (running): up", text("/healthz/a%2Fb%20%C3%BC%3F"));
    assertEquals("200 OK: a/b \u00fc? (running): up", text("/healthz/a/b%20%c3%bc%3f"));
    for (String unknown : List.of("dB", "db/", "", "%64b%20", "a+b")) {
      assertEquals(
          "404 Not Found: no service has this name: /healthz lists them",
          text("/healthz/" + unknown));
    }
    assertEquals("400 Bad Request: the name is not percent-encoded UTF-8", text("/healthz/db%"));
  }

  @Test
  void listsItsPathsWhenItIsAskedForAnother() {
    for (String path : List.of("/", "/livez/", "/Livez", "/health", "/healthz%2Fdb", "//livez")) {
      assertEquals(
          "404 Not Found: not found:"
              + " the paths are /livez /readyz /startupz /healthz /healthz/NAME",
          text(path));
    }
  }

  @Test
  void isTheSameJsonOnAllPathsOfTheHost() {
    host.services =
        List.of(
            FakeService.running("db"),
            new FakeService("in \"b\\ox\u2028", ServiceState.FAILED, Health.down("secret"), false));
    stands(HostState.RUNNING, false);
    host.health = Health.down("secret");
    String json =
        "{\"host\":\"orders\",\"state\":\"RUNNING\",\"live\":true,\"ready\":false,"
            + "\"started\":true,\"health\":{\"status\":\"DOWN\"},\"services\":["
            + "{\"name\":\"db\",\"state\":\"RUNNING\",\"health\":{\"status\":\"UP\"},"
            + "\"ready\":true,\"since\":\"2026-12-01T08:00:00Z\"},"
            + "{\"name\":\"in \\\"b\\\\ox\\u2028\",\"state\":\"FAILED\","
            + "\"health\":{\"status\":\"DOWN\"},\"ready\":false,"
            + "\"since\":\"2026-12-01T08:00:00Z\"}]}";
    assertEquals("200 OK: " + json, json(probed, "/livez"));
    assertEquals("503 Service Unavailable: " + json, json(probed, "/readyz"));
    assertEquals("200 OK: " + json, json(probed, "/startupz"));
    assertEquals("503 Service Unavailable: " + json, json(probed, "/healthz"));
  }

  @Test
  void isJsonOfOneServiceOnItsPath() {
    host.services = List.of(FakeService.running("db", Health.down("no \"x\"\n\u0001")));
    assertEquals(
        "503 Service Unavailable: {\"name\":\"db\",\"state\":\"RUNNING\","
            + "\"health\":{\"status\":\"DOWN\",\"reason\":\"no \\\"x\\\"\\u000a\\u0001\"},"
            + "\"ready\":true,\"since\":\"2026-12-01T08:00:00Z\"}",
        json(talkative, "/healthz/db"));
  }

  @Test
  void isJsonWithoutServices() {
    stands(HostState.STARTING, false);
    assertEquals(
        "200 OK: {\"host\":\"orders\",\"state\":\"STARTING\",\"live\":true,\"ready\":false,"
            + "\"started\":false,\"health\":{\"status\":\"UP\",\"reason\":\"\"},\"services\":[]}",
        json(talkative, "/livez"));
  }
}
