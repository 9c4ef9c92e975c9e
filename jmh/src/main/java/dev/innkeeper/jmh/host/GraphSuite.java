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
      Map.of("critical-paths", "100,300,1000", "graphs", "3");

  /** What is other in a quick run. */
  public static final Map<String, String> QUICK = Map.of("critical-paths", "100");

  private static final List<Contender> CONTENDERS =
      List.of(Contender.INNKEEPER, Contender.VIRTUAL_THREADS);

  private static final Duration LIFE_OF_A_JVM = Duration.ofMillis(1500);

  private GraphSuite() {}

  /** As the options have it. */
  public static Suite of(Options options) {
    return new Suite(
        "graph",
        "Services that depend on each other",
        "Random graphs of 50 to 200 services that sleep in their start and in their stop: the time"
            + " that all take, against the longest path of sleeps that wait for each other. The"
            + " median of some graphs, and the worst. Bare threads show what of it is the"
            + " machine's.",
        List.of("start_ratio", "stop_ratio"),
        GraphRound.class,
        List.of("-Xmx256m", Suite.WITHOUT_LOG),
        options.numbers("critical-paths").stream()
            .map(Duration::ofMillis)
            .flatMap(path -> CONTENDERS.stream().map(c -> caseOf(c, path, options)))
            .toList());
  }

  private static Case caseOf(Contender contender, Duration path, Options options) {
    long graphs = options.number("graphs");
    return new Case(
        contender.label(),
        "critical path of " + path.toMillis() + " ms",
        false,
        List.of(contender.label(), "" + path, "" + graphs),
        LIFE_OF_A_JVM.plus(path.multipliedBy(2 * graphs)));
  }
}
