package dev.innkeeper.runtime;

import static dev.innkeeper.runtime.BlockingCall.call;
import static dev.innkeeper.runtime.BlockingCall.onVirtualThreads;

import java.io.IOException;
import java.io.OutputStream;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.HttpURLConnection;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;

/** Calls that block on a socket or on HTTP. */
final class BlockingSockets {

  private BlockingSockets() {}

  static List<BlockingCall> all() {
    return List.of(
        onVirtualThreads("ServerSocket.accept", BlockingSockets::accept),
        onVirtualThreads("Socket.read", () -> readFromSilentPeer(0)),
        onVirtualThreads("Socket.read with a time-out", () -> readFromSilentPeer(3_600_000)),
        onVirtualThreads("Socket.connect", BlockingSockets::connectToFullServer),
        onVirtualThreads("Socket.write", BlockingSockets::writeToSocketThatNobodyReads),
        onVirtualThreads("DatagramSocket.receive", BlockingSockets::receive),
        onVirtualThreads("HttpURLConnection", BlockingSockets::getByUrlConnection),
        call("HttpClient.send", BlockingSockets::sendRequest),
        call("HttpClient.sendAsync", BlockingSockets::sendRequestAsync));
  }

  static InetSocketAddress loopback() {
    return new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
  }

  private static ServerSocket serverSocket() throws IOException {
    return new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
  }

  private static void accept() throws IOException {
    try (ServerSocket server = serverSocket()) {
      server.accept().close();
    }
  }

  private static int readFromSilentPeer(int timeoutMillis) throws IOException {
    try (ServerSocket server = serverSocket();
        Socket socket = new Socket(server.getInetAddress(), server.getLocalPort())) {
      socket.setSoTimeout(timeoutMillis);
      return socket.getInputStream().read();
    }
  }

  /** Nobody accepts: when the backlog is full, the next one to connect waits. */
  private static void connectToFullServer() throws IOException {
    try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      connectUntilItBlocks(server);
    }
  }

  @SuppressWarnings("InfiniteRecursion") // it ends by the interrupt
  private static void connectUntilItBlocks(ServerSocket server) throws IOException {
    try (Socket socket = new Socket()) {
      socket.connect(server.getLocalSocketAddress());
      connectUntilItBlocks(server);
    }
  }

  private static void writeToSocketThatNobodyReads() throws IOException {
    try (ServerSocket server = serverSocket();
        Socket socket = new Socket(server.getInetAddress(), server.getLocalPort())) {
      OutputStream out = socket.getOutputStream();
      while (socket.isConnected()) {
        out.write(new byte[1 << 20]); // until it blocks
      }
    }
  }

  private static void receive() throws IOException {
    try (DatagramSocket socket = new DatagramSocket(loopback())) {
      socket.receive(new DatagramPacket(new byte[1], 1));
    }
  }

  private static URI uriOf(ServerSocket server) {
    String host = server.getInetAddress().getHostAddress();
    return URI.create("http://" + host + ":" + server.getLocalPort() + "/");
  }

  private static int getByUrlConnection() throws IOException {
    try (ServerSocket server = serverSocket()) {
      HttpURLConnection connection = (HttpURLConnection) uriOf(server).toURL().openConnection();
      return connection.getResponseCode();
    }
  }

  private static Object sendRequest() throws IOException, InterruptedException {
    HttpClient client = HttpClient.newHttpClient();
    try (ServerSocket server = serverSocket()) {
      return client.send(HttpRequest.newBuilder(uriOf(server)).build(), BodyHandlers.discarding());
    } finally {
      client.shutdownNow();
    }
  }

  private static Object sendRequestAsync() throws Exception {
    HttpClient client = HttpClient.newHttpClient();
    try (ServerSocket server = serverSocket()) {
      return client
          .sendAsync(HttpRequest.newBuilder(uriOf(server)).build(), BodyHandlers.discarding())
          .get();
    } finally {
      client.shutdownNow();
    }
  }
}
