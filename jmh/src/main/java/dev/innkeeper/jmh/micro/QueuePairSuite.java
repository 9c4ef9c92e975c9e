package dev.innkeeper.jmh.micro;

import dev.innkeeper.jmh.harness.Case;
import dev.innkeeper.jmh.harness.Options;
import dev.innkeeper.jmh.harness.Suite;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A queue of jobs and a thread pool in turn in one JVM. */
public final class QueuePairSuite {

  /** The numbers of workers and of submitters, and how many turns are measured. */
  public static final Map<String, String> DEFAULTS =
      Map.of(
          "queue-workers", "1,4,16",
          "queue-submitters", "1,8",
          "queue-turns", "400",
          "queue-metrics", "none");

  /** What is other in a quick run. */
  public static final Map<String, String> QUICK =
      Map.of("queue-workers", "4", "queue-submitters", "1", "queue-turns", "100");

  private QueuePairSuite() {}

  /** As the options have it. */
  public static Suite of(Options options) {
    long turns = options.number("queue-turns");
    String metrics = options.text("queue-metrics");
    List<Case> cases = new ArrayList<>();
    for (long workers : options.numbers("queue-workers")) {
      for (long submitters : options.numbers("queue-submitters")) {
        cases.add(
            new Case(
                "innkeeper",
                workers + " workers, " + submitters + " submitters",
                false,
                List.of("" + workers, "" + submitters, "" + turns, metrics),
                Duration.ofMillis(1_000 + 15 * turns)));
      }
    }
    return new Suite(
        "queue-pairs",
        "A queue of jobs and a thread pool in turn",
        "Virtual threads hand in "
            + QueuePairRound.JOBS
            + " jobs that do next to nothing, and then wait for the end of each: of a JobQueue, and"
            + " of a ThreadPoolExecutor with a bounded queue and a Future for each job, whose"
            + " submitters wait for room, too; both hold "
            + QueuePairRound.CAPACITY
            + " jobs. As many turns before that do not count. The ratio is that of the queue's time"
            + " to that of the pool in the same turn: the median of the turns and their quartiles;"
            + " and that of the CPU time of all turns. With queue-metrics registry, or empty, the"
            + " peer is another queue, and the host of the first has the metrics of"
            + " innkeeper-micrometer, in a registry, or in one without a backend.",
        List.of("ratio", "ratio_low", "ratio_high", "cpu_ratio", "bytes"),
        QueuePairRound.class,
        List.of("-Xmx1g", Suite.WITHOUT_LOG),
        cases);
  }
}
