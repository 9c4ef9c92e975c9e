package dev.innkeeper.jmh.host;

import dev.innkeeper.jmh.harness.Case;
import dev.innkeeper.jmh.harness.Options;
import dev.innkeeper.jmh.harness.Suite;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** How much longer than the longest path of dependencies a host takes to start and to stop. */
public final class GraphSuite {

  /** Critical paths in milliseconds. */
  public static final Map<String, String> DEFAULTS =
      Map.of("critical-paths", "100,300,1000", "graphs", "5");

  /** What is other in a quick run. */
  public static final Map<String, String> QUICK = Map.of("critical-paths", "100");

  private static final Duration LIFE_OF_A_JVM = Duration.ofMillis(1500);

  private GraphSuite() {}

  /** As the options have it. */
  public static Suite of(Options options) {
    return new Suite(
        "graph",
        "Services that depend on each other",
        "Random graphs of 50 to 200 services that sleep in their start and in their stop: the time"
            + " that all take, against the longest path of sleeps that wait for each other. The"
            + " median of some graphs, and the worst.",
        List.of("start_ratio", "stop_ratio"),
        GraphRound.class,
        List.of("-Xmx256m"),
        options.numbers("critical-paths").stream()
            .map(millis -> caseOf(Duration.ofMillis(millis), options.number("graphs")))
            .toList());
  }

  private static Case caseOf(Duration path, long graphs) {
    return new Case(
        Contender.INNKEEPER.label(),
        "critical path of " + path.toMillis() + " ms",
        false,
        List.of("" + path, "" + graphs),
        LIFE_OF_A_JVM.plus(path.multipliedBy(2 * graphs)));
  }
}
