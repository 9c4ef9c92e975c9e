package dev.innkeeper.samples.shop;

import io.javalin.http.BadRequestResponse;
import io.javalin.http.Context;
import io.javalin.http.ForbiddenResponse;
import io.javalin.http.HandlerType;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Stands before each request: what a foreign page makes its reader's browser send does not come any
 * further.
 */
final class RequestGuard {

  /** A name that somebody else owns can be made to point here; a number cannot. */
  private static final Pattern NUMBER = Pattern.compile("[0-9.]+|\\[[0-9a-f:.]+]");

  private static final Pattern PORT = Pattern.compile(":[0-9]*$");
  private static final Set<HandlerType> READ_ONLY = Set.of(HandlerType.GET, HandlerType.HEAD);

  /** Javalin would take the request for one with this method. */
  private static final String OTHER_METHOD = "X-HTTP-Method-Override";

  private final List<String> hosts;

  /**
   * A guard for one server.
   *
   * @param hosts the names that are allowed, in small letters, beside {@code localhost} and any
   *     number
   */
  RequestGuard(List<String> hosts) {
    this.hosts = List.copyOf(hosts);
  }

  /** Before each request, whatever it asks for. */
  void check(Context http) {
    if (http.header(OTHER_METHOD) != null) {
      throw new BadRequestResponse(OTHER_METHOD + " is not supported: send the method itself");
    }
    refuseForeignHost(http);
    if (!isReadOnly(http)) {
      refuseForeignOrigin(http);
    }
  }

  private static boolean isReadOnly(Context http) {
    return READ_ONLY.contains(http.method());
  }

  /**
   * Whose name has been made to point here (DNS rebinding) is of the same origin, and stays out.
   */
  private void refuseForeignHost(Context http) {
    String host =
        PORT.matcher(orEmpty(http.header("Host"))).replaceFirst("").toLowerCase(Locale.ROOT);
    if (!host.equals("localhost") && !NUMBER.matcher(host).matches() && !hosts.contains(host)) {
      throw new ForbiddenResponse("not by this name; --hosts has those that are allowed");
    }
  }

  /** Browsers say which page asks; what is no browser does not. */
  private static void refuseForeignOrigin(Context http) {
    String host = orEmpty(http.header("Host"));
    List<String> own = List.of("http://" + host, "https://" + host);
    if (!own.containsAll(all(http, "Origin"))
        || !List.of("same-origin").containsAll(all(http, "Sec-Fetch-Site"))) {
      throw new ForbiddenResponse("not from another page");
    }
  }

  private static List<String> all(Context http, String header) {
    return Collections.list(http.req().getHeaders(header));
  }

  private static String orEmpty(@Nullable String header) {
    return header == null ? "" : header;
  }
}
