package dev.innkeeper.samples.shop;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.List;

/** One request with exactly these headers: Java's client sets {@code Host} and others itself. */
final class RawHttp implements AutoCloseable {

  private final Socket socket = new Socket();
  private final BufferedReader in;

  /** Of the answer. */
  final int status;

  /** Sends it, and reads the head of the answer; one for {@code Host} is added if there is none. */
  RawHttp(int port, String request, String... headers) throws IOException {
    this(port, request, List.of(headers), new byte[0]);
  }

  /** The same with a body, as it is: what it says of its length stands in the headers, or not. */
  RawHttp(int port, String request, List<String> headers, byte[] body) throws IOException {
    socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
    String lines = String.join("\r\n", headers);
    String host = lines.contains("Host: ") ? "" : "Host: localhost:" + port + "\r\n";
    String end = headers.isEmpty() ? "\r\n" : "\r\n\r\n";
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    all.writeBytes((request + " HTTP/1.1\r\n" + host + lines + end).getBytes(ISO_8859_1));
    all.writeBytes(body);
    socket.getOutputStream().write(all.toByteArray());
    in = new BufferedReader(new InputStreamReader(socket.getInputStream(), UTF_8));
    status =
        Integer.parseInt(in.readLine().substring("HTTP/1.1 ".length(), "HTTP/1.1 200".length()));
    while (!in.readLine().isEmpty()) {
      // a header
    }
  }

  /** All that is left of the answer. */
  String body() throws IOException {
    StringBuilder body = new StringBuilder();
    for (String line = in.readLine(); line != null; line = in.readLine()) {
      body.append(line).append('\n');
    }
    return body.toString();
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
