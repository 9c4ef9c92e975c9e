package dev.innkeeper.samples.shop;

import dev.innkeeper.samples.Program;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * Takes pictures of the operations page of a shop that runs, and of its stop, for the documents:
 * {@code Screenshots FOLDER WORK}, where {@code WORK} is for what the shop writes.
 */
final class Screenshots implements AutoCloseable {

  private static final String TOKEN = "0123456789abcdef";
  private static final int WIDE = 1280;
  private static final int NARROW = 390;

  /** So many that their mails are not done when the shop is asked to stop. */
  private static final int ORDERS = 120;

  private static final Duration PER_MAIL = Duration.ofSeconds(1);

  /** The stop waits for the mails in progress, and that is to be seen. */
  private static final Duration PER_LAST_MAIL = Duration.ofSeconds(4);

  private static final Duration DEADLINE = Duration.ofSeconds(25);

  private final Path target;
  private final Browser browser;
  private final Postbox postbox = new Postbox();
  private final Program shop;

  private Screenshots(Path target, Path work, Browser browser) throws IOException {
    this.target = target;
    this.browser = browser;
    shop =
        Program.start(
            ShopMain.class,
            work,
            "--port=0",
            "--page-port=0",
            "--page-token=" + TOKEN,
            "--database=" + Database.H2.formatted(work.resolve("shop")),
            "--smtp-host=127.0.0.1",
            "--smtp-port=" + postbox.port());
  }

  public static void main(String[] args) throws Exception {
    try (Browser browser = Browser.open().orElseThrow();
        Screenshots screenshots = new Screenshots(Path.of(args[0]), Path.of(args[1]), browser)) {
      screenshots.take();
    }
  }

  private void take() throws Exception {
    int port = portIn(shop.await("Listening on http://"));
    int pagePort = portIn(shop.await("the operations page is at http://"));
    shop.await("shop started");
    postbox.beSlow(PER_MAIL);
    order(port);
    browser.beAsWideAs(WIDE);
    browser.visit("http://127.0.0.1:" + pagePort + "/#token=" + TOKEN);
    browser.click("button[aria-label='run now report']");
    browser.click("button[aria-label='restart activity']");
    browser.awaitText("#services tr[data-name='activity'] td[data-title='Restarts']", "1");
    browser.awaitText("#jobs tr[data-name='report'] td[data-title='Last run']", "succeeded");
    browser.awaitText("#figures", "Orders\n" + ORDERS);
    browser.awaitCount("#services .state[data-state='running']", 8);
    browser.click("h1"); // so that the pointer is on no button
    shoot("ops-page.png", WIDE, "light", "main");
    shoot("ops-page-dark.png", WIDE, "dark", "main");
    shoot("ops-page-390.png", NARROW, "light", "#services tr:nth-child(4)");

    postbox.beSlow(PER_LAST_MAIL);
    Thread.sleep(PER_MAIL); // from then on all mails in progress are slow ones
    shop.askToEnd();
    browser.awaitText("#steps tr[data-name='report'] .state", "stopped");
    browser.awaitText("#steps tr[data-name='jobs'] .state", "stopping");
    shoot("ops-page-stop.png", WIDE, "light", "section:has(#graph)");
    postbox.beSlow(Duration.ZERO);
    if (shop.terminate(DEADLINE) != 143) {
      throw new IllegalStateException(shop.toString());
    }
  }

  private static int portIn(String line) {
    return Integer.parseInt(line.replaceFirst(".*://[^:]+:([0-9]+).*", "$1"));
  }

  private static void order(int port) throws Exception {
    List<String> items = List.of("apple", "bread", "cheese");
    try (ApiClient client = new ApiClient(port)) {
      for (int i = 0; i < ORDERS; i++) {
        client.post(ApiClient.APPLES.replace("apple", items.get(i % items.size())));
      }
    }
  }

  private void shoot(String file, int width, String scheme, String lowest) throws IOException {
    browser.beAsWideAs(width);
    browser.prefer(scheme);
    browser.shoot(target.resolve(file), lowest);
  }

  @Override
  public void close() {
    shop.close();
    postbox.close();
  }
}
