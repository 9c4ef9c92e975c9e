package dev.innkeeper.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
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
    String path =
        Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
            .filter(entry -> !entry.contains("logback"))
            .collect(Collectors.joining(File.pathSeparator));
    Process process =
        ChildJvm.start(List.of(), List.of(), path, LastLinesProgram.class, "none", how);
    List<String> lines =
        new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8)
            .lines()
            .toList();
    ChildJvm.Result result = new ChildJvm.Result(process.waitFor(), lines);
    assertEquals(1, count(result, FAILED), "" + lines);
    assertEquals(1, count(result, REPORT), "" + lines);
    result.line("RETURNED");
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
