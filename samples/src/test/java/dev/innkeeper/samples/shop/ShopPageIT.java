package dev.innkeeper.samples.shop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.innkeeper.runtime.Host;
import dev.innkeeper.runtime.service.FailurePolicy;
import dev.innkeeper.samples.Await;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The shop's page in Chromium: what one sees, and what one's clicks do. */
class ShopPageIT {

  private static final String TOKEN = "0123456789abcdef";
  private static final String RUNNING = "#services .state[data-state='running']";

  private static Browser browser;

  @TempDir Path folder;

  private Shop shop;

  @BeforeAll
  static void openBrowser() {
    Optional<Browser> found = Browser.open();
    assumeTrue(
        found.isPresent(),
        "no browser and driver on PATH: apt-get install chromium chromium-driver");
    browser = found.get();
  }

  @AfterAll
  static void closeBrowser() {
    if (browser != null) {
      browser.close();
    }
  }

  @BeforeEach
  void openShop() {
    shop = startedAt(0);
    browser.console(); // what it said before is not for this test
  }

  private Shop startedAt(int pagePort) {
    Shop started =
        new Shop(
            ShopConfig.of(
                List.of(
                    "--port=0",
                    "--page-port=" + pagePort,
                    "--page-token=" + TOKEN,
                    "--database=" + Database.H2.formatted(folder.resolve("shop"))),
                Map.of()));
    started.host().start();
    return started;
  }

  @AfterEach
  void closeShop() {
    shop.host().close();
  }

  @Test
  void aServiceThatIsStoppedIsSeenToStopWithThoseThatNeedIt() throws Exception {
    browser.visit(address(TOKEN));
    browser.awaitCount(RUNNING, 10);
    assertFalse(browser.page().contains(TOKEN), browser::page);
    assertEquals("–", browser.text(restartsOf("prices")));

    browser.click(button("stop prices"));
    browser.awaitText("#confirm", "Others depend on it, and are stopped first: http.");
    browser.click("#confirm-yes");
    browser.awaitText(stateOf("prices"), "stopped");
    browser.awaitText(stateOf("http"), "stopped");
    browser.awaitCount(RUNNING, 8);
    browser.awaitText("#said", "prices is stopped");
    browser.awaitCount(button("stop prices"), 0);

    browser.click(button("start http"));
    browser.awaitText("#confirm", "It depends on others, which are started first: prices.");
    browser.click("#confirm-yes");
    browser.awaitCount(RUNNING, 10);

    browser.click(button("restart activity"));
    browser.awaitText(restartsOf("activity"), "1");
    browser.awaitText(stateOf("activity"), "running");
    assertEquals(List.of(), browser.console());
  }

  @Test
  void whoThinksBetterOfItStopsNothing() throws Exception {
    browser.visit(address(TOKEN));
    browser.click(button("stop database"));
    browser.awaitText("#confirm", "Stop database?");
    browser.click("#confirm button[value='no']");
    browser.awaitCount("#confirm", 0);
    browser.click(button("run now report"));
    browser.awaitText("#jobs tr[data-name='report'] td[data-title='Last run']", "succeeded");
    browser.awaitCount(RUNNING, 10);
  }

  @Test
  void ticksAndCountsMove() throws Exception {
    browser.visit(address(TOKEN));
    browser.awaitText("#ticks tr[data-name='prices']", " ms");
    browser.awaitText("#orders", "0");
    browser.awaitText("#waiting", "0");
    browser.awaitText("#mail-server", "there");
    String first = browser.text(lastTickOf("page"));
    Await.until(() -> !browser.text(lastTickOf("page")).equals(first), browser::page);
  }

  @Test
  void withoutTheTokenThereIsNothingToPress() throws Exception {
    browser.visitAsStranger("http://127.0.0.1:" + shop.pagePort());
    browser.awaitCount(RUNNING, 10);
    assertEquals(0, browser.count("table button"), browser::page);
    browser.awaitCount("#token-form", 1);
  }

  @Test
  void aTokenThatIsNotTheRightOneIsSaidAndForgotten() throws Exception {
    browser.visit(address("fedcba9876543210"));
    browser.awaitText("#problem", "The token is not, or no longer, the right one");
    browser.awaitCount(RUNNING, 10);
    assertEquals(0, browser.count("table button"), browser::page);
  }

  @Test
  void itSaysThatTheShopHasStoppedAndFindsItAgain() throws Exception {
    browser.visit(address(TOKEN));
    browser.awaitCount(RUNNING, 10);
    int port = shop.pagePort();
    shop.host().close();
    browser.awaitText("#link", "the shop has stopped");
    browser.awaitText("#host-state", "stopped");
    browser.awaitText(stateOf("database"), "stopped");

    shop = startedAt(port);
    browser.awaitText("#link", "live");
    browser.awaitCount(RUNNING, 10);
  }

  @Test
  void aPhoneDoesNotScrollSideways() throws Exception {
    browser.beAsWideAs(390);
    browser.visit(address(TOKEN));
    browser.awaitCount(RUNNING, 10);
    assertEquals(390L, browser.ask("document.documentElement.scrollWidth"), browser::page);
    browser.beAsWideAs(1280);
  }

  @Test
  void whatAFailureSaysIsText() throws Exception {
    Host[] host = new Host[1]; // the page asks for the host that it is in
    Watched watched =
        new Watched(
            () -> host[0],
            "failing",
            "page",
            Map.of(),
            Map.of(),
            () -> new Watched.Figures(0, 0, null, "there"),
            InstantSource.system());
    Page page =
        new Page(
            new PageConfig("127.0.0.1", 0, true, TOKEN, false, List.of()), watched, new Ticks());
    host[0] =
        Host.builder("failing")
            .add("page", page)
            .background("bad", context -> fail(), s -> s.onFailure(FailurePolicy.ignore()))
            .listener(page)
            .build();
    host[0].start();
    try {
      browser.visit("http://127.0.0.1:" + page.port() + "/#token=" + TOKEN);
      browser.awaitText(stateOf("bad"), "failed");
      browser.awaitText("tr[data-name='bad'] summary", "<b>bold</b><script>alert(1)</script>");
      browser.awaitText("#events", "<b>bold</b>");
      browser.click("tr[data-name='bad'] summary");
      browser.awaitText("tr[data-name='bad'] pre", "ShopPageIT.fail");
      assertEquals(0, browser.count("tr[data-name='bad'] b"));
      assertEquals(1L, browser.ask("document.scripts.length"));

      browser.visitAsStranger("http://127.0.0.1:" + page.port());
      browser.awaitText("tr[data-name='bad'] .failure", "the token shows it");
      assertFalse(browser.page().contains("bold"), browser::page);
    } finally {
      host[0].close();
    }
  }

  private static void fail() {
    throw new IllegalStateException("<b>bold</b><script>alert(1)</script>");
  }

  private String address(String token) {
    return "http://127.0.0.1:" + shop.pagePort() + "/#token=" + token;
  }

  private static String button(String label) {
    return "button[aria-label='" + label + "']";
  }

  private static String stateOf(String service) {
    return "#services tr[data-name='" + service + "'] .state";
  }

  private static String restartsOf(String service) {
    return "#services tr[data-name='" + service + "'] td[data-title='Restarts']";
  }

  private static String lastTickOf(String service) {
    return "#ticks tr[data-name='" + service + "'] td[data-title='Last due']";
  }
}
