package dev.innkeeper.spring;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** The shop in a process of its own. Closing it kills it. */
final class ShopProcess implements AutoCloseable {

  private static final Duration LONGEST = Duration.ofSeconds(60);

  final HttpClient client = HttpClient.newHttpClient();
  private final Process process;
  private final int port;
  private final Thread reader;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition more = lock.newCondition();

  // Guarded by the lock:
  private final List<String> lines = new ArrayList<>();
  private boolean ended;

  private ShopProcess(Process process, int port) {
    this.process = process;
    this.port = port;
    this.reader = Thread.ofPlatform().daemon().name("output").start(this::read);
  }

  static ShopProcess start(String... arguments) throws IOException {
    return start(System.getProperty("java.class.path"), Shop.class, arguments);
  }

  static ShopProcess start(String classPath, Class<?> main, String... arguments)
      throws IOException {
    int port = freePort();
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                classPath,
                main.getName(),
                "--server.port=" + port,
                "--spring.main.banner-mode=off"));
    command.addAll(List.of(arguments));
    return new ShopProcess(new ProcessBuilder(command).redirectErrorStream(true).start(), port);
  }

  /** Until the process has ended. */
  private void read() {
    try (BufferedReader output = process.inputReader()) {
      output.lines().forEach(line -> note(() -> lines.add(line)));
    } catch (IOException | UncheckedIOException e) {
      note(() -> lines.add("no more output: " + e));
    } finally {
      note(() -> ended = true);
    }
  }

  private void note(Runnable change) {
    lock.lock();
    try {
      change.run();
      more.signalAll();
    } finally {
      lock.unlock();
    }
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }

  HttpRequest request(String path) {
    return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
        .timeout(Duration.ofSeconds(20))
        .build();
  }

  /** The status; 0: no answer. */
  int status(String path) throws InterruptedException {
    try {
      return client.send(request(path), BodyHandlers.discarding()).statusCode();
    } catch (IOException e) {
      return 0;
    }
  }

  String body(String path) throws IOException, InterruptedException {
    return client.send(request(path), BodyHandlers.ofString()).body();
  }

  List<String> lines() {
    lock.lock();
    try {
      return List.copyOf(lines);
    } finally {
      lock.unlock();
    }
  }

  /** Until the output has such a line. */
  String await(String text) throws InterruptedException {
    long rest = LONGEST.toNanos();
    lock.lockInterruptibly();
    try {
      Optional<String> found = find(text);
      while (found.isEmpty() && !ended && rest > 0) {
        rest = more.awaitNanos(rest);
        found = find(text);
      }
      return found.orElseThrow(() -> new AssertionError("no '" + text + "' from " + this));
    } finally {
      lock.unlock();
    }
  }

  private Optional<String> find(String text) {
    return lines.stream().filter(line -> line.contains(text)).findFirst();
  }

  /** SIGTERM. */
  void askToEnd() {
    process.toHandle().destroy();
  }

  /** The exit code. */
  int awaitEnd() throws InterruptedException {
    if (!process.waitFor(LONGEST.toMillis(), TimeUnit.MILLISECONDS)) {
      throw new AssertionError("still running: " + this);
    }
    reader.join();
    return process.exitValue();
  }

  @Override
  public void close() {
    process.destroyForcibly();
    client.shutdownNow();
  }

  @Override
  public String toString() {
    return "the shop with the output\n" + String.join("\n", lines());
  }
}
