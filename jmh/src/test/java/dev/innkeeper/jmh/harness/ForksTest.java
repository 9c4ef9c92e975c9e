package dev.innkeeper.jmh.harness;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ForksTest {

  private final ByteArrayOutputStream console = new ByteArrayOutputStream();

  /** What is measured: says how many arguments it got, or does what the first one says. */
  static final class Round {
    public static void main(String[] args) {
      System.out.println("what a JVM has to say before it");
      switch (args[0]) {
        case "fails" -> throw new IllegalStateException("no clock");
        case "is interrupted" -> System.exit(130);
        case "is terminated" -> System.exit(143);
        case "says nothing" -> System.exit(0);
        default -> {
          Figures figures = new Figures().with("arguments", args.length);
          System.out.println(Measurement.of(figures).toLine());
        }
      }
    }
  }

  @Test
  void theRoundsAreInterleavedAndACaseThatFailsIsNotTriedAgain() throws Exception {
    Results results = measure(2, caseOf("one"), caseOf("fails"), caseOf("two", "more"));
    assertEquals(
        List.of("one [1.0, 1.0]", "two [2.0, 2.0]"),
        results.rounds().entrySet().stream()
            .map(row ->
                row.getKey().contender()
                    + " "
                    + row.getValue().stream()
                        .map(each -> each.figures().values().get("arguments"))
                        .toList())
            .toList());
    Row failed = new Row("fails", "a setting", Jdk.running().version());
    assertEquals(List.of(failed), List.copyOf(results.failures().keySet()));
    String why = String.valueOf(results.failures().get(failed));
    assertTrue(why.startsWith("exit code 1\nwhat a JVM has to say before it\n"), why);
    assertTrue(why.contains("java.lang.IllegalStateException: no clock"), why);
    assertEquals(
        List.of("[1/6", "[2/6", "[3/6", "[4/6", "[6/6"),
        console
            .toString(UTF_8)
            .lines()
            .filter(line -> line.startsWith("["))
            .map(line -> line.substring(0, 4))
            .toList());
  }

  /** A terminal's Ctrl-C goes to all processes at once. */
  @Test
  void aMeasuringJvmThatWasInterruptedEndsTheMeasuring() {
    assertThrows(InterruptedException.class, () -> measure(1, caseOf("is interrupted")));
    assertThrows(InterruptedException.class, () -> measure(1, caseOf("is terminated")));
  }

  @Test
  void whatPrintsNoMeasurementHasFailed() throws Exception {
    Results results = measure(1, caseOf("says nothing"));
    assertEquals(Map.of(), results.rounds());
    String why = String.join("", results.failures().values());
    assertTrue(why.startsWith("no measurement in its last line: "), why);
    assertTrue(why.endsWith("what a JVM has to say before it\n"), why);
  }

  @Test
  void durationsAreReadable() {
    assertEquals("59 s", Progress.readable(Duration.ofSeconds(59)));
    assertEquals("1 min 1 s", Progress.readable(Duration.ofSeconds(61)));
    assertEquals("2 h 3 min", Progress.readable(Duration.ofMinutes(123)));
  }

  private Results measure(long rounds, Case... cases) throws Exception {
    Suite suite =
        new Suite(
            "s", "t", "e", List.of("arguments"), Round.class, List.of("-Xmx32m"), List.of(cases));
    Progress progress = new Progress(new PrintStream(console, true, UTF_8), List.of(suite), rounds);
    Results results = new Results(suite);
    new Forks(List.of(Jdk.running()), rounds, progress).measure(results);
    return results;
  }

  private static Case caseOf(String... arguments) {
    return new Case(arguments[0], "a setting", false, List.of(arguments), Duration.ofMillis(100));
  }
}
