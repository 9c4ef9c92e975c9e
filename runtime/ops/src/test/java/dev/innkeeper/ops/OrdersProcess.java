package dev.innkeeper.ops;

import dev.innkeeper.runtime.Host;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** A process that runs a host as systemd would start it. It is killed after a minute. */
final class OrdersProcess implements AutoCloseable {

  /** What runs in it. */
  static final class Main {
    public static void main(String[] args) throws InterruptedException {
      Host.builder("orders")
          .install(Systemd.fromEnvironment())
          .add("db", context -> {})
          .build()
          .run();
    }
  }

  private final Process process;
  private final BufferedReader output;
  final List<String> lines = new ArrayList<>();

  OrdersProcess(String socket, String watchdogMicros, List<String> options) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(options);
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), Main.class.getName()));
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().put("NOTIFY_SOCKET", socket);
    builder.environment().put("WATCHDOG_USEC", watchdogMicros);
    builder.environment().remove("WATCHDOG_PID");
    process = builder.start();
    CompletableFuture.delayedExecutor(60, TimeUnit.SECONDS).execute(process::destroyForcibly);
    output =
        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
  }

  /** Reads on to the next line with that text. */
  String line(String part) throws IOException {
    for (String line = output.readLine(); line != null; line = output.readLine()) {
      lines.add(line);
      if (line.contains(part)) {
        return line;
      }
    }
    throw new AssertionError("no line with '" + part + "' in " + lines);
  }

  /** Sends it SIGTERM, and leaves its output open. */
  void terminate() {
    process.toHandle().destroy();
  }

  /** Reads the rest of what it says, and returns its exit code. */
  int await() throws IOException, InterruptedException {
    for (String line = output.readLine(); line != null; line = output.readLine()) {
      lines.add(line);
    }
    return process.waitFor();
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
