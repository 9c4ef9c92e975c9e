package dev.innkeeper.samples.quarkus;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** The application as it would be deployed, in a process of its own. */
class QuarkusIT {

  private final List<String> lines = new ArrayList<>();

  @Test
  void theHostStartsBehindTheBeansAndStopsBeforeThemAtSigterm() throws Exception {
    Process application = start();
    BufferedReader output = application.inputReader();
    readUntil(output, "mailbox is polled");
    application.destroy(); // SIGTERM
    readUntil(output, null);
    assertEquals(
        List.of(
            "INFO  mailbox opens",
            "INFO  mailbox is migrated",
            "INFO  mailbox is polled",
            "INFO  mailbox closes"),
        lines.stream().filter(line -> line.contains("mailbox")).distinct().toList(),
        lines::toString);
    assertTrue(lines.contains("INFO  orders: stopped"), lines::toString);
    assertEquals(143, application.waitFor());
  }

  @Test
  void aHostThatFailsEndsTheApplicationWithOne() throws Exception {
    Process application = start("-Dorders.fail=true");
    readUntil(application.inputReader(), null);
    assertEquals(1, application.waitFor(), lines::toString);
    assertEquals(
        List.of("INFO  mailbox opens", "INFO  mailbox is migrated", "INFO  mailbox closes"),
        lines.stream()
            .filter(line -> line.contains("mailbox"))
            .filter(line -> !line.contains("polled"))
            .toList(),
        lines::toString);
  }

  /** It is killed after a minute. */
  private static Process start(String... options) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of(options));
    command.addAll(List.of("-jar", "target/quarkus-app/quarkus-run.jar"));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    CompletableFuture.delayedExecutor(60, TimeUnit.SECONDS).execute(process::destroyForcibly);
    return process;
  }

  /** Null: to the end. */
  private void readUntil(BufferedReader output, String text) throws IOException {
    String line = output.readLine();
    while (line != null) {
      lines.add(line);
      if (text != null && line.contains(text)) {
        return;
      }
      line = output.readLine();
    }
  }
}
