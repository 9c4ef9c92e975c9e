package dev.innkeeper.jmh;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The whole program in a process of its own. */
class BenchmarksIT {

  /** Two cases of a second each. */
  private static final List<String> SHORT =
      List.of(
          "--quick",
          "--suites",
          "accuracy",
          "--contenders",
          "park-platform,stpe",
          "--compiling",
          "10",
          "--warmup",
          "600");

  @TempDir private Path folder;

  @Test
  void aRunEndsWithAReportOfAllThatItMeasured() throws Exception {
    Process run = start(SHORT, "--rounds", "2");
    String console = new String(run.getInputStream().readAllBytes(), UTF_8);
    assertEquals(0, run.waitFor(), console);
    assertTrue(console.contains("[4/4, "), console);
    assertTrue(console.contains("Report: " + folder.resolve("report.html").toUri()), console);
    assertEquals(
        List.of(
            "park-platform 1",
            "park-platform 2",
            "park-platform median",
            "stpe 1",
            "stpe 2",
            "stpe median"),
        contendersAndRounds());
    assertFalse(Files.readString(folder.resolve("report.html")).contains("interrupted"));
  }

  @Test
  void hostsAndScopesAreMeasuredBesideAPeerInOneJvmAndStopsWithServicesThatAreDeaf()
      throws Exception {
    Process run =
        start(
            List.of("--quick", "--suites", "host-pairs,scope-pairs,deaf"),
            "--scope-turns",
            "3",
            "--pair-concurrent",
            "3",
            "--pair-warmup",
            "1",
            "--pair-measuring",
            "1",
            "--deaf-kinds",
            "all-mixed",
            "--deaf-loads",
            "idle,busy",
            "--deaf-all",
            "8",
            "--deaf-deadline",
            "100");
    String console = new String(run.getInputStream().readAllBytes(), UTF_8);
    assertEquals(0, run.waitFor(), console);
    assertEquals(
        "contender,setting,jdk,round,start_ratio,stop_ratio,ratio,ratio_min,ratio_max,start_ms,"
            + "stop_ms,peer_start_ms,peer_stop_ms,making_ms,repetitions,bytes_per_service,"
            + "peer_bytes_per_service",
        Files.readAllLines(folder.resolve("host-pairs.csv")).getFirst());
    assertEquals(
        "contender,setting,jdk,round,ratio,ratio_low,ratio_high,ns,jdk_ns",
        Files.readAllLines(folder.resolve("scope-pairs.csv")).getFirst());
    assertEquals(
        List.of("8, all mixed, idle", "8, all mixed, busy"),
        Files.readAllLines(folder.resolve("deaf.csv")).stream()
            .filter(line -> line.contains(",median,"))
            .map(line -> line.replaceAll("^[^,]*,\"([^\"]*)\".*", "$1"))
            .toList());
  }

  /** Two hours are not lost to a quick run after them. */
  @Test
  void aReportIsNotOverwritten() throws Exception {
    Path report = Files.writeString(folder.resolve("report.html"), "the old one");
    Process run = start(SHORT);
    String console = new String(run.getInputStream().readAllBytes(), UTF_8);
    assertEquals(2, run.waitFor(), console);
    assertEquals("--out has a report already: " + folder, console.strip());
    assertEquals("the old one", Files.readString(report));
  }

  /** As a terminal does it: to the whole process group, the measuring JVM included. */
  @Test
  void ctrlCStillWritesWhatThereIs() throws Exception {
    Process run = start(SHORT, "--rounds", "50");
    try (BufferedReader console = run.inputReader()) {
      String line = console.readLine();
      while (!line.startsWith("[2/")) {
        line = console.readLine();
      }
      signalGroupOf(run);
      List<String> rest = console.lines().toList();
      assertEquals(130, run.waitFor(), rest::toString);
    }
    assertEquals(
        List.of("park-platform 1", "park-platform median", "stpe 1", "stpe median"),
        contendersAndRounds());
    assertTrue(Files.readString(folder.resolve("report.html")).contains("interrupted"));
  }

  @Test
  void whatIsWrongWithTheOptionsIsSaidInOneLine() throws Exception {
    Process run = start(List.of("--suites", "accuracy,speed"));
    String console = new String(run.getInputStream().readAllBytes(), UTF_8);
    assertEquals(2, run.waitFor(), console);
    assertTrue(console.startsWith("--suites takes some of [accuracy, "), console);
    assertEquals(1, console.lines().count(), console);
  }

  private List<String> contendersAndRounds() throws IOException {
    return Files.readAllLines(folder.resolve("accuracy.csv")).stream()
        .skip(1)
        .map(line -> line.replaceAll("^([^,]*),\"[^\"]*\",[^,]*,([^,]*),.*", "$1 $2"))
        .toList();
  }

  private static void signalGroupOf(Process run) throws IOException, InterruptedException {
    assertEquals(0, new ProcessBuilder("kill", "-INT", "--", "-" + run.pid()).start().waitFor());
  }

  /** In a process group of its own; SIGINT may be ignored where the build runs. */
  private Process start(List<String> arguments, String... more) throws IOException {
    List<String> command = new ArrayList<>();
    command.addAll(List.of("setsid", "env", "--default-signal=INT"));
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(
        List.of("-cp", System.getProperty("java.class.path"), Benchmarks.class.getName()));
    command.addAll(arguments);
    command.addAll(List.of(more));
    command.addAll(List.of("--out", folder.toString()));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    CompletableFuture.delayedExecutor(120, TimeUnit.SECONDS).execute(process::destroyForcibly);
    return process;
  }
}
