package dev.innkeeper.samples.shop;

import java.security.SecureRandom;
import java.util.Base64;
import java.util.List;
import java.util.Map;

/**
 * Where the page is, and who may do what on it.
 *
 * @param isLoopback whether it can be reached from this machine only
 * @param token opens everything
 * @param hasMadeToken whether the token was made for this run, because none was given
 * @param hosts names, beside {@code localhost} and any number, by which browsers may ask for it
 */
record PageConfig(
    String bind,
    int port,
    boolean isLoopback,
    String token,
    boolean hasMadeToken,
    List<String> hosts) {

  static final Map<String, String> DEFAULTS =
      Map.of("page-bind", "127.0.0.1", "page-port", "8081", "page-token", "", "page-hosts", "");

  /** They stand in a header and in an address as they are, and cannot be guessed in a day. */
  private static final String TOKENS = "[A-Za-z0-9._~-]{16,}";

  private static final int RANDOM_BYTES = 18;

  /**
   * Reads it.
   *
   * @throws IllegalArgumentException if a value is not allowed, or the page could be reached from
   *     other machines and no token was given
   */
  static PageConfig of(Settings settings) {
    String bind = settings.text("page-bind");
    boolean isLoopback = settings.address("page-bind").isLoopbackAddress();
    String token =
        settings.secretOrNull("page-token", "at least 16 of A-Z a-z 0-9 . _ ~ -", TOKENS);
    if (token == null && !isLoopback) {
      throw new IllegalArgumentException(
          "--page-bind=" + bind + " is beyond loopback: the page needs a --page-token there");
    }
    return new PageConfig(
        bind,
        settings.port("page-port"),
        isLoopback,
        token == null ? randomToken() : token,
        token == null,
        settings.names("page-hosts"));
  }

  private static String randomToken() {
    byte[] bytes = new byte[RANDOM_BYTES];
    new SecureRandom().nextBytes(bytes);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  /** Without the token. */
  @Override
  public String toString() {
    return "PageConfig[" + bind + ":" + port + "]";
  }
}
