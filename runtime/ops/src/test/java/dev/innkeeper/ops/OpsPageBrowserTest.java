package dev.innkeeper.ops;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.innkeeper.runtime.Host;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.openqa.selenium.Keys;

/** The page in Chromium: what one sees, and what one's clicks do. */
@Tag("once")
class OpsPageBrowserTest {

  private static final String RUNNING = "#services .state[data-state='running']";

  /** Where pictures go, if somebody wants to look at them. */
  private static final @Nullable String SHOTS = System.getProperty("innkeeper.shots");

  private static Browser browser;

  private final Town town = new Town();
  private OpsPage page = Town.page().build();
  private Host host = town.small(page).build();

  @BeforeAll
  static void openBrowser() throws Exception {
    Optional<Browser> found = Browser.open();
    assumeTrue(
        found.isPresent(), "no browser and driver: apt-get install chromium chromium-driver");
    browser = found.get();
  }

  @AfterAll
  static void closeBrowser() throws Exception {
    if (browser != null) {
      browser.close();
    }
  }

  private void start() throws Exception {
    host.start();
    browser.beAsWideAs(1280, 800);
    browser.console(); // what it said before is not for this test
  }

  @AfterEach
  void closeHost() {
    town.release.countDown();
    host.close();
  }

  @Test
  void aServiceIsStoppedAndStartedTogetherWithThoseThatNeedIt() throws Exception {
    start();
    browser.visit(address(Town.TOKEN));
    browser.awaitCount(RUNNING, 8);
    assertFalse(browser.page().contains(Town.TOKEN), browser.page());

    browser.click(button("stop prices"));
    browser.awaitText("#confirm", "Others depend on it, and are stopped first: http.");
    browser.click("#confirm-yes");
    browser.awaitText(stateOf("prices"), "stopped");
    browser.awaitText(stateOf("http"), "stopped");
    browser.awaitText("[data-node='prices'] .node-state", "stopped");
    browser.awaitText("#said", "prices is stopped");
    browser.awaitCount(button("stop prices"), 0);

    browser.click(button("start http"));
    browser.awaitText("#confirm", "It depends on others, which are started first: prices.");
    browser.click("#confirm-yes");
    browser.awaitCount(RUNNING, 8);

    browser.click(button("restart metrics"));
    browser.awaitText("#services tr[data-name='metrics'] td[data-title='Restarts']", "1");
    assertSaysNothing();
  }

  @Test
  void aChangeOfMindStopsNothing() throws Exception {
    start();
    browser.visit(address(Town.TOKEN));
    browser.click(button("stop database"));
    browser.awaitText("#confirm", "Stop database?");
    browser.click("#confirm button[value='no']");
    browser.awaitCount("#confirm", 0);
    browser.awaitCount(RUNNING, 8);
  }

  @Test
  void jobsAreRunPausedAndResumed() throws Exception {
    start();
    town.fill();
    browser.visit(address(Town.TOKEN));
    browser.click(button("run now report"));
    browser.awaitText("#jobs tr[data-name='report'] td[data-title='Last run']", "succeeded");
    browser.click(button("pause report"));
    browser.awaitText("#jobs tr[data-name='report'] td[data-title='Next']", "paused");
    browser.click(button("resume report"));
    browser.awaitCount(button("pause report"), 1);
    browser.awaitText("#jobs tr[data-name='report'] td[data-title='Runs']", "1");
    browser.click(button("run now reminders poll <feed>"));
    browser.awaitText("#jobs tr[data-name*='poll <feed>']", "succeeded");
    assertSaysNothing();
  }

  @Test
  void aFailedJobIsPutBack() throws Exception {
    start();
    browser.visit(address(Town.TOKEN));
    town.mails.submit("bad");
    browser.awaitText("#failed-jobs", "550 <b>no such mailbox</b>");
    browser.click("#failed-jobs button");
    browser.awaitText("#failed-jobs", "mails#2");
    browser.click("#failed-jobs button");
    browser.awaitText("#failed-jobs", "mails#3");
    assertEquals("1", browser.count("#failed-jobs tbody tr"));
    browser.click("#failed-jobs button");
    browser.awaitText("#queues td[data-title='Succeeded']", "1");
    browser.awaitCount("#failed-jobs tbody tr", 0);
    assertSaysNothing();
  }

  @Test
  void withoutTheTokenThereIsNothingToPress() throws Exception {
    start();
    browser.visitAsStranger("http://127.0.0.1:" + page.port());
    browser.awaitCount(RUNNING, 8);
    assertEquals("0", browser.count("table button"), browser.page());
    assertEquals("1", browser.count("#token-form"));
    browser.awaitText("tr[data-name='inbox'] .failure", "the token shows it");
    assertFalse(browser.page().contains("bold"), browser.page());
  }

  @Test
  void aTokenThatIsNotTheRightOneIsSaidAndForgotten() throws Exception {
    start();
    browser.visit(address("fedcba9876543210"));
    browser.awaitText("#problem", "The token is not, or no longer, the right one");
    browser.awaitCount(RUNNING, 8);
    assertEquals("0", browser.count("table button"), browser.page());
  }

  @Test
  void whatAFailureSaysIsText() throws Exception {
    start();
    browser.visit(address(Town.TOKEN));
    browser.awaitText("tr[data-name='inbox'] summary", "<b>bold</b><script>alert(1)</script>");
    browser.awaitText("#events", "<b>bold</b>");
    browser.click("tr[data-name='inbox'] summary");
    browser.awaitText("tr[data-name='inbox'] pre", "Town.lambda");
    assertEquals("0", browser.count("main b:not(#events li > b)"));
    assertEquals("1", browser.ask("document.scripts.length"));
    assertTrue(
        browser
            .ask("(() => { try { document.body.innerHTML = 'x' } catch (e) { return e.name } })()")
            .equals("TypeError"), // Trusted Types
        browser.page());
  }

  @Test
  void aServicesThreadsAreShownAndTheKeyboardClosesThem() throws Exception {
    start();
    browser.visit(address(Town.TOKEN));
    browser.click(button("threads of mails"));
    browser.awaitText("#threads", "shop/mails/worker-1 is here");
    browser.press(Keys.ESCAPE);
    browser.awaitCount("#threads", 0);
  }

  @Test
  void aNodeOfThePictureLeadsToItsService() throws Exception {
    start();
    browser.visit(address(Town.TOKEN));
    browser.awaitCount("#graph .node", 9);
    assertEquals("9", browser.ask("document.querySelectorAll('#graph .edge').length"));
    browser.ask("document.querySelector(\"#graph [data-node='mails']\").focus()");
    browser.press(Keys.ENTER);
    Await.until(
        () -> browser.ask("document.activeElement.dataset.name").equals("mails"), browser::page);
    assertSaysNothing();
  }

  @Test
  void aStopIsSeenAsItHappensAndTheHostIsFoundAgain() throws Exception {
    start();
    browser.visit(address(Town.TOKEN));
    browser.awaitCount(RUNNING, 8);
    int port = page.port();
    host.stop();
    browser.awaitText("#link", "the host has stopped");
    browser.awaitText("#host-state", "stopped");
    browser.awaitText("#steps tr[data-name='database']", "stopped");
    browser.awaitText("#stop-words", "shop stopped in");
    browser.awaitText(stateOf("database"), "stopped");
    assertEquals("0", browser.count("#services .buttons button:not(.threads)"));
    shoot("stopped");

    page = OpsPage.on("127.0.0.1", port).token(Town.TOKEN).build();
    host = new Town().small(page).build();
    host.start();
    browser.awaitText("#link", "live");
    browser.awaitCount(RUNNING, 8);
    browser.awaitCount("#stop", 0);
  }

  @Test
  void aReadOnlyPageHasNothingToPressAndSaysSo() throws Exception {
    page = Town.page().readOnly().build();
    host = town.small(page).build();
    start();
    browser.visit(address(Town.TOKEN));
    browser.awaitCount(RUNNING, 8);
    browser.awaitText("#read-only", "read-only");
    browser.awaitText("tr[data-name='inbox'] summary", "bold");
    assertEquals("0", browser.count("table button:not(.threads)"), browser.page());
  }

  @Test
  void nothingScrollsSidewaysOrOverlaps() throws Exception {
    start();
    town.fill();
    look("small", 8);
    host.close();
    page = Town.page().build();
    host = Town.forty(page).build();
    start();
    look("forty", 40);
  }

  private void look(String name, int services) throws Exception {
    for (String scheme : new String[] {"light", "dark"}) {
      browser.prefer(scheme);
      for (int width : new int[] {1280, 390}) {
        browser.beAsWideAs(width, 800);
        browser.visit(address(Town.TOKEN));
        browser.awaitCount(RUNNING, services);
        Await.until(
            () ->
                browser
                    .ask("document.querySelectorAll('#graph .node').length")
                    .equals(browser.ask("document.querySelectorAll('#services tbody tr').length")),
            browser::page);
        assertEquals(
            "true",
            browser.ask(
                "document.documentElement.scrollWidth <= document.documentElement.clientWidth"),
            browser.page());
        assertEquals("", browser.ask(OVERLAPS), name + " at " + width);
        shoot(name + "-" + width + "-" + scheme);
      }
    }
    browser.prefer("light");
  }

  /** The names of nodes that lie on others, and of texts that are wider than their nodes. */
  private static final String OVERLAPS =
      """
      (() => {
        const nodes = [...document.querySelectorAll('#graph .node')];
        const boxes = nodes.map(node => node.querySelector('rect').getBoundingClientRect());
        const on = (a, b) => a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;
        const bad = nodes.filter((node, i) => boxes.some((box, j) => i !== j && on(boxes[i], box)));
        const wide = nodes.filter((node, i) => [...node.querySelectorAll('text')]
          .some(text => text.getBoundingClientRect().right > boxes[i].right));
        return [...bad, ...wide].map(node => node.dataset.node).join();
      })()\
      """;

  private static void shoot(String name) throws Exception {
    if (SHOTS != null) {
      browser.shoot(Path.of(SHOTS, name + ".png"), true);
      browser.ask("document.querySelector('#graph-title').scrollIntoView()");
      browser.shoot(Path.of(SHOTS, name + "-graph.png"), false);
    }
  }

  /** Neither a violation of the policy nor an error. */
  private static void assertSaysNothing() throws Exception {
    assertEquals(List.of(), browser.console());
  }

  private String address(String token) {
    return "http://127.0.0.1:" + page.port() + "/#token=" + token;
  }

  private static String button(String label) {
    return "button[aria-label='" + label + "']";
  }

  private static String stateOf(String service) {
    return "#services tr[data-name='" + service + "'] .state";
  }
}
