package dev.innkeeper.ops;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;

/**
 * Clients that never send a whole request, all on one thread. One that is dropped connects again at
 * once.
 */
final class SlowClients implements AutoCloseable {

  private static final String REQUEST = "GET /readyz HTTP/1.1\r\nX: " + "x".repeat(500);
  private static final long BETWEEN_BYTES = Duration.ofMillis(200).toNanos();

  /** One of them. */
  private final class Client {

    private SocketChannel channel;
    private int sent;
    private long nextByteAt;

    private void connect() throws IOException {
      channel = SocketChannel.open();
      channel.configureBlocking(false);
      SelectionKey key = channel.register(selector, SelectionKey.OP_CONNECT, this);
      sent = 0;
      if (channel.connect(server)) {
        connected(key);
      }
    }

    private void connected(SelectionKey key) throws IOException {
      connections.increment();
      key.interestOps(SelectionKey.OP_READ);
      send(first);
      nextByteAt = System.nanoTime() + BETWEEN_BYTES;
    }

    private void send(int bytes) throws IOException {
      String part = REQUEST.substring(sent, sent + bytes);
      sent += channel.write(ByteBuffer.wrap(part.getBytes(StandardCharsets.US_ASCII)));
    }

    private void ready(SelectionKey key) throws IOException {
      try {
        if (key.isConnectable() && channel.finishConnect()) {
          connected(key);
        } else if (key.isReadable() && channel.read(ByteBuffer.allocate(100)) < 0) {
          throw new IOException("dropped");
        }
      } catch (IOException e) {
        channel.close();
        connect();
      }
    }

    private void trickle(long now) throws IOException {
      if (channel.isConnected() && now - nextByteAt >= 0 && sent < REQUEST.length()) {
        nextByteAt = now + BETWEEN_BYTES;
        try {
          send(1);
        } catch (IOException e) {
          channel.close();
          connect();
        }
      }
    }
  }

  private final InetSocketAddress server;
  private final Selector selector = Selector.open();
  private final LongAdder connections = new LongAdder();
  private final List<Client> clients = new ArrayList<>();

  /** So many bytes are sent at once. */
  private final int first;

  private final boolean trickles;
  private final Thread thread = Thread.ofPlatform().name("slow clients").unstarted(this::run);
  private volatile boolean closing;
  private volatile Throwable failure;

  private SlowClients(int port, int number, int first, boolean trickles) throws IOException {
    this.server = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
    this.first = first;
    this.trickles = trickles;
    for (int i = 0; i < number; i++) {
      clients.add(new Client());
    }
    thread.start();
  }

  /** They send the first half of a request, and no more. */
  static SlowClients halfSent(int port, int number) throws IOException {
    return new SlowClients(port, number, 14, false);
  }

  /** They send a byte each 200 ms. */
  static SlowClients trickling(int port, int number) throws IOException {
    return new SlowClients(port, number, 1, true);
  }

  /** How many connections they have had. */
  long connections() {
    return connections.sum();
  }

  private void run() {
    try {
      for (Client client : clients) {
        client.connect();
      }
      while (!closing) {
        selector.select(10);
        for (SelectionKey key : selector.selectedKeys()) {
          if (key.isValid()) {
            ((Client) key.attachment()).ready(key);
          }
        }
        selector.selectedKeys().clear();
        if (trickles) {
          long now = System.nanoTime();
          for (Client client : clients) {
            client.trickle(now);
          }
        }
      }
      for (Client client : clients) {
        client.channel.close();
      }
      selector.close();
    } catch (Throwable t) {
      failure = t;
    }
  }

  @Override
  public void close() {
    closing = true;
    try {
      thread.join();
    } catch (InterruptedException e) {
      throw new AssertionError("interrupted while they end", e);
    }
    if (failure != null) {
      throw new AssertionError("they did not go on to the end", failure);
    }
  }
}
