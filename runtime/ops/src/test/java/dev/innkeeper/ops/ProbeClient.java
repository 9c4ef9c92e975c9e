package dev.innkeeper.ops;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** A connection to probes on this machine. */
final class ProbeClient implements AutoCloseable {

  /** Only for a test that would hang. */
  private static final int AT_MOST = 30_000;

  private final Socket socket = new Socket();

  private ProbeClient(int port, int receiveBuffer) throws IOException {
    if (receiveBuffer > 0) {
      socket.setReceiveBufferSize(receiveBuffer);
    }
    socket.setSoTimeout(AT_MOST);
    socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), AT_MOST);
  }

  static ProbeClient to(int port) throws IOException {
    return new ProbeClient(port, 0);
  }

  static ProbeClient withSmallBuffer(int port) throws IOException {
    return new ProbeClient(port, 4_096);
  }

  /** One that has sent so much. */
  static ProbeClient that(int port, String sends) throws IOException {
    return to(port).send(sends);
  }

  /** The whole answer to a request as it is sent. */
  static String exchange(int port, String request) throws IOException {
    try (ProbeClient client = that(port, request)) {
      return client.answer();
    }
  }

  /** The status and the body, as in {@code 200 ready}. */
  static String get(int port, String path) throws IOException {
    return summary(exchange(port, "GET " + path + " HTTP/1.1\r\nHost: x\r\n\r\n"));
  }

  static String summary(String answer) {
    int status = answer.indexOf(' ') + 1;
    String body = answer.substring(answer.indexOf("\r\n\r\n") + 4).strip();
    return answer.substring(status, answer.indexOf(' ', status)) + " " + body;
  }

  ProbeClient send(String text) throws IOException {
    socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
    return this;
  }

  void endOutput() throws IOException {
    socket.shutdownOutput();
  }

  /** All that comes until the other side closes. */
  String answer() throws IOException {
    return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
  }

  /** Waits until the connection has ended without an answer. */
  boolean isDropped() throws IOException {
    try {
      return socket.getInputStream().read() < 0;
    } catch (java.net.SocketTimeoutException e) {
      throw e;
    } catch (IOException e) { // it was reset
      return true;
    }
  }

  /** Before its time. */
  void leave() throws IOException {
    socket.close();
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
