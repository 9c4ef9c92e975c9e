package dev.innkeeper.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A thousand services that ignore everything, in a process of their own: the stop keeps its
 * deadline, the report names them all, and the JVM ends. What each run measured is printed.
 */
class DeafServicesIT {

  private static final int SERVICES = 1_000;
  private static final int DEADLINE = 3_000;

  /** In milliseconds beyond the deadline; what it really takes is measured by the benchmarks. */
  private static final int OVERSHOOT = 1_000;

  @ParameterizedTest
  @ValueSource(strings = {"SLEEP", "LOCK", "SPIN", "PINNED", "MIXED", "CHANNEL"})
  void doNotKeepTheStopFromItsDeadlineNorTheJvmFromItsEnd(String kind) throws Exception {
    ChildJvm.Result result = run(kind);
    String measured = result.line("RESULT");
    assertEquals(SERVICES, number(measured, "abandoned"));
    assertEquals(SERVICES, number(measured, "named"));
    assertTrue(number(measured, "overshoot") <= OVERSHOOT, measured);
    assertEquals(0, result.exitCode());
  }

  @Test
  void thatKeepOthersFromRunningAreToldFromThese() throws Exception {
    ChildJvm.Result result = run("SPIN", "ungated");
    String measured = result.line("RESULT");
    assertTrue(number(measured, "overshoot") <= OVERSHOOT, measured);
    assertEquals(SERVICES, number(measured, "abandoned"));
    assertTrue(number(measured, "inDeafCode") > 0, measured);
    // Not all: some may wait for a lock that one of these holds.
    assertTrue(number(measured, "withoutCarrier") > SERVICES / 2, measured);
    assertEquals(SERVICES, number(measured, "named"));
    assertEquals(0, result.exitCode());
  }

  private static ChildJvm.Result run(String kind, String... more) throws Exception {
    List<String> arguments = new ArrayList<>();
    arguments.addAll(List.of(kind, "" + SERVICES, "" + DEADLINE));
    arguments.addAll(List.of(more));
    ChildJvm.Result result =
        ChildJvm.run(List.of(), DeafHost.class, arguments.toArray(String[]::new));
    System.out.println(result.line("RESULT"));
    return result;
  }

  private static int number(String measured, String name) {
    Matcher matcher = Pattern.compile(name + "=(-?\\d+)").matcher(measured);
    assertTrue(matcher.find(), measured);
    return Integer.parseInt(matcher.group(1));
  }
}
