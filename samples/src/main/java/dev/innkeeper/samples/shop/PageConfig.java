package dev.innkeeper.samples.shop;

import dev.innkeeper.ops.OpsPage;
import dev.innkeeper.ops.OpsPageBuilder;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where the page is, and who may do what on it.
 *
 * @param token null: the page makes one
 * @param hosts names, beside {@code localhost} and any number, by which browsers may ask for it
 */
record PageConfig(String bind, int port, @Nullable String token, List<String> hosts) {

  /**
   * Reads it.
   *
   * @throws IllegalArgumentException if a value is not allowed, such as a token that is too short,
   *     or none for a page that could be reached from other machines
   */
  static PageConfig of(Settings settings) {
    PageConfig page =
        new PageConfig(
            settings.address("page-bind").getHostAddress(),
            settings.port("page-port"),
            settings.textOrNull("page-token"),
            settings.names("page-hosts"));
    try {
      page.builder().build(); // it has the rules
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("--page-…: " + e.getMessage(), e);
    }
    return page;
  }

  /** A page yet to be made. */
  OpsPageBuilder builder() {
    return OpsPage.on(bind, port).token(token).names(hosts.toArray(String[]::new));
  }

  /** Without the token. */
  @Override
  public String toString() {
    return "PageConfig[" + bind + ":" + port + "]";
  }
}
