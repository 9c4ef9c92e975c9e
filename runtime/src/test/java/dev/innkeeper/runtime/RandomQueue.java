package dev.innkeeper.runtime;

import dev.innkeeper.runtime.jobs.JobHandle;
import dev.innkeeper.runtime.jobs.JobInsides;
import dev.innkeeper.runtime.jobs.JobQueue;
import dev.innkeeper.runtime.jobs.RetryPolicy;
import dev.innkeeper.runtime.jobs.UnfinishedJobsException;
import dev.innkeeper.runtime.report.StopReport;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.locks.LockSupport;
import java.util.function.IntPredicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

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

  private final JobQueue<Integer, Integer> queue;
  private final Host host;
  private final AtomicInteger accepted = new AtomicInteger();

  // By id: how often it was accepted, refused, begun, went well, and ended which way.
  private final AtomicIntegerArray in;
  private final AtomicIntegerArray refused;
  private final AtomicIntegerArray begun;
  private final AtomicIntegerArray wentWell;
  private final AtomicIntegerArray succeeded;
  private final AtomicIntegerArray failed;
  private final AtomicIntegerArray handedBack;
  private final AtomicIntegerArray unknown;

  /**
   * How many tries took too long and were to be repeated: each may have gone well, and been
   * interrupted as it returned.
   */
  private final AtomicIntegerArray interrupted;

  /** What a worker's thread has tried last. */
  private final ThreadLocal<Integer> lastTried = new ThreadLocal<>();

  /** The ids as they were begun for the first time. */
  private final Queue<Integer> order = new ConcurrentLinkedQueue<>();

  /** How many were cancelled too late. */
  private final AtomicInteger late = new AtomicInteger();

  private final int workers;
  private List<Integer> taken = List.of();

  RandomQueue(long seed, int jobs) {
    this.jobs = jobs;
    random = new SplittableRandom(seed);
    in = new AtomicIntegerArray(jobs);
    refused = new AtomicIntegerArray(jobs);
    begun = new AtomicIntegerArray(jobs);
    wentWell = new AtomicIntegerArray(jobs);
    succeeded = new AtomicIntegerArray(jobs);
    failed = new AtomicIntegerArray(jobs);
    handedBack = new AtomicIntegerArray(jobs);
    unknown = new AtomicIntegerArray(jobs);
    interrupted = new AtomicIntegerArray(jobs);
    stopAfter = random.nextInt(jobs);
    owner = random.nextInt(3);
    workers = 1 + random.nextInt(8) * random.nextInt(3);
    queue = drawQueue();
    host =
        Host.builder("random")
            .queue(queue)
            .shutdownTimeout(Duration.ofMillis(500 + random.nextInt(5_000)))
            .build();
  }

  private JobQueue<Integer, Integer> drawQueue() {
    JobQueue.Builder<Integer, Integer> builder =
        JobQueue.<Integer, Integer>builderWithResult(
                "jobs", (id, attempt) -> work(id, attempt.number()))
            .capacity(1 + random.nextInt(2_000))
            .workers(workers)
            .timeout(TIMEOUT);
    if (random.nextBoolean()) {
      builder.retry(
          RetryPolicy.maxRetries(1 + random.nextInt(3))
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
      interrupted.incrementAndGet(lastTried.get());
    }
    return true;
  }

  /** What becomes of an id is a matter of the id, and of how often it was tried. */
  private Integer work(int id, int tries) throws Exception {
    lastTried.set(id);
    if (begun.getAndIncrement(id) == 0) {
      order.add(id);
    }
    int kind = new SplittableRandom(id).nextInt(100_000);
    if (id % 250_000 == 5) {
      deaf(TIMEOUT.plus(JobInsides.PATIENCE).plusMillis(100)); // it is given up
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
    wentWell.incrementAndGet(id);
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
    StopReport report = host.stop();
    for (Thread producer : producers) {
      producer.join();
    }
    return check(report);
  }

  private void produce(int first) {
    for (int id = first; id < jobs; id += PRODUCERS) {
      try {
        JobHandle<Integer> handle = queue.submit(id);
        accepted.incrementAndGet();
        in.incrementAndGet(id);
        int submitted = id;
        handle.whenDone(done -> ended(submitted, done));
        if (id % 997 == 0 && !handle.cancel()) {
          late.incrementAndGet();
        }
      } catch (RejectedExecutionException e) {
        refused.incrementAndGet(id);
      } catch (InterruptedException e) {
        throw new AssertionError(e);
      }
    }
  }

  private void ended(int id, JobHandle<Integer> handle) {
    switch (handle.state()) {
      case SUCCEEDED -> (handle.result() == id ? succeeded : unknown).incrementAndGet(id);
      case FAILED -> failed.incrementAndGet(id);
      case HANDED_BACK -> handedBack.incrementAndGet(id);
      default -> unknown.incrementAndGet(id);
    }
  }

  private List<String> check(StopReport report) {
    List<String> wrong = new ArrayList<>();
    expectNone(wrong, "neither in nor refused, or both", id -> in.get(id) + refused.get(id) != 1);
    expectNone(
        wrong,
        "in, and not ended exactly once",
        id -> in.get(id) == 1 && succeeded.get(id) + failed.get(id) + handedBack.get(id) != 1);
    expectNone(
        wrong,
        "refused, and begun or ended",
        id ->
            refused.get(id) == 1
                && begun.get(id) + succeeded.get(id) + failed.get(id) + handedBack.get(id) > 0);
    expectNone(wrong, "ended in an unknown way", id -> unknown.get(id) > 0);
    expectNone(
        wrong,
        "succeeded, and did not go well exactly once without an interrupt",
        id -> succeeded.get(id) == 1 && !wentWellOnce(id));
    Set<Integer> back = ids(id -> handedBack.get(id) == 1);
    List<Integer> items = handedBackItems(report);
    if (!new HashSet<>(items).equals(back) || items.size() != back.size()) {
      wrong.add("handed back: handles say " + back + ", the items are " + items);
    }
    if (!isInOrderOfEachProducer(items)) {
      wrong.add("handed back in another order: " + items);
    }
    if (workers == 1 && !isInOrderOfEachProducer(order)) {
      wrong.add("run in another order than a producer's");
    }
    JobQueue.Status status = queue.status();
    if (status.accepted() != ids(id -> in.get(id) == 1).size()
        || status.succeeded() != ids(id -> succeeded.get(id) == 1).size()
        || status.failed() != ids(id -> failed.get(id) == 1).size()
        || status.handedBack() != back.size()) {
      wrong.add("counted differently: " + status);
    }
    return wrong;
  }

  private boolean wentWellOnce(int id) {
    return wentWell.get(id) >= 1 && wentWell.get(id) <= 1 + interrupted.get(id);
  }

  /** A producer submits one id after the other, each greater than the one before. */
  private static boolean isInOrderOfEachProducer(Collection<Integer> ids) {
    Map<Integer, Integer> last = new HashMap<>();
    for (int id : ids) {
      Integer before = last.put(id % PRODUCERS, id);
      if (before != null && before >= id) {
        return false;
      }
    }
    return true;
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

  private void expectNone(List<String> wrong, String what, IntPredicate id) {
    Set<Integer> found = ids(id);
    if (!found.isEmpty()) {
      wrong.add(found.size() + " are " + what + ": " + found.stream().limit(10).toList());
    }
  }

  private Set<Integer> ids(IntPredicate which) {
    return IntStream.range(0, jobs).filter(which).boxed().collect(Collectors.toSet());
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
        + ids(id -> refused.get(id) == 1).size();
  }
}
