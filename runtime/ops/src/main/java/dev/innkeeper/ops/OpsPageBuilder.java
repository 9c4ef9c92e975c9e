package dev.innkeeper.ops;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * An {@link OpsPage} yet to be made: see {@link OpsPage#on} and {@link OpsPage#mounted}.
 *
 * <p><b>Threads:</b> for one thread at a time.
 *
 * @since 0.1
 */
public final class OpsPageBuilder {

  /** Tokens stand in a header and in an address as they are, and cannot be guessed in a day. */
  private static final Pattern TOKEN = Pattern.compile("[A-Za-z0-9._~-]{16,}");

  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9]([A-Za-z0-9._-]*[A-Za-z0-9])?");
  private static final int RANDOM_BYTES = 18;

  private final @Nullable String address;
  private final int port;
  private @Nullable String token;
  private final Set<String> names = new LinkedHashSet<>();
  private boolean readOnly;
  private final Map<String, Supplier<?>> figures = new LinkedHashMap<>();
  private Duration patience = Duration.ofSeconds(10);
  private InstantSource clock = InstantSource.system();

  OpsPageBuilder(@Nullable String address, int port) {
    this.address = address;
    this.port = port;
  }

  /**
   * The token that opens everything: at least 16 of {@code A-Z a-z 0-9 . _ ~ -}. Without one, a
   * page on a loopback address makes one for each run and prints it to standard error.
   *
   * @param token null: none, so that {@code System.getenv} can be passed as it is
   */
  public OpsPageBuilder token(@Nullable String token) {
    this.token = token;
    return this;
  }

  /**
   * Further host names by which browsers may ask for the page, without a port: that of a proxy, for
   * one. It answers to {@code localhost} and to numeric addresses anyway, and to nothing else, so
   * that a name that somebody else has made to point here (DNS rebinding) gains nothing.
   */
  public OpsPageBuilder names(String... names) {
    this.names.addAll(List.of(names));
    return this;
  }

  /** The page shows, and does nothing, not even for those who have the token. */
  public OpsPageBuilder readOnly() {
    readOnly = true;
    return this;
  }

  /**
   * A figure of your own on the page, such as {@code figure("Orders", orders::count)}. It is asked
   * for about once a second, on a thread that all figures of the page share, and shown to everyone
   * who sees the page, by its {@code toString()}. If it throws, the page says so; while it does not
   * return, the page shows the last values of all figures.
   *
   * @throws IllegalArgumentException if the label is blank, or was used before
   */
  public OpsPageBuilder figure(String label, Supplier<?> value) {
    Objects.requireNonNull(value, "value");
    if (label.isBlank()) {
      throw new IllegalArgumentException("the label of a figure is blank: say what it counts");
    }
    if (figures.putIfAbsent(label, value) != null) {
      throw new IllegalArgumentException("there is a figure '" + label + "' already");
    }
    return this;
  }

  OpsPageBuilder patience(Duration patience) {
    this.patience = patience;
    return this;
  }

  OpsPageBuilder clock(InstantSource clock) {
    this.clock = clock;
    return this;
  }

  /**
   * Makes the page.
   *
   * @throws IllegalArgumentException if the address is unknown, the port is not from 0 to 65535, a
   *     name is none, the token is too short or has other characters, or there is none and the page
   *     could be reached from other machines
   */
  public OpsPage build() {
    InetAddress resolved = address == null ? null : resolved(address);
    if (port < 0 || port > 65535) {
      throw new IllegalArgumentException("the port must be from 0 to 65535: " + port);
    }
    names.forEach(OpsPageBuilder::refuseOddName);
    if (token == null) {
      refuseToBeOpen(resolved);
    } else if (!TOKEN.matcher(token).matches()) {
      throw new IllegalArgumentException( // which does not show it
          "the token has "
              + token.length()
              + " characters: it needs at least 16, of A-Z a-z 0-9 . _ ~ -");
    }
    PageConfig config =
        new PageConfig(
            resolved,
            port,
            token == null ? randomToken() : token,
            token == null,
            Set.copyOf(names.stream().map(name -> name.toLowerCase(Locale.ROOT)).toList()),
            readOnly,
            patience);
    return new OpsPage(config, new PageFigures(figures), clock);
  }

  private static InetAddress resolved(String address) {
    try {
      return InetAddress.getByName(address);
    } catch (UnknownHostException e) {
      throw new IllegalArgumentException(
          "the operations page cannot listen on '" + address + "': no such address", e);
    }
  }

  private void refuseToBeOpen(@Nullable InetAddress resolved) {
    if (resolved == null) {
      throw new IllegalArgumentException("an operations page that is mounted needs a token");
    }
    if (!resolved.isLoopbackAddress()) {
      throw new IllegalArgumentException(
          address
              + " can be reached from other machines: an operations page there needs a token of"
              + " at least 16 characters, or must listen on 127.0.0.1");
    }
  }

  private static void refuseOddName(String name) {
    if (!NAME.matcher(name).matches()) {
      throw new IllegalArgumentException(
          "'" + name + "' is not a host name; write it without scheme, port and path");
    }
  }

  private static String randomToken() {
    byte[] bytes = new byte[RANDOM_BYTES];
    new SecureRandom().nextBytes(bytes);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }
}
