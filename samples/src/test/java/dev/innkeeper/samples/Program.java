package dev.innkeeper.samples;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A main class in a process of its own, with what it has written. Closing it kills it. */
public final class Program implements AutoCloseable {

  private final Process process;
  private final Path output;

  private Program(Process process, Path output) {
    this.process = process;
    this.output = output;
  }

  public static Program start(Class<?> main, Path folder, String... arguments) throws IOException {
    Path output = Files.createTempFile(folder, main.getSimpleName(), ".log");
    ProcessBuilder builder =
        new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-cp",
            System.getProperty("java.class.path"),
            main.getName());
    builder.command().addAll(List.of(arguments));
    Process process = builder.redirectErrorStream(true).redirectOutput(output.toFile()).start();
    return new Program(process, output);
  }

  public long pid() {
    return process.pid();
  }

  public List<String> lines() throws IOException {
    return Files.readAllLines(output);
  }

  /** The first line with the text, once it is there. */
  public String await(String text) throws Exception {
    Await.until(
        () -> !process.isAlive() || lines().stream().anyMatch(line -> line.contains(text)),
        () -> "no '" + text + "' in\n" + String.join("\n", lines()));
    return lines().stream()
        .filter(line -> line.contains(text))
        .findFirst()
        .orElseThrow(() -> new AssertionError(this + " ended without '" + text + "'"));
  }

  /** Any signal, by its name without the SIG. */
  public void signal(String name) throws IOException, InterruptedException {
    Process kill = new ProcessBuilder("kill", "-" + name, Long.toString(pid())).start();
    if (kill.waitFor() != 0) {
      throw new AssertionError("could not send " + name + " to " + this);
    }
  }

  /** SIGKILL: nothing of it runs any more. */
  public void kill() throws InterruptedException {
    process.destroyForcibly().waitFor();
  }

  /** SIGTERM. */
  public void askToEnd() {
    process.toHandle().destroy();
  }

  /** SIGTERM, and the exit code. */
  public int terminate(Duration deadline) throws InterruptedException {
    askToEnd();
    return awaitEnd(deadline);
  }

  /** The exit code, of a program that ends by itself. */
  public int awaitEnd() throws InterruptedException {
    return awaitEnd(Duration.ofSeconds(60));
  }

  private int awaitEnd(Duration deadline) throws InterruptedException {
    if (!process.waitFor(deadline.toMillis(), TimeUnit.MILLISECONDS)) {
      throw new AssertionError(this + " is still running");
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
      return "process " + pid() + " with the output\n" + String.join("\n", lines());
    } catch (IOException e) {
      return "process " + pid() + " with no output: " + e;
    }
  }
}
