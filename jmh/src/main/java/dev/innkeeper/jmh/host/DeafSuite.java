package dev.innkeeper.jmh.host;

import dev.innkeeper.jmh.harness.Case;
import dev.innkeeper.jmh.harness.Options;
import dev.innkeeper.jmh.harness.Suite;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Whether a stop returns at its deadline although services ignore it. */
public final class DeafSuite {

  /** The deadline in milliseconds. */
  public static final Map<String, String> DEFAULTS =
      Map.of(
          "deaf", "1,10,100,1000",
          "deaf-kinds", String.join(",", DeafKind.labels()),
          "deaf-all", "1000",
          "deaf-loads", "idle,busy",
          "deaf-deadline", "1000",
          "deaf-stops", "10");

  /** What is other in a quick run. */
  public static final Map<String, String> QUICK =
      Map.of("deaf", "1000", "deaf-kinds", "waiting", "deaf-loads", "idle", "deaf-stops", "2");

  private static final Duration LIFE_OF_A_JVM = Duration.ofMillis(1500);

  private DeafSuite() {}

  /** As the options have it. */
  public static Suite of(Options options) {
    return new Suite(
        "deaf",
        "Stop with deaf services",
        "Services that ignore every request and interrupt: how long after its deadline the stop"
            + " returns, in milliseconds; negative: before it. Of some stops in one JVM the median,"
            + " the worst, and the first, which runs on cold code. Beside it in the same stops: how"
            + " late a platform thread is that does nothing but park until the deadline. Either"
            + " some deaf ones beside a thousand ordinary services, or all are deaf: asleep, in a"
            + " lock that nobody gives back, spinning, in a monitor (which pins, on older JDKs),"
            + " four kinds mixed, or in a channel whose close hangs on the thread that interrupts."
            + " Abandoned are also those that get no processor because others spin on all.",
        List.of(
            "overshoot_ms",
            "worst_overshoot_ms",
            "park_late_ms",
            "worst_park_late_ms",
            "abandoned"),
        DeafRound.class,
        List.of("-Xmx256m"),
        options.oneOf("deaf-kinds", DeafKind.labels()).stream()
            .map(DeafKind::labelled)
            .flatMap(kind -> cases(kind, options))
            .toList());
  }

  private static Stream<Case> cases(DeafKind kind, Options options) {
    long cores = Runtime.getRuntime().availableProcessors();
    return switch (kind) {
      case WAITING ->
          options.numbers("deaf").stream()
              .map(deaf -> caseOf(deaf, kind, deaf + " deaf", false, options));
      case SPINNING ->
          Stream.of(caseOf(cores, kind, cores + " deaf that spin on all cores", false, options));
      default ->
          options.oneOf("deaf-loads", List.of("idle", "busy")).stream()
              .map(load -> caseOfAll(options.number("deaf-all"), kind, load, options));
    };
  }

  private static Case caseOfAll(long deaf, DeafKind kind, String load, Options options) {
    String setting = deaf + ", " + kind.label().replace("-", " ") + ", " + load;
    return caseOf(deaf, kind, setting, load.equals("busy"), options);
  }

  private static Case caseOf(
      long deaf, DeafKind kind, String setting, boolean busy, Options options) {
    Duration deadline = Duration.ofMillis(options.number("deaf-deadline"));
    long stops = options.number("deaf-stops");
    return new Case(
        Contender.INNKEEPER.label(),
        setting,
        busy,
        List.of("" + deaf, kind.label(), "" + deadline, "" + stops),
        LIFE_OF_A_JVM.plus(deadline.plusMillis(100).multipliedBy(stops)));
  }
}
