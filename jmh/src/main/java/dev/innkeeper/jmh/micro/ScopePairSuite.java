package dev.innkeeper.jmh.micro;

import dev.innkeeper.jmh.harness.Case;
import dev.innkeeper.jmh.harness.Options;
import dev.innkeeper.jmh.harness.Suite;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** A scope and the JDK's own in turn in one JVM: what their ratio is, whatever the JVM is like. */
public final class ScopePairSuite {

  /** The numbers of tasks, and how many turns are measured. */
  public static final Map<String, String> DEFAULTS =
      Map.of("scope-tasks", "1,10,100", "scope-turns", "1500");

  /** What is other in a quick run. */
  public static final Map<String, String> QUICK = Map.of("scope-tasks", "10", "scope-turns", "300");

  private ScopePairSuite() {}

  /** As the options have it. */
  public static Suite of(Options options) {
    return new Suite(
        "scope-pairs",
        "A scope and the JDK's own in turn",
        "A virtual thread opens a scope, forks tasks that do nothing, joins and closes: some fifty"
            + " to three hundred times with the one kind of scope, and then with the other, or"
            + " first with the other in every other turn; as many turns before that do not count."
            + " The ratio is that of TaskScope's time to that of the JDK's in the same turn: the"
            + " median of the turns and their quartiles.",
        List.of("ratio", "ratio_low", "ratio_high"),
        ScopePairRound.class,
        List.of("-Xmx1g", "-XX:+UseSerialGC", Suite.WITHOUT_LOG),
        options.numbers("scope-tasks").stream().map(tasks -> caseOf(tasks, options)).toList());
  }

  private static Case caseOf(long tasks, Options options) {
    long turns = options.number("scope-turns");
    return new Case(
        "innkeeper",
        tasks + (tasks == 1 ? " task" : " tasks"),
        false,
        List.of("" + tasks, "" + turns),
        Duration.ofMillis(800 + 3 * turns));
  }
}
