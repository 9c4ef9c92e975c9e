package dev.innkeeper.samples.shop;

import static dev.innkeeper.samples.shop.ApiClient.APPLES;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The shop's operations page in Chromium: that it is the shop's, and for those who may see it. */
class ShopPageIT {

  private static final String TOKEN = "0123456789abcdef";
  private static final String RUNNING = "#services .state[data-state='running']";
  private static final int SERVICES = 9;

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
    shop =
        new Shop(
            ShopConfig.of(
                List.of(
                    "--port=0",
                    "--page-port=0",
                    "--page-token=" + TOKEN,
                    "--database=" + Database.H2.formatted(folder.resolve("shop"))),
                Map.of()));
    shop.host().start();
    browser.console(); // what it said before is not for this test
  }

  @AfterEach
  void closeShop() {
    shop.host().close();
  }

  @Test
  void theFiguresFollowAnOrder() throws Exception {
    browser.visit(address("/#token=" + TOKEN));
    browser.awaitCount(RUNNING, SERVICES);
    assertFalse(browser.page().contains(TOKEN), browser::page);
    browser.awaitText("#figures", "Orders\n0\nMails sent\n0\nMail server\nthere");

    assertEquals(201, order());

    browser.awaitText("#figures", "Orders\n1\nMails sent\n1\nMail server\nthere");
    browser.click("button[aria-label='run now report']");
    browser.awaitText("#jobs tr[data-name='report'] td[data-title='Last run']", "succeeded");
    assertEquals(List.of(), browser.console());
  }

  @Test
  void theShopServesAgainAfterARestartOfItsDatabase() throws Exception {
    browser.visit(address("/#token=" + TOKEN));
    browser.click("button[aria-label='restart database']");
    browser.awaitText("#confirm", "Others depend on it, and are restarted with it: migrations");
    browser.click("#confirm-yes");
    browser.awaitText("#services tr[data-name='http'] td[data-title='Restarts']", "1");
    browser.awaitCount(RUNNING, SERVICES);
    assertEquals(201, order());
  }

  @Test
  void withoutItsTokenThereIsNothingToPress() throws Exception {
    browser.visitAsStranger(address(""));
    browser.awaitCount(RUNNING, SERVICES);
    assertEquals(0, browser.count("table button"), browser::page);
    browser.awaitCount("#token-form", 1);
  }

  @Test
  void itsStopIsSeen() throws Exception {
    browser.visit(address("/#token=" + TOKEN));
    browser.awaitCount(RUNNING, SERVICES);
    shop.host().close();
    browser.awaitText("#link", "the host has stopped");
    browser.awaitText("#stop-words", "shop stopped in");
    browser.awaitCount("#steps .state[data-state='stopped']", SERVICES);
  }

  private int order() throws Exception {
    try (ApiClient client = new ApiClient(shop.port())) {
      return client.post(APPLES).statusCode();
    }
  }

  private String address(String end) {
    return "http://127.0.0.1:" + shop.pagePort() + end;
  }
}
