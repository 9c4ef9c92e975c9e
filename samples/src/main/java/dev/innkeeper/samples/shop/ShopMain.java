package dev.innkeeper.samples.shop;

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
      shop = new Shop(ShopConfig.of(List.of(args), System.getenv()));
    } catch (IllegalArgumentException e) {
      System.err.println("shop: " + e.getMessage());
      System.exit(WRONG_USAGE);
      return;
    }
    shop.host().run(); // which logs how it went
  }
}
