package dev.innkeeper.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The report of a stop because of SIGTERM, with each log binding: in the log, or on standard error
 * if the binding has gone before; and never nowhere. What is logged has a prefix.
 */
class LogBindingsIT {

  private static final String LOGBACK = "-Dlogback.configurationFile=bindings/logback.xml";
  private static final String LOGBACK_HOOK =
      "-Dlogback.configurationFile=bindings/logback-hook.xml";
  private static final String LOG4J = "-Dlog4j2.configurationFile=bindings/log4j2.xml";
  private static final String LOG4J_NO_HOOK =
      "-Dlog4j2.configurationFile=bindings/log4j2-no-hook.xml";
  private static final String JUL_LASTS =
      "-Djava.util.logging.manager=" + LogProgram.LastingLogManager.class.getName();

  private static final String ENGLISH = "-Duser.language=en";
  private static final String CLEAN = "p stopped in T: 2 stopped";

  @Test
  void logbackShowsTheReport() throws Exception {
    assertEquals(report("LOG WARN: "), seen("logback", "failing", "stays", LOGBACK));
    assertEquals(List.of("LOG INFO: " + CLEAN), seen("logback", "clean", "stays", LOGBACK));
  }

  @Test
  void logbackWithItsShutdownHookLeavesTheReportToStandardError() throws Exception {
    assertEquals(report(""), seen("logback", "failing", "logback-goes", LOGBACK_HOOK));
    assertEquals(List.of(CLEAN), seen("logback", "clean", "logback-goes", LOGBACK_HOOK));
  }

  @Test
  void log4jLeavesTheReportToStandardError() throws Exception {
    assertEquals(report(""), seen("log4j", "failing", "log4j-goes", LOG4J));
    assertEquals(List.of(CLEAN), seen("log4j", "clean", "log4j-goes", LOG4J));
  }

  @Test
  void log4jWithoutItsShutdownHookShowsTheReport() throws Exception {
    assertEquals(report("LOG WARN: "), seen("log4j", "failing", "stays", LOG4J_NO_HOOK));
    assertEquals(List.of("LOG INFO: " + CLEAN), seen("log4j", "clean", "stays", LOG4J_NO_HOOK));
  }

  @Test
  void julLeavesTheReportToStandardError() throws Exception {
    assertEquals(report(""), seen("jul", "failing", "jul-goes", ENGLISH));
    assertEquals(List.of(CLEAN), seen("jul", "clean", "jul-goes", ENGLISH));
  }

  @Test
  void julShowsTheReportIfItsManagerKeepsTheHandlers() throws Exception {
    assertEquals(report("WARNING: "), seen("jul", "failing", "stays", ENGLISH, JUL_LASTS));
    assertEquals(List.of("INFO: " + CLEAN), seen("jul", "clean", "stays", ENGLISH, JUL_LASTS));
  }

  @Test
  void withoutABindingAReportThatIsNotCleanIsSeen() throws Exception {
    assertEquals(report(""), seen("none", "failing", "stays"));
    assertEquals(List.of(), seen("none", "clean", "stays"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"logback", "log4j"})
  void aReportThatTheLevelsHideIsHiddenToTheEnd(String binding) throws Exception {
    String config = binding.equals("log4j") ? LOG4J : LOGBACK;
    String goes = binding.equals("log4j") ? "log4j-goes" : "stays";
    assertEquals(List.of(), seen(binding, "clean", goes, config, "-Dlevel=WARN"));
    assertEquals(List.of(), seen(binding, "failing", goes, config, "-Dlevel=OFF"));
  }

  private static List<String> report(String prefix) {
    return List.of(
        prefix + "p stopped in T: 1 stopped, 1 failed",
        "  w FAILED in T: java.lang.IllegalStateException: the cause",
        "  last STOPPED in T");
  }

  /** The lines of the report in all that the process says. */
  private static List<String> seen(String binding, String program, String goes, String... options)
      throws Exception {
    Process process =
        ChildJvm.start(
            List.of(), List.of(options), classPath(binding), LogProgram.class, program, goes);
    List<String> lines = new ArrayList<>();
    try (BufferedReader output = process.inputReader()) {
      for (String line = output.readLine(); line != null; line = output.readLine()) {
        lines.add(line);
        if (line.equals("READY")) {
          process.toHandle().destroy();
        }
      }
    }
    assertEquals(143, process.waitFor(), lines.toString());
    return lines.stream()
        .filter(line -> line.matches(".*(p stopped in|  w FAILED|  last STOPPED).*"))
        .map(line -> line.replaceFirst(" in [0-9.]+ m?s", " in T"))
        .toList();
  }

  /** That of the test, with this binding instead of its own; the build has put it there. */
  private static String classPath(String binding) throws IOException {
    List<String> path = new ArrayList<>();
    if (!binding.equals("none")) {
      try (Stream<Path> jars = Files.list(Path.of("target", "bindings", binding))) {
        jars.map(Path::toString).sorted().forEach(path::add);
      }
    }
    Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
        .filter(entry -> !Path.of(entry).getFileName().toString().startsWith("logback"))
        .forEach(path::add);
    return String.join(File.pathSeparator, path);
  }
}
