package dev.innkeeper.samples.shop;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.javalin.http.Context;
import io.javalin.http.UnauthorizedResponse;
import java.security.MessageDigest;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Stands before each request to the page: sets the headers of its answers, and asks for the token.
 */
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

  private static final String BEARER = "Bearer ";

  private final PageConfig config;
  private final RequestGuard requests;

  PageGuard(PageConfig config) {
    this.config = config;
    this.requests = new RequestGuard("--page-hosts", config.hosts());
  }

  /** Before each request, whatever it asks for. */
  void check(Context http) {
    HEADERS.forEach(http::header);
    requests.check(http);
    if (!RequestGuard.isReadOnly(http)) {
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
