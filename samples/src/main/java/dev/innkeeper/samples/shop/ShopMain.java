package dev.innkeeper.samples.shop;

import dev.innkeeper.samples.Preflight;
import java.net.InetSocketAddress;
import java.util.List;

/**
 * Runs the shop until SIGTERM or Ctrl-C. Without arguments it needs nothing: the database is an H2
 * file among the temporary ones, and mails go to a server in this process.
 */
public final class ShopMain {

  private static final int WRONG_USAGE = 2;

  private ShopMain() {}

  public static void main(String[] args) {
    Shop shop;
    try {
      ShopConfig config = ShopConfig.of(List.of(args), System.getenv());
      shop = new Shop(config);
      check(config);
    } catch (IllegalArgumentException e) {
      System.err.println("shop: " + e.getMessage());
      System.exit(WRONG_USAGE);
      return;
    } catch (Preflight.FailedException e) {
      Preflight.exit("shop", e);
      return;
    }
    shop.host().run(); // which logs how it went
  }

  private static void check(ShopConfig config) throws Preflight.FailedException {
    PageConfig page = config.page();
    Preflight.listen(new InetSocketAddress(config.bind(), config.port()));
    Preflight.listen(new InetSocketAddress(page.bind(), page.port()));
    Preflight.database(config.database());
  }
}
