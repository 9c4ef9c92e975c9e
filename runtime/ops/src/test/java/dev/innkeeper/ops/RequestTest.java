package dev.innkeeper.ops;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.nio.charset.StandardCharsets;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a request says, and what is wrong with it. */
class RequestTest {

  private static Request read(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
    return Objects.requireNonNull(Request.in(bytes, 0, bytes.length), "not complete");
  }

  /** In a word or two. */
  private static String shown(Request request) {
    return switch (request) {
      case Request.Question question ->
          (question.withBody() ? "GET " : "HEAD ")
              + question.path()
              + (question.json() ? " JSON" : "");
      case Request.Refused refused ->
          refused.answer().status() + ": " + refused.answer().body().strip();
    };
  }

  @ParameterizedTest
  @CsvSource({
    "GET /livez HTTP/1.1, GET /livez",
    "HEAD /livez HTTP/1.1, HEAD /livez",
    "GET /livez HTTP/1.0, GET /livez",
    "GET /livez?verbose=1 HTTP/1.1, GET /livez",
    "GET /healthz/a%20b?c HTTP/1.1, GET /healthz/a%20b",
    "GET http://10.0.0.1:8080/readyz HTTP/1.1, GET /readyz",
    "GET HTTPS://orders/readyz?x HTTP/1.1, GET /readyz",
    "GET http://orders HTTP/1.1, GET /",
    "GET http://orders?x HTTP/1.1, GET /",
    "GET / HTTP/1.1, GET /",
  })
  void asksForAPath(String line, String expected) {
    assertEquals(expected, shown(read(line + "\r\nHost: x\r\n\r\n")));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "GET",
        "GET /livez",
        "GET /livez ",
        " GET /livez HTTP/1.1",
        "GET  /livez HTTP/1.1",
        "GET /livez  HTTP/1.1",
        "GET /livez HTTP/1.1 ",
        "GET /livez HTTP/1.1\r",
        "GET /livez\tHTTP/1.1",
        "GET /livez http/1.1",
        "GET /livez HTTP/1",
        "GET /livez HTTP/11",
        "GET /livez HTTP/1.1\u0085",
        "GET /live\u0000z HTTP/1.1",
        "GET /healthz/\u00fc HTTP/1.1",
        "G(T /livez HTTP/1.1",
        "GET /live z HTTP/1.1",
        "\u0016\u0003\u0001 hello \u0000",
      })
  void thatIsMalformedIsRefused(String line) {
    assertEquals(
        "400 Bad Request: the request line is malformed: GET /readyz HTTP/1.1",
        shown(read(line + "\r\nHost: x\r\n\r\n")));
  }

  @ParameterizedTest
  @ValueSource(strings = {"livez", "*", "http:/livez", "ftp://orders/livez", "?/livez"})
  void hasAPathThatBeginsWithASlash(String target) {
    assertEquals(
        "400 Bad Request: the path has to begin with /, as in GET /readyz HTTP/1.1",
        shown(read("GET " + target + " HTTP/1.1\r\n\r\n")));
  }

  @ParameterizedTest
  @ValueSource(strings = {"POST", "PUT", "DELETE", "OPTIONS", "CONNECT", "TRACE", "get", "X-Y"})
  void ofAnotherMethodIsRefused(String method) {
    assertEquals(
        "405 Method Not Allowed: only GET and HEAD are allowed",
        shown(read(method + " /livez HTTP/1.1\r\n\r\n")));
  }

  @ParameterizedTest
  @ValueSource(strings = {"HTTP/2.0", "HTTP/0.9", "HTTP/3.0"})
  void ofAnotherVersionIsRefused(String version) {
    assertEquals(
        "505 HTTP Version Not Supported: only HTTP/1.1 and HTTP/1.0 are supported",
        shown(read("GET /livez " + version + "\r\n\r\n")));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "Accept: application/json | true",
        "accept:application/json | true",
        "ACCEPT: text/html, Application/JSON;q=0.9 | true",
        "Accept: text/html,application/json | true",
        "Accept: application/json-patch+json | false",
        "Accept: text/html | false",
        "Accept: */* | false",
        "X-Accept: application/json | false",
        "X: y, accept: application/json | false",
        "Content-Type: application/json | false",
      })
  void wantsJsonIfItAcceptsIt(String field, boolean json) {
    for (String end : new String[] {"\r\n", "\n"}) {
      String request = "GET / HTTP/1.1" + end + "Host: x" + end + field + end + "A: b" + end + end;
      assertEquals(json ? "GET / JSON" : "GET /", shown(read(request)));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "GET /livez HTTP/1.1\r\n\r\n",
        "GET /livez HTTP/1.1\n\n",
        "GET /livez HTTP/1.1\r\nHost: x\r\n\r\n",
        "GET /livez HTTP/1.1\nHost: x\n\r\n",
      })
  void isReadWhenItsLastByteIsThereAndNoSooner(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
    for (int length = 1; length < bytes.length; length++) {
      assertNull(Request.in(bytes, length - 1, length));
    }
    Request last = Request.in(bytes, bytes.length - 1, bytes.length);
    assertEquals("GET /livez", shown(Objects.requireNonNull(last)));
  }

  @Test
  void endsAtTheEmptyLineWhateverFollows() {
    String request = "HEAD /livez HTTP/1.1\r\n\r\nAccept: application/json";
    assertEquals("HEAD /livez", shown(read(request)));
  }

  @Test
  void mayHave1024Bytes() {
    String start = "GET /livez HTTP/1.1\r\nX: ";
    String longest = start + "x".repeat(1_024 - start.length() - 4) + "\r\n\r\n";
    assertEquals("GET /livez", shown(read(longest)));
    assertEquals(
        "431 Request Header Fields Too Large:"
            + " the request line and the header fields are longer than 1024 bytes",
        shown(read(longest.replace("X: ", "X: y").substring(0, 1_024))));
  }

  @Test
  void whoseLineIsTooLongHasAnAnswerOfItsOwn() {
    String line = "GET /healthz/" + "x".repeat(2_000);
    assertEquals(
        "414 URI Too Long: the request line and the header fields are longer than 1024 bytes",
        shown(read(line.substring(0, 1_024))));
    byte[] almost = line.substring(0, 1_023).getBytes(StandardCharsets.ISO_8859_1);
    assertNull(Request.in(almost, 0, almost.length));
  }
}
