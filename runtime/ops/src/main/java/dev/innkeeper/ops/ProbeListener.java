package dev.innkeeper.ops;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Answers probes on one thread, so that no number of clients can take the threads of others. It is
 * a platform thread, because the services of a host may hold all carriers of virtual ones.
 *
 * <p>A connection is read once more before it is dropped, so what came while the process stood
 * still is answered.
 */
final class ProbeListener {

  private static final Logger LOG = LoggerFactory.getLogger(Probes.class);

  /** After what cannot be mended here, such as too many open files. */
  private static final long PAUSE = Duration.ofMillis(100).toNanos();

  /** The thread never waits for anything but the selector, which is woken: this is plenty. */
  private static final Duration TO_END = Duration.ofSeconds(2);

  /** What takes a connection from the backlog; null: there is none. */
  @FunctionalInterface
  interface Acceptor {
    @Nullable SocketChannel accept() throws IOException;
  }

  private final ProbedHost host;
  private final ServerSocketChannel server;
  private final Acceptor acceptor;
  private final InetSocketAddress address;
  private final Selector selector;
  private final SelectionKey accepting;
  private final Thread thread;

  // Used on the thread alone:

  private final Connections connections;
  private final RareWarning unanswered;
  private final RareWarning unaccepted;
  private long acceptsAgainAt = System.nanoTime();

  private volatile boolean closing;

  /** Takes {@code server} over, which is bound. */
  ProbeListener(ProbedHost host, ServerSocketChannel server, Acceptor acceptor, Limits limits)
      throws IOException {
    this.host = host;
    this.server = server;
    this.acceptor = acceptor;
    this.address = (InetSocketAddress) server.getLocalAddress();
    this.connections = new Connections(limits);
    String name = host.name();
    this.unanswered = warning(name + ": a probe could not be answered");
    this.unaccepted = warning(name + ": the probes cannot accept connections for now");
    this.thread = Thread.ofPlatform().daemon().name(name + "/probes").unstarted(this::run);
    server.configureBlocking(false);
    this.selector = Selector.open();
    this.accepting = server.register(selector, SelectionKey.OP_ACCEPT);
  }

  private static RareWarning warning(String what) {
    return new RareWarning(LOG, what, System::nanoTime);
  }

  // ---- on any thread

  void start() {
    thread.start();
    LOG.info("{}: probes are answered on {}", host.name(), address);
  }

  InetSocketAddress address() {
    return address;
  }

  String hostName() {
    return host.name();
  }

  /**
   * Ends the thread, which closes what is open, and waits for that.
   *
   * @throws InterruptedException if interrupted; the thread ends all the same
   * @throws TimeoutException if it has not ended in time
   */
  void close() throws InterruptedException, TimeoutException {
    closing = true;
    selector.wakeup();
    if (!thread.join(TO_END)) {
      TimeoutException stuck =
          new TimeoutException(
              "thread '" + thread.getName() + "' has not ended in " + TO_END.toSeconds() + " s");
      Throwable stack = new Exception("it is here");
      stack.setStackTrace(thread.getStackTrace());
      stuck.addSuppressed(stack);
      throw stuck;
    }
  }

  /** What it has of the system: called by the thread at its end, or if there is no thread. */
  void release() {
    try (server;
        selector) {
      LOG.debug("{}: probes are not answered on {} any more", host.name(), address);
    } catch (IOException e) {
      LOG.warn("{}: the probes could not be closed", host.name(), e);
    }
  }

  // ---- on the thread

  private void run() {
    while (!closing) {
      try {
        turn();
      } catch (Throwable t) { // there is nobody else to answer probes: no memory, say
        unanswered.happened(t);
        LockSupport.parkNanos(PAUSE);
      }
    }
    connections.closeAll();
    unanswered.end();
    unaccepted.end();
    release();
  }

  private void turn() throws IOException {
    Thread.interrupted(); // the thread is ended by closing; a set flag would make it spin
    long now = System.nanoTime();
    boolean pauses = now - acceptsAgainAt < 0;
    accepting.interestOps(pauses || !connections.mayAdd(now) ? 0 : SelectionKey.OP_ACCEPT);
    long wait = connections.timeUntilNext(now);
    select(pauses ? Math.min(wait, acceptsAgainAt - now) : wait);
    boolean toAccept = false;
    for (SelectionKey ready : selector.selectedKeys()) {
      if (ready.attachment() instanceof Connection connection) {
        proceed(connection);
      } else {
        toAccept = true;
      }
    }
    selector.selectedKeys().clear();
    if (toAccept) {
      accept();
    }
    dropLate();
  }

  private void select(long nanos) throws IOException {
    if (nanos == Connections.NEVER) {
      selector.select();
    } else {
      selector.select(Math.max(1, TimeUnit.NANOSECONDS.toMillis(nanos + 999_999)));
    }
  }

  private void dropLate() {
    long now = System.nanoTime();
    for (Connection late = connections.late(now); late != null; late = connections.late(now)) {
      drop(late);
    }
  }

  private void accept() {
    while (connections.mayAdd(System.nanoTime())) {
      SocketChannel channel;
      try {
        channel = acceptor.accept();
        if (channel == null) {
          return;
        }
      } catch (IOException e) { // it would fail again at once
        acceptsAgainAt = System.nanoTime() + PAUSE;
        unaccepted.happened(e);
        return;
      }
      add(channel);
    }
  }

  /** Its request is mostly there already. */
  private void add(SocketChannel channel) {
    try {
      Connection connection = Connection.accepted(channel, selector, System.nanoTime());
      Connection oldest = connections.inTheWay();
      if (oldest != null) {
        drop(oldest);
      }
      connections.add(connection);
      proceed(connection);
    } catch (IOException e) {
      unanswered.happened(e);
    }
  }

  /** Its request may have come since the selector has looked, if this thread did not get to run. */
  private void drop(Connection connection) {
    proceed(connection);
    connections.close(connection);
  }

  private void proceed(Connection connection) {
    boolean isOver = true;
    try {
      isOver = connection.proceed(host);
    } catch (IOException e) { // the client has gone, so there is nobody to answer
      isOver = true;
    } catch (Throwable t) { // it is of this connection, and no other is to suffer
      unanswered.happened(t);
    }
    if (isOver) {
      connections.close(connection);
    }
  }
}
