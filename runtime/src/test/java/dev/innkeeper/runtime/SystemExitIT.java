package dev.innkeeper.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * {@code System.exit(7)} from wherever it may be called, in a process of its own: the code is kept,
 * the other services are stopped, and nobody pays the time-out of 25 s.
 */
class SystemExitIT {

  /** In milliseconds from the call to the end, of which one stop takes 300. */
  private static final long UNDER_A_SECOND = 1_000;

  private static final long NO_TIME_OUT = 5_000;

  @ParameterizedTest
  @ValueSource(strings = {"execute", "execute on a platform thread", "child", "run of a job"})
  void inTheWorkOfAServiceEndsTheProcessInUnderASecond(String where) throws Exception {
    assertRun(
        where,
        UNDER_A_SECOND,
        "EXIT",
        "last stopped",
        "slow stopped",
        "p stopped: 3 stopped",
        "main ends");
  }

  @Test
  void inAJobOfAQueueHandsItBack() throws Exception {
    assertRun(
        "job of a queue",
        UNDER_A_SECOND,
        "EXIT",
        "last stopped",
        "back: [job]",
        "slow stopped",
        "p stopped: 3 stopped",
        "main ends");
  }

  @Test
  void inTheWorkOfAServiceThatObservesTheHostSkipsNoStep() throws Exception {
    assertRun(
        "execute, observed",
        UNDER_A_SECOND,
        "EXIT",
        "last stopped",
        "slow stopped",
        "exits observes the end",
        "p stopped: 3 stopped",
        "main ends");
  }

  @ParameterizedTest
  @ValueSource(strings = {"supplier", "starting"})
  void beforeTheStartLeavesNothingToStop(String where) throws Exception {
    assertRun(where, NO_TIME_OUT, "EXIT", "p stopped: 3 never started", "main ends");
  }

  @Test
  void inAStartRollsItBack() throws Exception {
    assertRun(
        "start",
        NO_TIME_OUT,
        "EXIT",
        "slow stopped",
        "p stopped: 1 stopped, 1 start aborted, 1 never started",
        "main ends");
  }

  @Test
  void afterTheStartLeavesTheOthersToStop() throws Exception {
    assertRun(
        "started",
        NO_TIME_OUT,
        "EXIT",
        "last stopped",
        "slow stopped",
        "p stopped: 3 stopped",
        "main ends");
  }

  @Test
  void inACallbackForTheStartStopsAll() throws Exception {
    assertRun(
        "onStarted",
        NO_TIME_OUT,
        "EXIT",
        "last stopped",
        "slow stopped",
        "p stopped: 3 stopped",
        "main ends");
  }

  @Test
  void inAListenerStopsAll() throws Exception {
    assertRun(
        "listener",
        NO_TIME_OUT,
        "EXIT",
        "last stopped",
        "exits stopped",
        "slow stopped",
        "p stopped: 3 stopped",
        "main ends");
  }

  @ParameterizedTest
  @ValueSource(strings = {"onStopping", "stopping"})
  void beforeTheServicesStopLeavesTheOthersToStop(String where) throws Exception {
    assertRun(
        where,
        NO_TIME_OUT,
        "EXIT",
        "last stopped",
        "slow stopped",
        "p stopped: 3 stopped",
        "main ends");
  }

  @ParameterizedTest
  @ValueSource(strings = {"stop hook", "stop"})
  void inAStopLeavesThoseBehindItToStop(String where) throws Exception {
    assertRun(
        where,
        NO_TIME_OUT,
        "last stopped",
        "EXIT",
        "slow stopped",
        "p stopped: 3 stopped",
        "main ends");
  }

  @ParameterizedTest
  @ValueSource(strings = {"stopped", "onStopped"})
  void afterTheServicesHaveStoppedEndsTheStop(String where) throws Exception {
    assertRun(
        where,
        NO_TIME_OUT,
        "last stopped",
        "slow stopped",
        "EXIT",
        "p stopped: 3 stopped",
        "main ends");
  }

  @Test
  void inMainAfterRunEndsTheProcessAtOnce() throws Exception {
    assertRun(
        "main", UNDER_A_SECOND, "last stopped", "slow stopped", "p stopped: 3 stopped", "EXIT");
  }

  @Test
  void inOneHostStopsTheOtherOfTheProcessToo() throws Exception {
    Run run = run("execute in one of two hosts");
    assertEquals(
        List.of(
            "EXIT",
            "last stopped",
            "main ends",
            "p stopped: 3 stopped",
            "q stopped: 1 stopped",
            "slow stopped",
            "slow stopped"),
        run.lines.stream().sorted().toList());
    assertEquals(7, run.exitCode);
    assertTrue(run.took < NO_TIME_OUT, run.toString());
  }

  @Test
  void aSignalStopsTwoHostsThatRunOnTwoThreads() throws Exception {
    Run run = run("two hosts");
    assertEquals(
        List.of(
            "READY",
            "last stopped",
            "main ends",
            "p stopped: 3 stopped",
            "q stopped: 1 stopped",
            "slow stopped",
            "slow stopped"),
        run.lines.stream().sorted().toList());
    assertEquals(143, run.exitCode);
    assertTrue(run.took < NO_TIME_OUT, run.toString());
  }

  @Test
  void inAStopBecauseOfASignalKeepsTheCodeOfTheSignal() throws Exception {
    Run run = run("stop on a signal");
    assertEquals(
        List.of(
            "READY", "last stopped", "EXIT", "slow stopped", "p stopped: 3 stopped", "main ends"),
        run.lines);
    assertEquals(143, run.exitCode);
    assertTrue(run.took < NO_TIME_OUT, run.toString());
  }

  private static void assertRun(String where, long limit, String... lines) throws Exception {
    Run run = run(where);
    assertEquals(List.of(lines), run.lines);
    assertEquals(7, run.exitCode);
    assertTrue(run.took < limit, run.toString());
  }

  /** What it said, how it ended, and how long after its call of exit or its signal, in ms. */
  private record Run(List<String> lines, int exitCode, long took) {}

  private static Run run(String where) throws Exception {
    Process process = ChildJvm.start(List.of(), ExitProgram.class, where);
    List<String> lines = new ArrayList<>();
    long mark = 0;
    try (BufferedReader output = process.inputReader()) {
      for (String line = output.readLine(); line != null; line = output.readLine()) {
        lines.add(line.replaceFirst("EXIT .*", "EXIT"));
        if (line.startsWith("EXIT")) {
          mark = Long.parseLong(line.substring("EXIT ".length()));
        } else if (line.equals("READY")) {
          mark = System.currentTimeMillis();
          process.toHandle().destroy();
        }
      }
    }
    Run run = new Run(lines, process.waitFor(), System.currentTimeMillis() - mark);
    System.out.println("RESULT exit in " + where + ": " + run.exitCode + " in " + run.took + " ms");
    return run;
  }
}
