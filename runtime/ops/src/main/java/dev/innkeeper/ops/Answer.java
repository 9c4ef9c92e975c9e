package dev.innkeeper.ops;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** An answer of HTTP: immutable. */
record Answer(Status status, String contentType, String body) {

  /** For people. */
  static Answer text(Status status, String text) {
    return new Answer(status, "text/plain", text + "\n");
  }

  /** For programs. */
  static Answer json(Status status, String json) {
    return new Answer(status, "application/json", json + "\n");
  }

  /**
   * As it is sent.
   *
   * @param withBody false: the request was a HEAD
   */
  ByteBuffer toBytes(boolean withBody) {
    byte[] content = body.getBytes(StandardCharsets.UTF_8);
    String allow = status == Status.METHOD_NOT_ALLOWED ? "Allow: GET, HEAD\r\n" : "";
    String head =
        "HTTP/1.1 "
            + status
            + "\r\n"
            + "Content-Type: "
            + contentType
            + "; charset=utf-8\r\n"
            + "Content-Length: "
            + content.length
            + "\r\n"
            + "Cache-Control: no-store\r\n"
            + "X-Content-Type-Options: nosniff\r\n"
            + allow
            + "Connection: close\r\n\r\n";
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    bytes.writeBytes(head.getBytes(StandardCharsets.US_ASCII));
    if (withBody) {
      bytes.writeBytes(content);
    }
    return ByteBuffer.wrap(bytes.toByteArray());
  }
}
