package dev.innkeeper.ops;

import java.net.InetAddress;
import java.time.Duration;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Where the page is, and who may do what on it.
 *
 * @param address null: it is only mounted in another server
 * @param token opens everything
 * @param hasMadeToken whether the token was made for this page, because none was given
 * @param names in lower case, by which browsers may ask for it, beside {@code localhost} and any
 *     number
 * @param patience how long the page's server waits for a client that does not send, or read
 */
record PageConfig(
    @Nullable InetAddress address,
    int port,
    String token,
    boolean hasMadeToken,
    Set<String> names,
    boolean readOnly,
    Duration patience) {

  /** Whether it can be reached from this machine only. */
  boolean isLoopback() {
    return address != null && address.isLoopbackAddress();
  }

  /** Without the token. */
  @Override
  public String toString() {
    return "PageConfig[" + address + ":" + port + "]";
  }
}
