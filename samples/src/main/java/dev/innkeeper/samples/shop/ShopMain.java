package dev.innkeeper.samples.shop;

import dev.innkeeper.runtime.StopReport;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs the shop until SIGTERM or Ctrl-C. Without arguments it needs nothing: the database is an H2
 * file among the temporary ones, and mails go to a server in this process.
 */
public final class ShopMain {

  private static final Logger LOG = LoggerFactory.getLogger(ShopMain.class);
  private static final int WRONG_USAGE = 2;

  private ShopMain() {}

  public static void main(String[] args) {
    Shop shop;
    try {
      shop = new Shop(ShopConfig.of(List.of(args), System.getenv()));
    } catch (IllegalArgumentException e) {
      System.err.println("shop: " + e.getMessage());
      System.exit(WRONG_USAGE);
      return;
    }
    StopReport report = shop.host().run();
    LOG.info("Stop report: {}", report);
  }
}
