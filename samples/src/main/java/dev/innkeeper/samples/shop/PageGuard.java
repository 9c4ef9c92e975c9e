package dev.innkeeper.samples.shop;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.javalin.http.Context;
import io.javalin.http.ForbiddenResponse;
import io.javalin.http.HandlerType;
import io.javalin.http.UnauthorizedResponse;
import java.security.MessageDigest;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Stands before each request to the page: what is not allowed does not come any further. */
final class PageGuard {

  /** What the page's own files need, and nothing else; text cannot become markup. */
  private static final String POLICY =
      "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self';"
          + " connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none';"
          + " require-trusted-types-for 'script'; trusted-types 'none'";

  /** A connection that is not kept open does not hold up a stop. */
  private static final Map<String, String> HEADERS =
      Map.of(
          "Content-Security-Policy", POLICY,
          "X-Content-Type-Options", "nosniff",
          "Referrer-Policy", "no-referrer",
          "Cache-Control", "no-store",
          "Cross-Origin-Resource-Policy", "same-origin",
          "Cross-Origin-Opener-Policy", "same-origin",
          "Connection", "close");

  /** A name that somebody else owns can be made to point here; a number cannot. */
  private static final Pattern NUMBER = Pattern.compile("[0-9.]+|\\[[0-9a-f:.]+]");

  private static final Pattern PORT = Pattern.compile(":[0-9]*$");
  private static final String BEARER = "Bearer ";

  private static final Set<HandlerType> READ_ONLY = Set.of(HandlerType.GET, HandlerType.HEAD);

  private final PageConfig config;

  PageGuard(PageConfig config) {
    this.config = config;
  }

  /** Before each request, whatever it asks for. */
  void check(Context http) {
    HEADERS.forEach(http::header);
    refuseForeignHost(http);
    if (!READ_ONLY.contains(http.method())) {
      refuseForeignOrigin(http);
      requireToken(http);
    }
  }

  /** Before the state of the shop is shown; the page itself says nothing about it. */
  void checkReader(Context http) {
    boolean triesToken = orEmpty(http.header("Authorization")).startsWith(BEARER);
    if (triesToken || !config.isLoopback()) {
      requireToken(http);
    }
  }

  /**
   * Whose name has been made to point here (DNS rebinding) is of the same origin, and stays out.
   */
  private void refuseForeignHost(Context http) {
    String host =
        PORT.matcher(orEmpty(http.header("Host"))).replaceFirst("").toLowerCase(Locale.ROOT);
    if (!host.equals("localhost")
        && !NUMBER.matcher(host).matches()
        && !config.hosts().contains(host)) {
      throw new ForbiddenResponse("not by this name; --page-hosts has those that are allowed");
    }
  }

  /**
   * Browsers say which page asks; what is no browser does not, and needs the token all the same.
   */
  private static void refuseForeignOrigin(Context http) {
    String origin = http.header("Origin");
    String host = orEmpty(http.header("Host"));
    boolean isForeign =
        origin != null && !origin.equals("http://" + host) && !origin.equals("https://" + host);
    String site = http.header("Sec-Fetch-Site");
    if (isForeign || (site != null && !site.equals("same-origin"))) {
      throw new ForbiddenResponse("not from another page");
    }
  }

  private void requireToken(Context http) {
    if (!hasToken(http)) {
      http.header("WWW-Authenticate", "Bearer");
      throw new UnauthorizedResponse("this needs the token");
    }
  }

  /** Whether it may see and do everything. */
  boolean hasToken(Context http) {
    String given = orEmpty(http.header("Authorization"));
    return MessageDigest.isEqual( // takes as long for any token of the same length
        given.getBytes(UTF_8), (BEARER + config.token()).getBytes(UTF_8));
  }

  private static String orEmpty(@Nullable String header) {
    return header == null ? "" : header;
  }
}
