package dev.innkeeper.runtime;

import dev.innkeeper.runtime.jobs.JobHandle;
import dev.innkeeper.runtime.jobs.JobQueue;
import dev.innkeeper.runtime.jobs.JobQueueBuilder;
import dev.innkeeper.runtime.jobs.RetryPolicy;
import dev.innkeeper.runtime.jobs.UnfinishedJobsException;
import dev.innkeeper.runtime.jobs.WhenDuplicate;
import dev.innkeeper.runtime.report.StopReport;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/** As {@link RandomQueue}, with jobs that are run in batches, which fail, or are stopped. */
final class RandomBatches {

  private static final int PRODUCERS = 20;

  private final int jobs;
  private final SplittableRandom random;
  private final int maxSize;
  private final int stopAfter;

  /** Batches take so long that the stop does not wait for all. */
  private final boolean slow;

  private final JobQueue<Integer, Void> queue;
  private final Host host;
  private final JobLedger ledger;
  private final AtomicInteger accepted = new AtomicInteger();
  private final AtomicInteger batches = new AtomicInteger();

  /** The batches as they were run. */
  private final Queue<List<Integer>> run = new ConcurrentLinkedQueue<>();

  RandomBatches(long seed, int jobs) {
    this.jobs = jobs;
    random = new SplittableRandom(seed);
    ledger = new JobLedger(jobs);
    maxSize = 1 + random.nextInt(200);
    slow = random.nextBoolean();
    stopAfter = random.nextInt(slow ? Math.min(jobs / 4, 2_000 * maxSize) : jobs + jobs / 4);
    JobQueueBuilder<Integer, Void> builder =
        JobQueue.<Integer>batching(
                "jobs", this::work, maxSize, Duration.ofNanos(random.nextInt(3_000_000)))
            .capacity(maxSize + random.nextInt(slow ? 20_000 : 1_000))
            .workers(1 + random.nextInt(6))
            .timeout(Duration.ofMillis(20));
    if (random.nextBoolean()) {
      builder.retry(
          RetryPolicy.maxRetries(JobLedger.MOST_RETRIES)
              .backoff(Duration.ofNanos(1_000), Duration.ofMillis(1 + random.nextInt(20)))
              .onlyIf(failure -> failure instanceof IOException));
    }
    if (random.nextInt(3) == 0) {
      builder.priority(Comparator.comparingInt(id -> id % 3));
    }
    if (random.nextInt(3) == 0) {
      builder.uniqueBy(id -> id, WhenDuplicate.REJECT);
    }
    queue = builder.build();
    Duration shutdownTimeout = Duration.ofMillis(slow ? 3_000 + random.nextInt(1_000) : 5_000);
    host = Host.builder("random").queue(queue).shutdownTimeout(shutdownTimeout).build();
  }

  private void work(List<Integer> items) throws Exception {
    run.add(items);
    items.forEach(ledger.begun::incrementAndGet);
    if (slow) {
      Thread.sleep(15);
    }
    int kind = new SplittableRandom(batches.incrementAndGet()).nextInt(10_000);
    if (kind < 20) {
      Thread.sleep(40); // too long
    } else if (kind < 2_000) {
      throw new IOException("at times");
    } else if (kind < 2_200) {
      throw new StackOverflowError("an error");
    }
    items.forEach(ledger.wentWell::incrementAndGet);
  }

  /** Runs them, and returns what is wrong. */
  List<String> run() throws Exception {
    host.start();
    List<Thread> producers = new ArrayList<>();
    for (int p = 0; p < PRODUCERS; p++) {
      int first = p;
      producers.add(Thread.startVirtualThread(() -> produce(first)));
    }
    while (accepted.get() < stopAfter && producers.stream().anyMatch(Thread::isAlive)) {
      Thread.sleep(1);
    }
    StopReport report = host.stop();
    for (Thread producer : producers) {
      producer.join();
    }
    return check(report);
  }

  private void produce(int first) {
    for (int id = first; id < jobs; id += PRODUCERS) {
      try {
        JobHandle<Void> handle =
            id % 10 == 3 ? queue.submitAfter(id, Duration.ofNanos(id)) : queue.submit(id);
        accepted.incrementAndGet();
        ledger.in.incrementAndGet(id);
        int submitted = id;
        handle.whenDone(done -> ledger.ended(submitted, done));
        if (id % 97 == 0 && handle.cancel()) {
          ledger.cancelled.set(id, 1);
        }
      } catch (RejectedExecutionException e) {
        ledger.refused.incrementAndGet(id);
        LockSupport.parkNanos(1_000); // or else those who are refused leave no carrier to workers
      } catch (InterruptedException e) {
        throw new AssertionError(e);
      }
    }
  }

  private List<String> check(StopReport report) {
    List<Integer> items =
        report.services().getFirst().failure().stream()
            .flatMap(failure -> ((UnfinishedJobsException) failure).items().stream())
            .map(Integer.class::cast)
            .toList();
    List<String> wrong = ledger.check(items, queue.status());
    for (List<Integer> batch : run) {
      if (batch.size() > maxSize || new HashSet<>(batch).size() < batch.size()) {
        wrong.add("a batch of " + batch.size() + " in which some are twice: " + batch);
      }
      Set<List<Integer>> fates = new HashSet<>();
      batch.stream()
          .filter(id -> ledger.cancelled.get(id) == 0)
          .forEach(id ->
              fates.add(
                  List.of(
                      ledger.succeeded.get(id),
                      ledger.failed.get(id),
                      ledger.handedBack.get(id),
                      ledger.begun.get(id))));
      if (fates.size() > 1) {
        wrong.add("the jobs of a batch ended in different ways: " + fates);
      }
    }
    if (!wrong.isEmpty()) {
      wrong.add("the report: " + report);
    }
    return wrong;
  }

  /** What became of how many, for people. */
  @Override
  public String toString() {
    return queue.status() + ", " + batches + " batches of up to " + maxSize;
  }
}
