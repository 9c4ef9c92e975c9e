package dev.innkeeper.jdbc;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** A main class in a process of its own, with what it has written. Closing it kills it. */
final class Program implements AutoCloseable {

  private final Process process;
  private final Path output;

  /** By the monotonic clock. It may end long before somebody looks. */
  private final CompletableFuture<Long> ended;

  private Program(Process process, Path output) {
    this.process = process;
    this.output = output;
    this.ended = process.onExit().thenApply(unused -> System.nanoTime());
  }

  static Program start(
      Class<?> main, Path folder, Map<String, String> environment, String... arguments)
      throws IOException {
    Path output = Files.createTempFile(folder, main.getSimpleName(), ".log");
    ProcessBuilder builder =
        new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-XX:TieredStopAtLevel=1", // it lives for seconds
            "-cp",
            System.getProperty("java.class.path"),
            main.getName());
    builder.command().addAll(List.of(arguments));
    builder.environment().putAll(environment);
    Process process = builder.redirectErrorStream(true).redirectOutput(output.toFile()).start();
    return new Program(process, output);
  }

  boolean isAlive() {
    return process.isAlive();
  }

  long pid() {
    return process.pid();
  }

  /** The lines that begin so. */
  long count(String text) throws IOException {
    return Files.readAllLines(output).stream().filter(line -> line.startsWith(text)).count();
  }

  void await(String text) throws Exception {
    Await.until(() -> !process.isAlive() || count(text) > 0, () -> "no '" + text + "' in " + this);
    if (count(text) == 0) {
      throw new AssertionError("ended without '" + text + "': " + this);
    }
  }

  /** Any signal, by its name without the SIG. */
  void signal(String name) throws IOException, InterruptedException {
    Process kill = new ProcessBuilder("kill", "-" + name, Long.toString(pid())).start();
    if (kill.waitFor() != 0 && process.isAlive()) {
      throw new AssertionError("could not send " + name + " to " + this);
    }
  }

  /** SIGKILL: nothing of it runs any more. Returns since when, which may be long ago. */
  long kill() throws Exception {
    process.destroyForcibly();
    return ended.get();
  }

  /** SIGTERM, and the exit code. */
  int terminate(Duration deadline) throws InterruptedException {
    process.toHandle().destroy();
    if (!process.waitFor(deadline.toMillis(), TimeUnit.MILLISECONDS)) {
      throw new AssertionError("still running: " + this);
    }
    return process.exitValue();
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }

  @Override
  public String toString() {
    try {
      List<String> lines = Files.readAllLines(output).stream().distinct().toList();
      return "process " + pid() + " with the output\n" + String.join("\n", lines);
    } catch (IOException e) {
      return "process " + pid() + " with no output: " + e;
    }
  }
}
