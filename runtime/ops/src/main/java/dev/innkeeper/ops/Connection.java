package dev.innkeeper.ops;

import java.io.IOException;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import org.jspecify.annotations.Nullable;

/**
 * A connection to the probes: it takes one request, answers it, and waits for the client to close,
 * since to close with bytes unread would make the client lose the answer. Used on one thread.
 */
final class Connection {

  private final SocketChannel channel;
  private final SelectionKey key;
  private final long since;

  private final ByteBuffer in = ByteBuffer.allocate(Request.LONGEST);

  /** Null: the request is not there yet. */
  private @Nullable ByteBuffer out;

  private Connection(SocketChannel channel, SelectionKey key, long since) {
    this.channel = channel;
    this.key = key;
    this.since = since;
  }

  /**
   * Takes a connection over, and closes it if that fails.
   *
   * @param now by {@link System#nanoTime()}
   */
  static Connection accepted(SocketChannel channel, Selector selector, long now)
      throws IOException {
    Connection made = null;
    try {
      channel.configureBlocking(false);
      SelectionKey key = channel.register(selector, SelectionKey.OP_READ);
      made = new Connection(channel, key, now);
      key.attach(made);
      return made;
    } finally {
      if (made == null) {
        channel.close();
      }
    }
  }

  /** When it was accepted, by {@link System#nanoTime()}. */
  long since() {
    return since;
  }

  /**
   * Does what can be done without waiting.
   *
   * @return whether that was all: the connection is to be closed
   * @throws IOException if the client has gone
   */
  boolean proceed(ProbedHost host) throws IOException {
    ByteBuffer answer = out;
    if (answer == null) {
      int known = in.position();
      if (channel.read(in) < 0) {
        return true;
      }
      Request request = Request.in(in.array(), known, in.position());
      if (request == null) {
        return false;
      }
      answer = answer(request, host);
      out = answer;
    }
    return send(answer) && hasClientClosed();
  }

  private static ByteBuffer answer(Request request, ProbedHost host) {
    return switch (request) {
      case Request.Question question -> host.answer(question).toBytes(question.withBody());
      case Request.Refused refused -> refused.answer().toBytes(true);
    };
  }

  /** Returns whether all of it is sent. */
  private boolean send(ByteBuffer answer) throws IOException {
    if (answer.hasRemaining()) {
      channel.write(answer);
      if (answer.hasRemaining()) {
        key.interestOps(SelectionKey.OP_WRITE);
        return false;
      }
      channel.shutdownOutput();
      key.interestOps(SelectionKey.OP_READ);
    }
    return true;
  }

  /** One read a turn, so a client that goes on sending does not hold up others. */
  private boolean hasClientClosed() throws IOException {
    return channel.read(in.clear()) < 0;
  }

  /**
   * Closes it. One that was not answered is reset: otherwise the system would keep it for a minute
   * or more, and those who connect again and again would fill its tables.
   */
  void close() {
    try (channel) {
      if (out == null || out.hasRemaining()) {
        channel.setOption(StandardSocketOptions.SO_LINGER, 0);
      }
    } catch (IOException e) { // it is gone anyway
      key.cancel();
    }
  }
}
