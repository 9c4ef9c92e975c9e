package dev.innkeeper.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.CsvSource;

/** {@link Host#run()} in a process that gets signals: all that it says, its exit code, its time. */
@ParameterizedClass
@CsvSource({"TERM, 143", "INT, 130"})
class SignalsIT {

  /** From the last signal to the end; the deadline of the stop is ten minutes. */
  private static final Duration AT_ONCE = Duration.ofSeconds(10);

  private final String signal;
  private final int exitCode;

  SignalsIT(String signal, int exitCode) {
    this.signal = signal;
    this.exitCode = exitCode;
  }

  @Test
  void aSignalDuringTheStartRollsItBack() throws Exception {
    assertRun(
        "during start",
        "main begins",
        "a started",
        "SIGNAL",
        "b gives up its start",
        "a stopped",
        "clean true, pool",
        "pool closed",
        "main ends");
  }

  @Test
  void aSignalWhileItRunsStopsTheHostAndLetsMainEnd() throws Exception {
    assertRun(
        "while running",
        "main begins",
        "a started",
        "b started",
        "SIGNAL",
        "w ends",
        "b stopped",
        "a stopped",
        "clean true, pool",
        "pool closed",
        "main ends");
  }

  @Test
  void aSecondSignalNeitherCutsTheStopShortNorRunsItTwice() throws Exception {
    assertRun(
        "during a stop by a signal",
        "main begins",
        "a started",
        "b started",
        "SIGNAL",
        "SIGNAL, b stops",
        "b stopped",
        "a stopped",
        "clean true, pool",
        "pool closed",
        "main ends");
  }

  @Test
  void aSignalDuringAStopThatWasRequestedWaitsForIt() throws Exception {
    assertRun(
        "during a stop on request",
        "main begins",
        "a started",
        "b started",
        "SIGNAL, b stops",
        "b stopped",
        "a stopped",
        "clean true, pool",
        "pool closed",
        "main ends");
  }

  @Test
  void aSignalAfterTheStopEndsTheJvmAtOnce() throws Exception {
    assertRun(
        "after the stop", "main begins", "a started", "a stopped", "clean true, pool", "SIGNAL");
  }

  private void assertRun(String when, String... lines) throws Exception {
    // A JVM whose parent ignores SIGINT, as a shell's background job does, would ignore it too.
    Process process =
        ChildJvm.start(
            List.of("env", "--default-signal=INT"),
            List.of(),
            System.getProperty("java.class.path"),
            SignalProgram.class,
            when);
    List<String> said = new ArrayList<>();
    long signalled = 0;
    try (BufferedReader output = process.inputReader()) {
      for (String line = output.readLine(); line != null; line = output.readLine()) {
        said.add(line);
        if (line.startsWith("SIGNAL")) {
          signalled = System.nanoTime();
          send(process);
        }
      }
    }
    int code = process.waitFor();
    Duration took = Duration.ofNanos(System.nanoTime() - signalled);
    System.out.println("RESULT SIG" + signal + " " + when + ": " + code + " in " + took);
    assertEquals(List.of(lines), said);
    assertEquals(exitCode, code);
    assertTrue(took.compareTo(AT_ONCE) < 0, took.toString());
  }

  private void send(Process process) throws Exception {
    assertEquals(0, new ProcessBuilder("kill", "-" + signal, "" + process.pid()).start().waitFor());
  }
}
