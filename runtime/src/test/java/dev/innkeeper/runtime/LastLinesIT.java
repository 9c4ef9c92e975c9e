package dev.innkeeper.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A failure, and a report that is not clean, are seen once: in the log, or on standard error if the
 * log has not shown them a while after the end. What is logged has a prefix.
 */
class LastLinesIT {

  private static final String FAILED = "p/w failed";
  private static final String REPORT = "p stopped in";

  @ParameterizedTest
  @CsvSource({
    "hangs, run",
    "hangs, stop",
    "hangs-when-it-writes, run",
    "throws, run",
    "throws, stop",
  })
  void whatTheLogDoesNotShowGoesToStandardError(String appender, String how) throws Exception {
    ChildJvm.Result result = run(appender, how);
    assertEquals(1, count(result, FAILED), "" + result.lines());
    assertEquals(1, count(result, REPORT), "" + result.lines());
    assertEquals(0, count(result, "LOG"), "" + result.lines());
    assertTrue(result.lines().stream().anyMatch(line -> line.contains("the cause")));
    assertTrue(result.lines().stream().anyMatch(line -> line.contains("deaf ABANDONED")));
    result.line("RETURNED");
  }

  @Test
  void ofAnAppenderThatHangsLaterOnlyWhatIsMissingGoesToStandardError() throws Exception {
    ChildJvm.Result result = run("hangs-in-the-end", "run");
    result.line("LOG " + FAILED);
    result.line(REPORT);
    assertEquals(1, count(result, FAILED), "" + result.lines());
    assertEquals(1, count(result, REPORT), "" + result.lines());
    result.line("RETURNED");
  }

  @ParameterizedTest
  @ValueSource(strings = {"writes", "is-slow"})
  void whatTheLogShowsInTimeGoesNowhereElse(String appender) throws Exception {
    ChildJvm.Result result = run(appender, "run");
    result.line("LOG " + FAILED);
    result.line("LOG " + REPORT);
    assertEquals(1, count(result, FAILED), "" + result.lines());
    assertEquals(1, count(result, REPORT), "" + result.lines());
    result.line("RETURNED");
  }

  @ParameterizedTest
  @ValueSource(strings = {"run", "stop"})
  void withoutABindingAllGoesToStandardError(String how) throws Exception {
    ChildJvm.Result result = resultOf(startWithoutABinding(how));
    assertEquals(1, count(result, FAILED), "" + result.lines());
    assertEquals(1, count(result, REPORT), "" + result.lines());
    result.line("RETURNED");
  }

  /** What the log shows too late may be on standard error as well. */
  @DisabledOnOs(OS.WINDOWS) // it has no signals
  @ParameterizedTest
  @CsvSource({"writes, run", "hangs, stop", "none, run"})
  void areSeenThoughTheProcessHasATenthOfACore(String appender, String how) throws Exception {
    Process process =
        appender.equals("none")
            ? startWithoutABinding(how)
            : ChildJvm.start(List.of(), LastLinesProgram.class, appender, how);
    BufferedReader output = process.inputReader(StandardCharsets.UTF_8);
    assertEquals("BEGINS", output.readLine());
    Process throttle = throttle(process);
    List<String> lines = output.lines().toList();
    ChildJvm.Result result = new ChildJvm.Result(process.waitFor(), lines);
    assertEquals(0, throttle.waitFor());
    assertTrue(count(result, FAILED) >= 1, "" + result.lines());
    assertTrue(count(result, REPORT) >= 1, "" + result.lines());
    assertTrue(result.lines().stream().anyMatch(line -> line.contains("deaf ABANDONED")));
    result.line("RETURNED");
  }

  /**
   * Lets it run for 10 of 100 milliseconds, as the quota of a container does, for some 20 seconds
   * ({@code -Dinnkeeper.throttle.seconds}) or until it has ended: a busy machine may give it less
   * than that.
   */
  private static Process throttle(Process process) throws IOException {
    String script =
        """
        n=0
        while [ $n -lt $1 ] && kill -STOP $0; do
          sleep 0.09
          kill -CONT $0
          sleep 0.01
          n=$((n + 1))
        done
        exit 0
        """;
    int times = 10 * Integer.getInteger("innkeeper.throttle.seconds", 10);
    return new ProcessBuilder("sh", "-c", script, "" + process.pid(), "" + times)
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
        .start();
  }

  private static Process startWithoutABinding(String how) throws IOException {
    String path =
        Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
            .filter(entry -> !entry.contains("logback"))
            .collect(Collectors.joining(File.pathSeparator));
    return ChildJvm.start(List.of(), List.of(), path, LastLinesProgram.class, "none", how);
  }

  private static ChildJvm.Result resultOf(Process process) throws Exception {
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return new ChildJvm.Result(process.waitFor(), output.lines().toList());
  }

  private static ChildJvm.Result run(String appender, String how) throws Exception {
    ChildJvm.Result result = ChildJvm.run(List.of(), LastLinesProgram.class, appender, how);
    assertEquals(0, result.exitCode(), "" + result.lines());
    return result;
  }

  private static long count(ChildJvm.Result result, String text) {
    return result.lines().stream().filter(line -> line.contains(text)).count();
  }
}
