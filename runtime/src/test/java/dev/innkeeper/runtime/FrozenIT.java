package dev.innkeeper.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** A process that is stopped by a signal while its host stops, and goes on after some seconds. */
@DisabledOnOs(OS.WINDOWS) // it has no signals
class FrozenIT {

  private static final Pattern TOLD = Pattern.compile("stood still for ([0-9.]+) s or more");

  @Test
  void everyServiceHasItsStopAndTheLogSaysOnceThatTheProcessStoodStill() throws Exception {
    assertIsSeen();
  }

  @Test
  void isSeenByAHostThreadThatWasAwakeToo() throws Exception {
    assertIsSeen("awake");
  }

  private static void assertIsSeen(String... arguments) throws Exception {
    Process process =
        ChildJvm.start(List.of("-Dinnkeeper.test.log=WARN"), FrozenHost.class, arguments);
    Process freezer = freezer(process);
    BufferedReader output = process.inputReader(StandardCharsets.UTF_8);
    assertEquals("STOPPING", output.readLine());
    writeLine(freezer);
    assertEquals(0, freezer.waitFor());
    writeLine(process);
    List<String> lines = output.lines().toList();
    ChildJvm.Result result = new ChildJvm.Result(process.waitFor(), lines);
    assertEquals(0, result.exitCode(), "" + lines);
    assertEquals(
        List.of("STOP c", "STOP b", "STOP a"),
        lines.stream().filter(line -> line.startsWith("STOP ")).toList(),
        lines::toString);
    assertTrue(result.line("CLEAN ").startsWith("CLEAN true"), "" + lines);
    assertEquals(1, lines.stream().filter(FrozenIT::isOfTheFreeze).count(), "" + lines);
  }

  /** On a busy machine there may be another one, of a second or so. */
  private static boolean isOfTheFreeze(String line) {
    Matcher told = TOLD.matcher(line);
    return told.find() && Double.parseDouble(told.group(1)) >= 2;
  }

  /** Waits for a line, so that the signal comes without the delay of a new process. */
  private static Process freezer(Process process) throws IOException {
    String script = "read line; kill -STOP $0 && sleep 4; kill -CONT $0";
    return new ProcessBuilder("sh", "-c", script, "" + process.pid())
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
        .start();
  }

  private static void writeLine(Process process) throws IOException {
    OutputStream input = process.getOutputStream();
    input.write('\n');
    input.flush();
  }
}
