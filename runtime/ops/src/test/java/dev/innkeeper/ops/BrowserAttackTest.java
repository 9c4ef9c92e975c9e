package dev.innkeeper.ops;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.innkeeper.runtime.report.ServiceState;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What a foreign page in the same browser can do to an operator's page: nothing. */
@Tag("once")
class BrowserAttackTest {

  private static Browser browser;
  private static HttpServer foreign;
  private static RunningPage page;

  @BeforeAll
  static void open() throws Exception {
    Optional<Browser> found = Browser.open();
    assumeTrue(
        found.isPresent(), "no browser and driver: apt-get install chromium chromium-driver");
    browser = found.get();
    page = RunningPage.onLoopback();
    foreign = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    foreign.createContext("/", BrowserAttackTest::answer);
    foreign.start();
  }

  private static void answer(HttpExchange http) throws IOException {
    byte[] text = "<!doctype html><title>foreign</title>".getBytes(UTF_8);
    http.getResponseHeaders().set("Content-Type", "text/html");
    http.sendResponseHeaders(200, text.length);
    http.getResponseBody().write(text);
    http.close();
  }

  @AfterAll
  static void close() throws Exception {
    if (browser != null) {
      browser.close();
      page.close();
      foreign.stop(0);
    }
  }

  private static String address(String path) {
    return "http://127.0.0.1:" + page.page.port() + path;
  }

  private static String attack(String script) throws Exception {
    browser.visit("http://localhost:" + foreign.getAddress().getPort() + "/");
    return browser.ask(script.replace("PAGE", address("")));
  }

  private static void assertNothingWasDone() {
    assertEquals(ServiceState.RUNNING, page.state("upper"));
    assertEquals(0, page.host.service("upper").restarts());
    assertEquals(0, page.job.status().runs());
  }

  @Test
  void itCannotOrderAnythingEvenIfItKnowsTheToken() throws Exception {
    assertEquals(
        "blocked",
        attack(
            "fetch('PAGE/services/upper/stop', { method: 'POST', headers: { Authorization:"
                + " 'Bearer 0123456789abcdef' } }).then(r => r.status, () => 'blocked')"));
    attack("fetch('PAGE/services/upper/stop', { method: 'POST', mode: 'no-cors' }).catch(() => 0)");
    attack("fetch('PAGE/jobs/job/run', { method: 'POST', mode: 'no-cors' }).catch(() => 0)");
    assertNothingWasDone();
  }

  @Test
  void itCannotPostAForm() throws Exception {
    attack(
        "(() => { const form = document.createElement('form'); form.method = 'post';"
            + " form.action = 'PAGE/services/upper/restart'; document.body.append(form);"
            + " form.submit(); })()");
    Await.until(
        () -> browser.text("body").contains("requests from another origin are refused"),
        () -> browser.page());
    assertNothingWasDone();
  }

  @Test
  void itCannotReadAnythingOrTakeAPlace() throws Exception {
    assertEquals("blocked", attack("fetch('PAGE/state').then(r => r.text(), () => 'blocked')"));
    for (int i = 0; i < PageStreams.MOST; i++) {
      attack("fetch('PAGE/events', { mode: 'no-cors' }).catch(() => 0)");
    }
    assertEquals(200, page.status("HEAD /events"));
  }

  @Test
  void itCannotFrameThePageOrRunItsScripts() throws Exception {
    browser.console();
    attack(
        "new Promise(done => { const frame = document.createElement('iframe');"
            + " frame.onload = done; frame.src = 'PAGE/'; document.body.append(frame); })");
    List<String> said = browser.console();
    assertTrue(said.stream().anyMatch(line -> line.contains("frame")), said::toString);
    assertEquals(
        "blocked",
        attack(
            "new Promise(done => { const script = document.createElement('script');"
                + " script.onload = () => done('ran'); script.onerror = () => done('blocked');"
                + " script.src = 'PAGE/words.js'; document.body.append(script); })"));
  }

  @Test
  void aNameThatItHasMadeToPointHereGainsNothing() throws Exception {
    browser.visit("http://evil.example:" + page.page.port() + "/");
    assertTrue(browser.text("body").contains("this host name is not allowed"), browser.page());
    assertEquals("403", browser.ask("fetch('/state').then(r => r.status, e => e.name)"));
    assertNothingWasDone();
  }
}
