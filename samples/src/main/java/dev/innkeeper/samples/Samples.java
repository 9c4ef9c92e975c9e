package dev.innkeeper.samples;

import dev.innkeeper.samples.cleanup.NightlyCleanupMain;
import dev.innkeeper.samples.durable.DurableJobsMain;
import dev.innkeeper.samples.embedding.DeployedMain;
import dev.innkeeper.samples.embedding.EmbeddedMain;
import dev.innkeeper.samples.embedding.SpringBootMain;
import dev.innkeeper.samples.leader.LeaderMain;
import dev.innkeeper.samples.shop.ShopMain;
import dev.innkeeper.samples.story.AwayAtBoot;
import dev.innkeeper.samples.story.BackgroundWork;
import dev.innkeeper.samples.story.BlockingStart;
import dev.innkeeper.samples.story.ChangePeriod;
import dev.innkeeper.samples.story.DeafService;
import dev.innkeeper.samples.story.Drift;
import dev.innkeeper.samples.story.FireAndForget;
import dev.innkeeper.samples.story.MigrationFirst;
import dev.innkeeper.samples.story.OneConsumer;
import dev.innkeeper.samples.story.ParallelOffers;
import dev.innkeeper.samples.story.Readiness;
import dev.innkeeper.samples.story.RestartByHand;
import dev.innkeeper.samples.story.RestartWithBackoff;
import dev.innkeeper.samples.story.SeenFromOutside;
import dev.innkeeper.samples.story.SequentialOrConcurrent;
import dev.innkeeper.samples.worker.WorkerMain;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Lists the samples, or runs one: {@code Samples [NAME [ARGUMENT...]]}.
 *
 * <p>A sample is called as its class is: {@code WordCountMain} is {@code word-count}.
 */
public final class Samples {

  static final List<Sample> ALL =
      List.of(
          new Sample("first-host", "The host of the README, until Ctrl-C.", FirstHostMain::main),
          new Sample(
              "blocking-start",
              "A service that works in its start, and those that wait behind it.",
              BlockingStart::main),
          new Sample(
              "fire-and-forget",
              "Work that nobody holds on to, and the same work with a handle.",
              FireAndForget::main),
          new Sample(
              "background-work",
              "A service whose work goes on, and ends when it is asked to.",
              BackgroundWork::main),
          new Sample(
              "sequential-or-concurrent",
              "The same services started and stopped both ways, with the times.",
              SequentialOrConcurrent::main),
          new Sample(
              "migration-first",
              "A server that starts behind a migration, or not at all.",
              MigrationFirst::main),
          new Sample(
              "readiness",
              "A server that waits for work that is not ready yet, and a registry that is told.",
              Readiness::main),
          new Sample(
              "parallel-offers",
              "A service that does three things at once, and does not wait for ever.",
              ParallelOffers::main),
          new Sample(
              "drift",
              "Repeating work three ways, for 10 or [SECONDS], with the drift of each.",
              Drift::main),
          new Sample(
              "change-period",
              "A timer whose period is changed, and that is closed in the middle of a wait.",
              ChangePeriod::main),
          new Sample(
              "one-consumer",
              "Two threads on one timer: one gets the ticks, the other an exception.",
              OneConsumer::main),
          new Sample(
              "deaf-service",
              "A stop that returns though a service ignores it, and its report.",
              DeafService::main),
          new Sample(
              "away-at-boot",
              "A program whose cache and broker are away when it boots.",
              AwayAtBoot::main),
          new Sample(
              "restart-with-backoff",
              "A service that fails, is restarted, and in the end fails too often.",
              RestartWithBackoff::main),
          new Sample(
              "restart-by-hand",
              "An operator who restarts services, and a listener that hears of it.",
              RestartByHand::main),
          new Sample(
              "seen-from-outside",
              "A host whose health, metrics and traces are seen from outside.",
              SeenFromOutside::main),
          new Sample(
              "nightly-cleanup",
              "A month of nights in manual time, in a moment.",
              NightlyCleanupMain::main),
          new Sample(
              "embedded",
              "A host inside a program that has a life of its own.",
              EmbeddedMain::main),
          new Sample(
              "spring-boot",
              "A host inside a Spring Boot application, until Ctrl-C.",
              SpringBootMain::main),
          new Sample(
              "deployed",
              "A host with probes on [PORT] for systemd and Kubernetes, until Ctrl-C.",
              DeployedMain::main),
          new Sample(
              "word-count",
              "Counts the words of the files in [FOLDER] as they come, until Ctrl-C.",
              WordCountMain::main),
          new Sample(
              "worker",
              "A worker with an HTTP API, a poller, mails and a nightly job, until Ctrl-C.",
              WorkerMain::main),
          new Sample(
              "shop",
              "An order service: HTTP, a database, mails that are not lost, until Ctrl-C.",
              ShopMain::main),
          new Sample(
              "durable-jobs",
              "Jobs that survive a kill -9, in a file or at a JDBC [URL], until Ctrl-C.",
              DurableJobsMain::main),
          new Sample(
              "leader",
              "One leader among two processes, which is killed again and again, until Ctrl-C.",
              LeaderMain::main));

  /** The main method of a sample. */
  @FunctionalInterface
  interface Main {
    void run(String[] args) throws Exception;
  }

  /** A sample: its name, what it shows in a sentence, and what runs it. */
  record Sample(String name, String sentence, Main main) {}

  private Samples() {}

  public static void main(String[] args) throws Exception {
    if (args.length == 0) {
      System.out.println(list());
      return;
    }
    Optional<Sample> sample = ALL.stream().filter(s -> s.name.equals(args[0])).findFirst();
    if (sample.isEmpty()) {
      System.err.println("There is no sample '" + args[0] + "'.\n\n" + list());
      System.exit(2);
    }
    sample.orElseThrow().main.run(Arrays.copyOfRange(args, 1, args.length));
  }

  private static String list() {
    return ALL.stream()
        .map(sample -> String.format("  %-26s%s", sample.name, sample.sentence))
        .collect(
            Collectors.joining("\n", "samples/run NAME [ARGUMENT...] runs one of these:\n\n", ""));
  }
}
