package dev.innkeeper.spring;

import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The shop in a process of its own. Closing it kills it. */
final class ShopProcess implements AutoCloseable {

  private static final Duration LONGEST = Duration.ofSeconds(60);

  final HttpClient client = HttpClient.newHttpClient();
  private final Process process;
  private final Path output;
  private final int port;

  private ShopProcess(Process process, Path output, int port) {
    this.process = process;
    this.output = output;
    this.port = port;
  }

  static ShopProcess start(Path folder, String... arguments) throws IOException {
    return start(System.getProperty("java.class.path"), Shop.class, folder, arguments);
  }

  static ShopProcess start(String classPath, Class<?> main, Path folder, String... arguments)
      throws IOException {
    int port = freePort();
    Path output = Files.createTempFile(folder, "shop", ".log");
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
    Process process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
    return new ShopProcess(process, output, port);
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

  List<String> lines() throws IOException {
    return Files.readAllLines(output);
  }

  /** Until the output has such a line. */
  String await(String text) throws IOException, InterruptedException {
    long deadline = System.nanoTime() + LONGEST.toNanos();
    while (System.nanoTime() - deadline < 0) {
      boolean alive = process.isAlive();
      for (String line : lines()) {
        if (line.contains(text)) {
          return line;
        }
      }
      if (!alive) {
        break;
      }
      TimeUnit.MILLISECONDS.sleep(50);
    }
    throw new AssertionError("no '" + text + "' from " + this);
  }

  boolean isAlive() {
    return process.isAlive();
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
    return process.exitValue();
  }

  @Override
  public void close() {
    process.destroyForcibly();
    client.shutdownNow();
  }

  @Override
  public String toString() {
    try {
      return "the shop with the output\n" + String.join("\n", lines());
    } catch (IOException e) {
      return "the shop without output: " + e;
    }
  }
}
