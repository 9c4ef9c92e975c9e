package dev.innkeeper.jmh.host;

import dev.innkeeper.jmh.harness.Case;
import dev.innkeeper.jmh.harness.Options;
import dev.innkeeper.jmh.harness.Suite;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What it takes to start and to stop very many services, and what they need while they run. */
public final class HostSuite {

  /** Times in milliseconds. */
  public static final Map<String, String> DEFAULTS =
      Map.of(
          "host-contenders", String.join(",", Contender.labels()),
          "services", "100,1000,10000,100000",
          "host-warmup", "2500",
          "host-measuring", "1000");

  /** What is other in a quick run. */
  public static final Map<String, String> QUICK =
      Map.of("services", "1000", "host-warmup", "300", "host-measuring", "300");

  private static final Duration LIFE_OF_A_JVM = Duration.ofMillis(1200);

  private HostSuite() {}

  /** As the options have it. */
  public static Suite of(Options options) {
    List<Case> cases = new ArrayList<>();
    for (long services : options.numbers("services")) {
      for (String label : options.oneOf("host-contenders", Contender.labels())) {
        if (Contender.labelled(label).canHave(services)) {
          cases.add(caseOf(label, services, options));
        }
      }
    }
    return new Suite(
        "host",
        "Start and stop of a host",
        "Services whose work waits for the stop, in a JVM that has started and stopped them before:"
            + " milliseconds from the call of start until every work runs, and from the call of"
            + " stop until every work has ended and the call has returned; the heap in use after a"
            + " collection while they run, with virtual threads and their stacks, but not the"
            + " stacks of platform threads, which are outside. Nothing is logged. Bare threads and"
            + " scopes are stopped by an interrupt, the others ask. Guava on platform threads is"
            + " left out where so many threads cannot be had.",
        List.of("start_ms", "stop_ms", "bytes_per_service"),
        HostRound.class,
        List.of("-Xmx4g", "-Xms4g", "-XX:+UseG1GC", Suite.WITHOUT_LOG),
        cases);
  }

  private static Case caseOf(String label, long services, Options options) {
    Duration warmup = Duration.ofMillis(options.number("host-warmup"));
    Duration measuring = Duration.ofMillis(options.number("host-measuring"));
    return new Case(
        label,
        services + " services",
        false,
        List.of(label, "" + services, "" + warmup, "" + measuring),
        LIFE_OF_A_JVM.plus(warmup).plus(measuring).plusMillis(services / 20));
  }
}
