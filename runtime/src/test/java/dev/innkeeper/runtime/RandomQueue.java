package dev.innkeeper.runtime;

import dev.innkeeper.runtime.jobs.JobHandle;
import dev.innkeeper.runtime.jobs.JobInsides;
import dev.innkeeper.runtime.jobs.JobQueue;
import dev.innkeeper.runtime.jobs.JobQueueBuilder;
import dev.innkeeper.runtime.jobs.RetryPolicy;
import dev.innkeeper.runtime.jobs.UnfinishedJobsException;
import dev.innkeeper.runtime.report.StopReport;
import dev.innkeeper.runtime.service.JobAttempt;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;

/**
 * A queue drawn at random, in real time: many producers, jobs that fail, take too long and are
 * deaf, and a stop at a random moment. Every id is followed by itself, not by counters.
 */
final class RandomQueue {

  private static final int PRODUCERS = 50;
  private static final Duration TIMEOUT = Duration.ofMillis(20);

  private final int jobs;
  private final SplittableRandom random;
  private final int stopAfter;

  /** What is left is taken by 0: nobody, 1: somebody, 2: somebody who throws. */
  private final int owner;

  /** It ends by its completion, and not by a stop. */
  private final boolean completes;

  private final JobQueue<Integer, Integer> queue;
  private final Host host;
  private final AtomicInteger accepted = new AtomicInteger();

  private final JobLedger ledger;
  private final JobRules rules;

  /** What a worker's thread has tried last. */
  private final ThreadLocal<Integer> lastTried = new ThreadLocal<>();

  /** The ids as they were begun for the first time. */
  private final Queue<Integer> order = new ConcurrentLinkedQueue<>();

  /** One that is cancelled by who hands in another one like it, when it may be anywhere. */
  private final AtomicReference<Cancelled> toCancel = new AtomicReference<>();

  private record Cancelled(int id, JobHandle<Integer> handle) {}

  /** Before which time each was not to be begun. */
  private final AtomicLongArray notBefore;

  /** How many were. */
  private final AtomicInteger early = new AtomicInteger();

  /** How many were cancelled too late. */
  private final AtomicInteger late = new AtomicInteger();

  private final int workers;
  private List<Integer> taken = List.of();

  RandomQueue(long seed, int jobs) {
    this.jobs = jobs;
    random = new SplittableRandom(seed);
    ledger = new JobLedger(jobs);
    rules = new JobRules(random.split(), jobs);
    notBefore = new AtomicLongArray(jobs);
    stopAfter = random.nextInt(jobs);
    owner = random.nextInt(3);
    workers = 1 + random.nextInt(8) * random.nextInt(3);
    queue = drawQueue();
    Duration shutdownTimeout = Duration.ofMillis(3_000 + random.nextInt(3_000));
    completes = random.nextInt(4) == 0;
    HostBuilder builder = Host.builder("random").queue(queue).shutdownTimeout(shutdownTimeout);
    host = completes ? builder.stopWhenComplete().build() : builder.build();
  }

  private JobQueue<Integer, Integer> drawQueue() {
    JobQueueBuilder<Integer, Integer> builder =
        JobQueue.<Integer, Integer>builderWithResult("jobs", this::tryWork)
            .capacity(1 + random.nextInt(2_000))
            .workers(workers)
            .spareWorkers(random.nextInt(3))
            .timeout(TIMEOUT);
    rules.applyTo(builder);
    if (random.nextBoolean()) {
      builder.retry(
          RetryPolicy.maxRetries(1 + random.nextInt(JobLedger.MOST_RETRIES))
              .backoff(Duration.ofNanos(1_000), Duration.ofMillis(1 + random.nextInt(20)))
              .onlyIf(this::isRepeated));
    }
    if (owner > 0) {
      builder.onHandBack(this::take);
    }
    return builder.build();
  }

  /** On the thread that has just made the try. */
  private boolean isRepeated(Throwable failure) {
    if (failure instanceof TimeoutException) {
      ledger.interrupted.incrementAndGet(lastTried.get());
    }
    return true;
  }

  private Integer tryWork(int id, JobAttempt attempt) throws Exception {
    rules.begins(id, attempt);
    try {
      return work(id, attempt.number());
    } finally {
      rules.ends(id);
    }
  }

  static boolean isGivenUp(int id) {
    return id % 250_000 == 5;
  }

  /** What becomes of an id is a matter of the id, and of how often it was tried. */
  private Integer work(int id, int tries) throws Exception {
    lastTried.set(id);
    if (isForLater(id) && System.nanoTime() - notBefore.get(id) < 0) {
      early.incrementAndGet();
    }
    if (ledger.begun.getAndIncrement(id) == 0) {
      order.add(id);
    }
    int kind = new SplittableRandom(id).nextInt(100_000);
    if (isGivenUp(id)) {
      deaf(TIMEOUT.plus(JobInsides.PATIENCE).plusMillis(100));
    } else if (kind < 10) {
      Thread.sleep(TIMEOUT.multipliedBy(2));
    } else if (kind < 15) {
      deaf(TIMEOUT.multipliedBy(2));
    } else if (kind < 5_000) {
      throw new IOException("always");
    } else if (kind < 15_000 && tries == 1) {
      throw new IllegalStateException("at first");
    } else if (kind < 16_000) {
      throw new StackOverflowError("an error");
    }
    ledger.wentWell.incrementAndGet(id);
    return id;
  }

  private static void deaf(Duration duration) {
    long end = System.nanoTime() + duration.toNanos();
    while (System.nanoTime() - end < 0) {
      Thread.interrupted();
      LockSupport.parkNanos(1_000_000);
    }
  }

  private void take(List<Integer> items) throws IOException {
    if (owner == 2) {
      throw new IOException("full");
    }
    taken = items;
  }

  /** Runs it, and returns what is wrong. */
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
    if (completes) {
      queue.complete();
      if (!host.awaitTermination(Duration.ofMinutes(5))) {
        return List.of("not complete: " + queue.status());
      }
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
        notBefore.set(id, System.nanoTime() + delay(id).toNanos());
        JobHandle<Integer> handle =
            isForLater(id) ? queue.submitAfter(id, delay(id)) : queue.submit(id);
        accepted.incrementAndGet();
        if (rules.mayBeDropped() && !handle.id().endsWith("#" + id)) {
          ledger.dropped.incrementAndGet(id);
          continue;
        }
        ledger.in.incrementAndGet(id);
        int submitted = id;
        handle.whenDone(done -> ledger.ended(submitted, done));
        if (id % 997 == 0) {
          cancel(id, handle);
        }
        Cancelled earlier = id % 101 == 3 ? toCancel.getAndSet(new Cancelled(id, handle)) : null;
        if (earlier != null) {
          cancel(earlier.id, earlier.handle);
        }
      } catch (RejectedExecutionException e) {
        ledger.refused.incrementAndGet(id);
        LockSupport.parkNanos(1_000); // or else those who are refused leave no carrier to workers
      } catch (InterruptedException e) {
        throw new AssertionError(e);
      }
    }
  }

  private void cancel(int id, JobHandle<Integer> handle) {
    if (handle.cancel()) {
      ledger.begunWhenCancelled.set(id, 1 + ledger.begun.get(id)); // it may just be about to
    } else {
      late.incrementAndGet();
    }
  }

  private static boolean isForLater(int id) {
    return id % 10 == 3;
  }

  private static Duration delay(int id) {
    return Duration.ofNanos(new SplittableRandom(id).nextLong(5_000_000));
  }

  private List<String> check(StopReport report) {
    List<Integer> items = handedBackItems(report);
    List<String> wrong = ledger.check(items, queue.status());
    if (completes && !items.isEmpty()) {
      wrong.add("handed back, although the queue was complete: " + items);
    }
    if (early.get() > 0) {
      wrong.add(early + " were begun before their time");
    }
    if (!JobLedger.isInOrder(items, PRODUCERS)) {
      wrong.add("handed back in another order: " + items);
    }
    Map<Object, List<Integer>> ordered =
        order.stream()
            .filter(id -> !isForLater(id) && rules.orderOf(id, workers) != null)
            .collect(Collectors.groupingBy(id -> rules.orderOf(id, workers)));
    if (!ordered.values().stream().allMatch(ids -> JobLedger.isInOrder(ids, PRODUCERS))) {
      wrong.add("run in another order than a producer's");
    }
    wrong.addAll(rules.check());
    if (!wrong.isEmpty()) {
      wrong.add("the report: " + report);
    }
    return wrong;
  }

  private List<Integer> handedBackItems(StopReport report) {
    if (owner == 1) {
      return taken;
    }
    return report.services().getFirst().failure().stream()
        .flatMap(failure -> ((UnfinishedJobsException) failure).items().stream())
        .map(Integer.class::cast)
        .toList();
  }

  /** What became of how many, for people. */
  @Override
  public String toString() {
    return queue.status()
        + ", workers "
        + workers
        + ", cancelled too late "
        + late
        + ", refused "
        + ledger.numberRefused()
        + ", dropped "
        + ledger.numberDropped()
        + ", "
        + rules;
  }
}
