package dev.innkeeper.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** {@link Host#run()} in a process: what is said last, and with which code it ends. */
class RunIT {

  @Test
  void sigtermStopsTheHostAndLetsMainEndBeforeTheJvmDoes() throws Exception {
    ChildJvm.Result result = signalWhenReady("until-signal");
    assertEquals(
        List.of(
            "pool open true",
            "a started",
            "b started",
            "READY",
            "b stopped",
            "a stopped",
            "clean true",
            "pool closed",
            "main ends"),
        result.lines());
    assertEquals(143, result.exitCode());
  }

  @Test
  void sigtermDuringTheStartRollsItBackAndRunReturns() throws Exception {
    ChildJvm.Result result = signalWhenReady("signal-while-starting");
    assertEquals(List.of("a started", "READY", "a stopped", "clean true"), result.lines());
    assertEquals(143, result.exitCode());
  }

  /** In the middle of a run of lines, SIGTERM; {@code Process.destroy} would close the output. */
  private static ChildJvm.Result signalWhenReady(String program) throws Exception {
    Process process = ChildJvm.start(List.of(), RunProgram.class, program);
    List<String> lines = new ArrayList<>();
    try (BufferedReader output = process.inputReader()) {
      for (String line = output.readLine(); line != null; line = output.readLine()) {
        lines.add(line);
        if (line.equals("READY")) {
          process.toHandle().destroy();
        }
      }
    }
    return new ChildJvm.Result(process.waitFor(), lines);
  }

  @Test
  void aCrashIsExitCode1WithItsCause() throws Exception {
    ChildJvm.Result result = ChildJvm.run(List.of(), RunProgram.class, "crash");
    assertEquals(1, result.exitCode());
    assertTrue(result.lines().contains("a stopped"), result.lines().toString());
    result.line(
        "Exception in thread \"main\" dev.innkeeper.runtime.ServiceFailedException: service 'w'");
    assertEquals("Caused by: java.lang.IllegalStateException: the cause", result.line("Caused by"));
  }

  @Test
  void aNormalStopTakesTheShutdownHookAway() throws Exception {
    ChildJvm.Result result = ChildJvm.run(List.of(), RunProgram.class, "completes");
    assertEquals(List.of("clean true"), result.lines());
    assertEquals(3, result.exitCode());
  }

  @Test
  void anEmbeddedHostDoesNotKeepTheJvm() throws Exception {
    ChildJvm.Result result = ChildJvm.run(List.of(), RunProgram.class, "embedded");
    assertEquals("main ends while ready: true", result.lines().getFirst());
    assertEquals(0, result.exitCode());
  }

  @Test
  void systemExitAfterRunDoesNotMakeASignalWaitForTheDeadline() throws Exception {
    ChildJvm.Result result = signalWhenReady("exit-after-run");
    assertEquals(List.of("READY", "main exits"), result.lines());
    assertEquals(143, result.exitCode());
  }

  @Test
  void workThatHoldsTheOnlyCarrierIsAskedToStopAllTheSame() throws Exception {
    List<String> oneCarrier =
        List.of(
            "-Djdk.virtualThreadScheduler.parallelism=1",
            "-Djdk.virtualThreadScheduler.maxPoolSize=1");
    ChildJvm.Result result = ChildJvm.run(oneCarrier, RunProgram.class, "busy");
    assertEquals(List.of("clean true"), result.lines());
  }
}
