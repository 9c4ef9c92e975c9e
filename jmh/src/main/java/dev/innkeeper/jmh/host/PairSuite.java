package dev.innkeeper.jmh.host;

import dev.innkeeper.jmh.harness.Case;
import dev.innkeeper.jmh.harness.Options;
import dev.innkeeper.jmh.harness.Suite;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A host and a peer in turn in one JVM: what their ratio is, whatever the JVM is like. */
public final class PairSuite {

  /** Times in milliseconds; each pair has an option for its numbers. */
  public static final Map<String, String> DEFAULTS =
      Map.ofEntries(
          Map.entry("pairs", String.join(",", Pair.labels())),
          Map.entry(numbersOf(Pair.CONCURRENT), "100,1000,10000,100000"),
          Map.entry(numbersOf(Pair.SEQUENCE), "10000"),
          Map.entry(numbersOf(Pair.SEQUENCE_VIRTUAL), "10000"),
          Map.entry(numbersOf(Pair.SEQUENCE_SHALLOW), "10000"),
          Map.entry(numbersOf(Pair.ON_ONE), "10000"),
          Map.entry(numbersOf(Pair.ON_ALL), "1000"),
          Map.entry("pair-warmup", "20000"),
          Map.entry("pair-unmeasured", "2"),
          Map.entry("pair-rounds", "9"),
          Map.entry("pair-measuring", "3000"));

  /** What is other in a quick run. */
  public static final Map<String, String> QUICK =
      Map.of(
          "pairs",
          Pair.CONCURRENT.label(),
          numbersOf(Pair.CONCURRENT),
          "1000",
          "pair-warmup",
          "300",
          "pair-rounds",
          "3",
          "pair-measuring",
          "300");

  /** With eight looks at the heap. */
  private static final Duration LIFE_OF_A_JVM = Duration.ofMillis(4500);

  private PairSuite() {}

  private static String numbersOf(Pair pair) {
    return "pair-" + pair.label();
  }

  /** As the options have it. */
  public static Suite of(Options options) {
    List<Case> cases = new ArrayList<>();
    for (String label : options.oneOf("pairs", Pair.labels())) {
      Pair pair = Pair.labelled(label);
      options.numbers(numbersOf(pair)).forEach(number -> cases.add(caseOf(pair, number, options)));
    }
    return new Suite(
        "host-pairs",
        "A host and its peer in turn",
        "Services whose work waits for the stop. In one JVM the host starts and stops, and then the"
            + " peer, or first the peer in every other round; after a warm-up of both and some"
            + " rounds that do not count. The ratio is that of the host's time for start and stop"
            + " to the peer's in the same round: the median of the rounds, the least and the"
            + " greatest. Milliseconds and bytes as in \"Start and stop of a host\". A loop of"
            + " scopes opens one scope in the other, forks its work and waits until that runs, and"
            + " closes them in the reverse order; with ten thousand open on one thread the JDK is"
            + " slow, with a hundred it is not. Beside a stop in sequence only the ratio of the"
            + " stop says something.",
        List.of("start_ratio", "stop_ratio", "ratio", "ratio_min", "ratio_max"),
        PairRound.class,
        List.of("-Xmx4g", "-Xms4g", "-XX:+UseG1GC", Suite.WITHOUT_LOG),
        cases);
  }

  private static Case caseOf(Pair pair, long number, Options options) {
    Duration warmup = Duration.ofMillis(options.number("pair-warmup"));
    Duration measuring = Duration.ofMillis(options.number("pair-measuring"));
    long unmeasured = options.number("pair-unmeasured");
    long rounds = options.number("pair-rounds");
    int services = pair.services(Math.toIntExact(number));
    Duration ofRounds = Duration.ofMillis(150 + services / 40).multipliedBy(rounds + unmeasured);
    return new Case(
        Contender.INNKEEPER.label(),
        pair.setting(number),
        false,
        List.of(
            pair.label(), "" + number, "" + warmup, "" + unmeasured, "" + rounds, "" + measuring),
        LIFE_OF_A_JVM.plus(warmup).plus(ofRounds.compareTo(measuring) > 0 ? ofRounds : measuring));
  }
}
