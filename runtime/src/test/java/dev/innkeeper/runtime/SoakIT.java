package dev.innkeeper.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.ToLongFunction;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Hosts, queues and batches drawn at random come and go beside a host that stays, in one JVM: after
 * {@code -Dinnkeeper.soak.minutes} the heap is no larger, and there are no more threads, than
 * before.
 */
@Tag("nightly")
class SoakIT {

  private static final int MINUTES = Integer.getInteger("innkeeper.soak.minutes", 2);
  private static final int SAMPLES = 24;
  private static final int JOBS = 5_000;

  /** What is alive when everything rests. */
  private record Sample(long heap, int threads, int classes) {}

  private final ReentrantReadWriteLock world = new ReentrantReadWriteLock(true);
  private final AtomicInteger hosts = new AtomicInteger();
  private final AtomicInteger queues = new AtomicInteger();
  private final SoakingHost staying = new SoakingHost();
  private volatile boolean over;

  @Test
  @Timeout(7_200)
  void heapAndThreadsStayFlat() throws Exception {
    List<Sample> samples = new ArrayList<>();
    try (ExecutorService lanes = Executors.newFixedThreadPool(4)) {
      List<Future<?>> alive =
          List.of(
              lanes.submit(lane(this::host)),
              lanes.submit(lane(this::host)),
              lanes.submit(lane(this::queue)),
              lanes.submit(lane(this::stay)));
      try {
        Duration between = Duration.ofMinutes(MINUTES).dividedBy(SAMPLES);
        for (int i = 1; i <= SAMPLES && alive.stream().noneMatch(Future::isDone); i++) {
          Thread.sleep(between);
          samples.add(sample());
          System.out.printf("RESULT soak %d/%d: %s; %s%n", i, SAMPLES, samples.getLast(), this);
        }
      } finally {
        over = true;
      }
      for (Future<?> lane : alive) {
        lane.get();
      }
    }
    assertEquals(List.of(), staying.end());
    assertFlat(samples);
  }

  private Callable<Void> lane(Callable<Void> round) {
    return () -> {
      while (!over) {
        world.readLock().lock();
        try {
          round.call();
        } finally {
          world.readLock().unlock();
        }
      }
      return null;
    };
  }

  /** In manual time: the machine has too much to do for what real time promises. */
  private Void host() throws Exception {
    int seed = hosts.incrementAndGet();
    assertEquals(List.of(), RandomHost.inManualTime(seed).wrong(), () -> "host, seed " + seed);
    return null;
  }

  private Void queue() throws Exception {
    int seed = queues.incrementAndGet();
    assertEquals(List.of(), new RandomQueue(seed, JOBS).run(), () -> "queue with the seed " + seed);
    assertEquals(List.of(), new RandomBatches(seed, JOBS).run(), () -> "batches, seed " + seed);
    return null;
  }

  private Void stay() throws Exception {
    staying.live();
    return null;
  }

  // ---- what is measured

  private Sample sample() throws InterruptedException {
    world.writeLock().lock();
    try {
      staying.rest();
      for (int i = 0; i < 3; i++) { // what was reachable by references of another kind goes later
        System.gc();
        Thread.sleep(Duration.ofMillis(100));
      }
      return new Sample(
          ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed(),
          ManagementFactory.getThreadMXBean().getThreadCount(),
          ManagementFactory.getClassLoadingMXBean().getLoadedClassCount());
    } finally {
      world.writeLock().unlock();
    }
  }

  /** The second third is the measure: by then all code was run. */
  private static void assertFlat(List<Sample> samples) {
    List<Sample> middle = samples.subList(SAMPLES / 3, 2 * SAMPLES / 3);
    List<Sample> last = samples.subList(2 * SAMPLES / 3, SAMPLES);
    long heapBefore = median(middle, Sample::heap);
    long heapAfter = median(last, Sample::heap);
    assertTrue(
        heapAfter <= heapBefore + heapBefore / 20 + 500_000,
        () -> "the heap has grown from " + heapBefore + " to " + heapAfter + ": " + samples);
    long threadsBefore = median(middle, Sample::threads);
    long threadsAfter = median(last, Sample::threads);
    assertTrue(
        threadsAfter <= threadsBefore + 2,
        () -> threadsBefore + " threads have become " + threadsAfter + ": " + samples);
  }

  private static long median(List<Sample> samples, ToLongFunction<Sample> of) {
    return samples.stream()
        .map(of::applyAsLong)
        .sorted(Comparator.naturalOrder())
        .toList()
        .get(samples.size() / 2);
  }

  @Override
  public String toString() {
    return "%d hosts, %d queues; %s".formatted(hosts.get(), queues.get(), staying);
  }
}
