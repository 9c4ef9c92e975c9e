package dev.innkeeper.ops;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedInputStream;
import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** One request with exactly these headers: Java's client sets {@code Host} and others itself. */
final class RawHttp implements AutoCloseable {

  private static final int LITTLE = 4_096;
  private static final int HANGS_AFTER_SECONDS = 20;

  private final Socket socket = new Socket();
  private final BufferedReader in;

  /** Of the answer. */
  final int status;

  /** Of the answer, by their names in small letters. */
  final Map<String, String> headers = new HashMap<>();

  /** Sends it, and reads the head of the answer; one for {@code Host} is added if there is none. */
  RawHttp(int port, String request, String... headers) throws IOException {
    this(port, request, List.of(headers), new byte[0]);
  }

  /** The same with a body, as it is: what it says of its length stands in the headers, or not. */
  RawHttp(int port, String request, List<String> headers, byte[] body) throws IOException {
    socket.setReceiveBufferSize(LITTLE);
    socket.setSoTimeout((int) TimeUnit.SECONDS.toMillis(HANGS_AFTER_SECONDS));
    socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
    String lines = String.join("\r\n", headers);
    String host = lines.contains("Host: ") ? "" : "Host: localhost:" + port + "\r\n";
    String end = headers.isEmpty() ? "\r\n" : "\r\n\r\n";
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    all.writeBytes((request + " HTTP/1.1\r\n" + host + lines + end).getBytes(ISO_8859_1));
    all.writeBytes(body);
    socket.getOutputStream().write(all.toByteArray());
    InputStream raw = new BufferedInputStream(socket.getInputStream());
    status =
        Integer.parseInt(
            Chunked.line(raw).substring("HTTP/1.1 ".length(), "HTTP/1.1 200".length()));
    for (String line = Chunked.line(raw); !line.isEmpty(); line = Chunked.line(raw)) {
      int colon = line.indexOf(':');
      this.headers.put(
          line.substring(0, colon).toLowerCase(Locale.ROOT), line.substring(colon + 1).strip());
    }
    boolean isChunked = this.headers.containsKey("transfer-encoding");
    in = new BufferedReader(new InputStreamReader(isChunked ? new Chunked(raw) : raw, UTF_8));
  }

  /** All that is left of the answer. */
  String body() throws IOException {
    StringBuilder body = new StringBuilder();
    for (String line = in.readLine(); line != null; line = in.readLine()) {
      body.append(line).append('\n');
    }
    return body.toString();
  }

  /** The next server-sent snapshot; null: the stream has come to its end. */
  @Nullable String next() throws IOException {
    String line = in.readLine();
    while (line != null && !line.startsWith("data: ")) {
      line = in.readLine();
    }
    return line;
  }

  /** The first snapshot with all that in it. */
  String next(List<String> texts) throws IOException {
    return next(snapshot -> texts.stream().allMatch(snapshot::contains), "no " + texts);
  }

  /** The first snapshot that is so; those in between may be skipped. */
  String next(Predicate<String> isSo, String otherwise) throws IOException {
    String last = "";
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(HANGS_AFTER_SECONDS);
    for (String snapshot = next(); snapshot != null; snapshot = next()) {
      if (isSo.test(snapshot)) {
        return snapshot;
      }
      last = snapshot;
      if (System.nanoTime() - end > 0) {
        break; // or heartbeats would keep a test that fails going
      }
    }
    throw new AssertionError(otherwise + " but … " + last);
  }

  String next(String text) throws IOException {
    return next(List.of(text));
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
