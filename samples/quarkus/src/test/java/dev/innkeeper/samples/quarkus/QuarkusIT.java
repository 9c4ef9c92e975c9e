package dev.innkeeper.samples.quarkus;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The application as it would be deployed, in a process of its own. */
class QuarkusIT {

  private final List<String> lines = new ArrayList<>();

  @Test
  void theHostStartsBehindTheBeansAndStopsBeforeThemAtSigterm() throws Exception {
    Process application = start();
    BufferedReader output = application.inputReader();
    readUntil(output, "mailbox is polled");
    application.toHandle().destroy(); // SIGTERM
    readUntil(output, null);
    assertEquals(
        List.of(
            "INFO  mailbox opens",
            "INFO  mailbox is migrated",
            "INFO  mailbox is polled",
            "INFO  orders stopped in … ms: 3 stopped",
            "INFO  mailbox closes"),
        linesThatSay("mailbox|orders stopped").stream()
            .map(line -> line.replaceFirst(" in \\d+ ms: ", " in … ms: "))
            .distinct()
            .toList(),
        lines::toString);
    assertEquals(143, application.waitFor());
  }

  @Test
  void aHostThatFailsEndsTheApplicationWithOne() throws Exception {
    Process application = start("-Dmailbox.broken=true");
    readUntil(application.inputReader(), null);
    assertEquals(1, application.waitFor());
    assertEquals(
        List.of("INFO  mailbox opens", "INFO  mailbox closes"),
        linesThatSay("mailbox (open|close)s"));
    assertEquals(
        1, linesThatSay("ERROR.*cleanup.*the mailbox is broken.*").size(), lines::toString);
  }

  private List<String> linesThatSay(String what) {
    Pattern pattern = Pattern.compile(what);
    return lines.stream().filter(line -> pattern.matcher(line).find()).toList();
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
