package dev.innkeeper.ops;

import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What was asked, as far as it matters to probes: of the header fields, only {@code Accept} is
 * looked at.
 */
sealed interface Request {

  /** So many bytes a request may have until the empty line behind its header fields. */
  int LONGEST = 1_024;

  /** The form of a request line: a method, a target of visible characters, and the version. */
  Pattern LINE = Pattern.compile("([!#$%&'*+.^_`|~0-9A-Za-z-]+) ([!-~]+) HTTP/([0-9])\\.[0-9]");

  /** What stands before the path when a client asks as if it asked a proxy. */
  Pattern AUTHORITY = Pattern.compile("https?://[^/?]*", Pattern.CASE_INSENSITIVE);

  /** Only a line feed ends a line here: (?d). */
  Pattern ACCEPTS_JSON =
      Pattern.compile("(?dim)^accept:(|.*[, \t])application/json[ \t]*([;,\r]|$)");

  /**
   * A question for a path.
   *
   * @param path as it was sent: still percent-encoded, but without its query
   */
  record Question(String path, boolean withBody, boolean json) implements Request {}

  /** What cannot be answered as it was meant. */
  record Refused(Answer answer) implements Request {}

  /**
   * Reads a request.
   *
   * @param bytes what has come so far, in its first {@code length}
   * @param known how many of these were there the last time
   * @return null: its end has not come yet
   */
  static @Nullable Request in(byte[] bytes, int known, int length) {
    int end = endOfHead(bytes, Math.max(0, known - 2), length);
    if (end >= 0) {
      return of(new String(bytes, 0, end, StandardCharsets.ISO_8859_1));
    }
    if (length < LONGEST) {
      return null;
    }
    boolean inLine = new String(bytes, 0, length, StandardCharsets.ISO_8859_1).indexOf('\n') < 0;
    return refused(
        inLine ? Status.URI_TOO_LONG : Status.HEADER_FIELDS_TOO_LARGE,
        "the request line and the header fields are longer than " + LONGEST + " bytes");
  }

  /** Behind the first line feed that an empty line follows; negative if there is none. */
  private static int endOfHead(byte[] bytes, int from, int length) {
    for (int i = from; i + 1 < length; i++) {
      if (bytes[i] == '\n') {
        int next = bytes[i + 1] == '\r' ? i + 2 : i + 1;
        if (next < length && bytes[next] == '\n') {
          return i + 1;
        }
      }
    }
    return -1;
  }

  private static Request of(String head) {
    Matcher line = LINE.matcher(firstLine(head));
    if (!line.matches()) {
      return refused(Status.BAD_REQUEST, "the request line is malformed: GET /readyz HTTP/1.1");
    }
    if (!line.group(3).equals("1")) {
      return refused(Status.VERSION_NOT_SUPPORTED, "only HTTP/1.1 and HTTP/1.0 are supported");
    }
    String method = line.group(1);
    if (!method.equals("GET") && !method.equals("HEAD")) {
      return refused(Status.METHOD_NOT_ALLOWED, "only GET and HEAD are allowed");
    }
    String path = path(line.group(2));
    return path.startsWith("/")
        ? new Question(path, method.equals("GET"), ACCEPTS_JSON.matcher(head).find())
        : refused(Status.BAD_REQUEST, "the path has to begin with /, as in GET /readyz HTTP/1.1");
  }

  private static String firstLine(String head) {
    String line = head.substring(0, head.indexOf('\n'));
    return line.endsWith("\r") ? line.substring(0, line.length() - 1) : line;
  }

  private static String path(String target) {
    Matcher authority = AUTHORITY.matcher(target);
    String local = authority.lookingAt() ? target.substring(authority.end()) : target;
    int query = local.indexOf('?');
    String path = query < 0 ? local : local.substring(0, query);
    return path.isEmpty() && authority.hasMatch() ? "/" : path;
  }

  private static Refused refused(Status status, String why) {
    return new Refused(Answer.text(status, why));
  }
}
