package dev.innkeeper.jdbc;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** A way to a server that can be cut: connections stay open, and nothing comes through. */
final class Forwarder implements Closeable {

  private final ServerSocket door;
  private final int target;
  private final List<Closeable> open = new CopyOnWriteArrayList<>();

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition healed = lock.newCondition();
  private boolean isCut;

  Forwarder(int target) throws IOException {
    this.target = target;
    door = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    start("door", this::accept);
  }

  int port() {
    return door.getLocalPort();
  }

  void cut() {
    set(true);
  }

  void heal() {
    set(false);
  }

  private void set(boolean cut) {
    lock.lock();
    try {
      isCut = cut;
      healed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  private void awaitHealed() throws InterruptedException {
    lock.lock();
    try {
      while (isCut) {
        healed.await();
      }
    } finally {
      lock.unlock();
    }
  }

  private void accept() throws IOException, InterruptedException {
    while (true) {
      Socket client = door.accept();
      open.add(client);
      start("connect", () -> connect(client));
    }
  }

  private void connect(Socket client) throws IOException, InterruptedException {
    awaitHealed();
    Socket server = new Socket(InetAddress.getLoopbackAddress(), target);
    open.add(server);
    start("there", () -> relay(client, server));
    start("back", () -> relay(server, client));
  }

  private void relay(Socket from, Socket to) throws IOException, InterruptedException {
    try (from;
        to) {
      InputStream in = from.getInputStream();
      OutputStream out = to.getOutputStream();
      byte[] buffer = new byte[8192];
      for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
        awaitHealed();
        out.write(buffer, 0, n);
      }
    }
  }

  private interface Step {
    void run() throws IOException, InterruptedException;
  }

  private static void start(String name, Step step) {
    Thread.ofPlatform()
        .daemon()
        .name("forwarder-" + name)
        .start(() -> {
          try {
            step.run();
          } catch (IOException | InterruptedException e) {
            // One of the two sides has ended.
          }
        });
  }

  @Override
  public void close() throws IOException {
    door.close();
    for (Closeable each : open) {
      each.close();
    }
  }
}
