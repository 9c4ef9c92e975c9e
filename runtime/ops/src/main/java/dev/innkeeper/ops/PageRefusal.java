package dev.innkeeper.ops;

import java.io.Serial;
import java.util.Map;

/** The answer to a request that is not done. Its message is shown to whoever sent the request. */
final class PageRefusal extends Exception {

  @Serial private static final long serialVersionUID = 1;

  private final int status;
  private final transient Map<String, String> headers;

  private PageRefusal(int status, String message, Map<String, String> headers) {
    super(message, null, false, false); // it is an answer, not an error: no stack
    this.status = status;
    this.headers = headers;
  }

  static PageRefusal badRequest(String message) {
    return new PageRefusal(400, message, Map.of());
  }

  static PageRefusal unauthorized() {
    return new PageRefusal(401, "the token is required", Map.of("WWW-Authenticate", "Bearer"));
  }

  static PageRefusal forbidden(String message) {
    return new PageRefusal(403, message, Map.of());
  }

  static PageRefusal notFound(String message) {
    return new PageRefusal(404, message, Map.of());
  }

  static PageRefusal methodNotAllowed(String allowed) {
    return new PageRefusal(405, "only " + allowed + " is allowed here", Map.of("Allow", allowed));
  }

  static PageRefusal conflict(String message) {
    return new PageRefusal(409, message, Map.of());
  }

  static PageRefusal tooLarge(int most) {
    return new PageRefusal(413, "the body is larger than " + most + " bytes", Map.of());
  }

  static PageRefusal unavailable(String message) {
    return new PageRefusal(503, message, Map.of("Retry-After", "5"));
  }

  int status() {
    return status;
  }

  Map<String, String> headers() {
    return headers;
  }

  String text() {
    return String.valueOf(getMessage());
  }
}
