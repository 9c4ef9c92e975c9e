package dev.innkeeper.ops;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.security.MessageDigest;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Stands before each request: what a foreign page makes its reader's browser send comes no further,
 * and whatever does something needs the token. Immutable.
 */
final class PageGuard {

  /** The largest body of a request; no request needs one. */
  static final int LARGEST_BODY = 1024;

  /** What the page's own files need, and nothing else; text cannot become markup. */
  private static final String POLICY =
      "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self';"
          + " connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none';"
          + " require-trusted-types-for 'script'; trusted-types 'none'";

  private static final Map<String, String> HEADERS =
      Map.of(
          "Content-Security-Policy", POLICY,
          "X-Content-Type-Options", "nosniff",
          "X-Frame-Options", "DENY",
          "Referrer-Policy", "no-referrer",
          "Cache-Control", "no-store",
          "Cross-Origin-Resource-Policy", "same-origin",
          "Cross-Origin-Opener-Policy", "same-origin");

  /** A name that somebody else owns can be made to point here; a number cannot. */
  private static final Pattern NUMBER = Pattern.compile("[0-9.]+|\\[[0-9a-f:.]+]");

  private static final Pattern PORT = Pattern.compile(":[0-9]*$");
  private static final Set<String> METHODS = Set.of("GET", "HEAD", "POST");

  /** Some servers would take the request for one with this method. */
  private static final String OTHER_METHOD = "X-HTTP-Method-Override";

  private static final String BEARER = "Bearer ";

  private final Set<String> names;
  private final byte[] authorization;
  private final boolean anyoneReads;

  /**
   * A guard.
   *
   * @param anyoneReads whether states and counts are shown without the token
   */
  PageGuard(PageConfig config, boolean anyoneReads) {
    this.names = config.names();
    this.authorization = (BEARER + config.token()).getBytes(UTF_8);
    this.anyoneReads = anyoneReads;
  }

  /** Those of each answer. */
  Map<String, String> headers() {
    return HEADERS;
  }

  static boolean isReading(OpsExchange http) {
    return !http.method().equals("POST");
  }

  /** Before each request, whatever it asks for. */
  void check(OpsExchange http) throws PageRefusal, IOException {
    refuseForeignHost(http);
    if (!METHODS.contains(http.method())) {
      throw PageRefusal.methodNotAllowed("GET, HEAD, POST");
    }
    if (!http.headers(OTHER_METHOD).isEmpty()) {
      throw PageRefusal.badRequest(OTHER_METHOD + " is not supported: send the method itself");
    }
    if (!isReading(http)) {
      refuseForeignOrigin(http, List.of("same-origin"));
      requireToken(http);
    }
    refuseLargeBody(http);
  }

  /** Before the state of the host is shown; the page's own files say nothing about it. */
  void checkReader(OpsExchange http) throws PageRefusal {
    refuseForeignOrigin(http, List.of("same-origin", "none")); // none: typed by its reader
    boolean triesToken =
        http.headers("Authorization").stream().anyMatch(given -> given.startsWith(BEARER));
    if (triesToken || !anyoneReads) {
      requireToken(http);
    }
  }

  void requireToken(OpsExchange http) throws PageRefusal {
    if (!hasToken(http)) {
      throw PageRefusal.unauthorized();
    }
  }

  /** Whether it may see and do everything. */
  boolean hasToken(OpsExchange http) {
    List<String> given = http.headers("Authorization");
    return given.size() == 1
        && MessageDigest.isEqual( // takes as long for any token of the same length
            given.getFirst().getBytes(UTF_8), authorization);
  }

  /** A page whose name was made to point here (DNS rebinding) is of the same origin. */
  private void refuseForeignHost(OpsExchange http) throws PageRefusal {
    List<String> given = http.headers("Host");
    String host =
        given.size() == 1
            ? PORT.matcher(given.getFirst()).replaceFirst("").toLowerCase(Locale.ROOT)
            : "";
    if (!host.equals("localhost") && !NUMBER.matcher(host).matches() && !names.contains(host)) {
      throw PageRefusal.forbidden("this host name is not allowed; OpsPageBuilder.names adds it");
    }
  }

  /** Browsers say which page asks; what is no browser does not. */
  private static void refuseForeignOrigin(OpsExchange http, List<String> sites) throws PageRefusal {
    String host = http.headers("Host").getFirst();
    List<String> own = List.of("http://" + host, "https://" + host);
    if (!own.containsAll(http.headers("Origin"))
        || !sites.containsAll(http.headers("Sec-Fetch-Site"))) {
      throw PageRefusal.forbidden("requests from another origin are refused");
    }
  }

  private static void refuseLargeBody(OpsExchange http) throws PageRefusal, IOException {
    if (http.body().readNBytes(LARGEST_BODY + 1).length > LARGEST_BODY) {
      throw PageRefusal.tooLarge(LARGEST_BODY);
    }
  }
}
