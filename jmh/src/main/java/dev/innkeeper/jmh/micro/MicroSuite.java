package dev.innkeeper.jmh.micro;

import dev.innkeeper.jmh.harness.Case;
import dev.innkeeper.jmh.harness.Options;
import dev.innkeeper.jmh.harness.Suite;
import dev.innkeeper.timer.MissedTicks;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * What the smallest things cost: a tick that is late, a scope, a job, an event for the flight
 * recorder.
 */
public final class MicroSuite {

  private static final List<String> GROUPS =
      List.of(
          "late-tick",
          "task-scope",
          "job-queue",
          "tick-event",
          "life-cycle-event",
          "host",
          "first");

  /**
   * Warm-up and what counts are so many iterations of so many milliseconds each. What only the
   * first call in a JVM shows is measured in so many JVMs.
   */
  public static final Map<String, String> DEFAULTS =
      Map.of(
          "micro", String.join(",", GROUPS),
          "micro-forks", "1,10,100",
          "micro-warmup", "5",
          "micro-iterations", "5",
          "micro-millis", "300",
          "micro-jvms", "5");

  /** What is other in a quick run. */
  public static final Map<String, String> QUICK =
      Map.of(
          "micro", "task-scope,tick-event",
          "micro-forks", "10",
          "micro-warmup", "2",
          "micro-iterations", "2",
          "micro-millis", "200");

  private static final Duration LIFE_OF_A_JVM = Duration.ofMillis(800);

  private MicroSuite() {}

  /** As the options have it. */
  public static Suite of(Options options) {
    List<String> groups = options.oneOf("micro", GROUPS);
    return new Suite(
        "micro",
        "Micro benchmarks",
        "What one of each costs, by JMH: nanoseconds, the median of its iterations, and bytes"
            + " allocated. A scope is opened, forks, joins and is closed by a virtual thread. A job"
            + " is one of a thousand that a virtual thread hands in and waits for. The"
            + " events are the flight recorder's: off is a JVM that never recorded, ended one that"
            + " has. The first of a JVM is measured with its classes still to be loaded.",
        List.of("ns_per_op", "error_ns", "bytes_per_op"),
        MicroRound.class,
        List.of("-Xmx512m"),
        groups.stream().flatMap(group -> casesOf(group, options)).toList());
  }

  private static Stream<Case> casesOf(String group, Options options) {
    return switch (group) {
      case "late-tick" -> lateTicks().map(each -> warm(each, options));
      case "task-scope" -> scopes(options).map(each -> warm(each, options));
      case "job-queue" -> queues().map(each -> warm(each, options));
      case "tick-event" ->
          Subject.events("tick", TickEventBenchmark.class, "withoutJfr", "off", "ended", "on")
              .map(each -> warm(each, options));
      case "life-cycle-event" ->
          Subject.events(
                  "life-cycle event", LifeCycleEventBenchmark.class, "none", "off", "ended", "on")
              .map(each -> warm(each, options));
      case "host" ->
          Subject.events("host", HostBenchmark.class, "off", "on").map(each -> warm(each, options));
      default ->
          Stream.concat(
                  Subject.events("first tick", TickEventBenchmark.class, "off", "on"),
                  Subject.events("first host", HostBenchmark.class, "off", "on"))
              .map(each -> first(each, options));
    };
  }

  private static Stream<Subject> lateTicks() {
    return Stream.of(MissedTicks.values())
        .map(each ->
            Subject.of(
                each.name(),
                "late tick",
                LateTickBenchmark.class,
                "waitForNextTick",
                "missedTicks=" + each));
  }

  private static Stream<Subject> scopes(Options options) {
    return options.numbers("micro-forks").stream()
        .flatMap(forks ->
            Stream.of(
                scope("JDK scope", "jdk", forks),
                scope("TaskScope", "innkeeper", forks),
                scope("threads", "threads", forks)));
  }

  private static Subject scope(String contender, String method, long forks) {
    String setting = "scope of " + forks;
    return Subject.of(contender, setting, TaskScopeBenchmark.class, method, "forks=" + forks);
  }

  private static Stream<Subject> queues() {
    return Stream.of(1, 4)
        .flatMap(workers ->
            Stream.of(
                queue("JobQueue", "innkeeper", workers),
                queue("threads and semaphore", "virtualThreads", workers),
                queue("ThreadPoolExecutor", "threadPool", workers)));
  }

  private static Subject queue(String contender, String method, int workers) {
    String setting = workers == 1 ? "job, 1 worker" : "job, " + workers + " workers";
    return Subject.of(contender, setting, JobQueueBenchmark.class, method, "workers=" + workers);
  }

  private static Case warm(Subject subject, Options options) {
    long warmup = options.number("micro-warmup");
    long iterations = options.number("micro-iterations");
    long millis = options.number("micro-millis");
    List<String> plan = List.of("avgt", "1", "" + warmup, "" + iterations, "" + millis);
    return caseOf(subject, plan, 1, Duration.ofMillis((warmup + iterations) * millis));
  }

  private static Case first(Subject subject, Options options) {
    long jvms = options.number("micro-jvms");
    return caseOf(subject, List.of("ss", "" + jvms, "0", "1", "1"), jvms, Duration.ZERO);
  }

  /** The round's own JVM, and those that it starts. */
  private static Case caseOf(Subject subject, List<String> plan, long jvms, Duration length) {
    return new Case(
        subject.contender(),
        subject.setting(),
        false,
        Stream.of(List.of(subject.benchmark()), plan, subject.parameters())
            .flatMap(List::stream)
            .toList(),
        LIFE_OF_A_JVM.multipliedBy(1 + jvms).plus(length));
  }
}
