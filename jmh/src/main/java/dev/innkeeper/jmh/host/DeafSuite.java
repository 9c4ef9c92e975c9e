package dev.innkeeper.jmh.host;

import dev.innkeeper.jmh.harness.Case;
import dev.innkeeper.jmh.harness.Options;
import dev.innkeeper.jmh.harness.Suite;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Whether a stop returns at its deadline although services ignore it. */
public final class DeafSuite {

  /** The deadline in milliseconds. */
  public static final Map<String, String> DEFAULTS =
      Map.of("deaf", "1,10,100,1000", "deaf-kinds", "waiting,spinning", "deaf-deadline", "1000");

  /** What is other in a quick run. */
  public static final Map<String, String> QUICK = Map.of("deaf", "1000", "deaf-kinds", "waiting");

  private static final Duration LIFE_OF_A_JVM = Duration.ofMillis(1500);

  private DeafSuite() {}

  /** As the options have it. */
  public static Suite of(Options options) {
    List<Case> cases = new ArrayList<>();
    Duration deadline = Duration.ofMillis(options.number("deaf-deadline"));
    for (String kind : options.oneOf("deaf-kinds", List.of("waiting", "spinning"))) {
      if (kind.equals("waiting")) {
        options
            .numbers("deaf")
            .forEach(deaf -> cases.add(caseOf(deaf, DeafRound.Kind.WAITING, "deaf", deadline)));
      } else {
        long cores = Runtime.getRuntime().availableProcessors();
        cases.add(caseOf(cores, DeafRound.Kind.SPINNING, "deaf that spin on all cores", deadline));
      }
    }
    return new Suite(
        "deaf",
        "Stop with deaf services",
        "A thousand ordinary services and some that ignore every request and interrupt: how long"
            + " after its deadline the stop returns, in milliseconds; negative: before it. Of three"
            + " stops the median, and the first, which runs on cold code. Abandoned are also those"
            + " that get no processor because others spin on all.",
        List.of("overshoot_ms", "abandoned"),
        DeafRound.class,
        List.of("-Xmx256m"),
        cases);
  }

  private static Case caseOf(long deaf, DeafRound.Kind kind, String setting, Duration deadline) {
    return new Case(
        Contender.INNKEEPER.label(),
        deaf + " " + setting,
        false,
        List.of("" + deaf, kind.name(), "" + deadline),
        LIFE_OF_A_JVM.plus(deadline.multipliedBy(3)));
  }
}
