package dev.innkeeper.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.innkeeper.runtime.jobs.JobQueue;
import dev.innkeeper.runtime.jobs.RecurringJob;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * A worker is woken for each job, also while others look all the time: in real time. Those who look
 * at a recurring job are virtual threads, which queue for its lock. A queue has none, so on virtual
 * threads they would not leave the carriers to others.
 */
@Timeout(120)
class JobWakeUpsIT {

  private static final int ROUNDS = 3_000;

  /** How long: a machine that is busy does not get through all of them, and 100 take no minute. */
  private static final Duration MOST = Duration.ofSeconds(20);

  private static final int LEAST = 100;

  /** Threads that look again and again, while {@code body} runs. */
  @SuppressWarnings("ThreadPriorityCheck") // onlookers must not keep the processors
  private static void withOnlookers(Thread.Builder thread, Runnable look, ThrowingBody body)
      throws Exception {
    AtomicBoolean over = new AtomicBoolean();
    CountDownLatch looking = new CountDownLatch(8);
    List<Thread> onlookers =
        Stream.generate(() ->
                thread.start(() -> {
                  looking.countDown();
                  while (!over.get()) {
                    look.run();
                    Thread.yield();
                  }
                }))
            .limit(looking.getCount())
            .toList();
    looking.await();
    try {
      body.run();
    } finally {
      over.set(true);
      for (Thread onlooker : onlookers) {
        onlooker.join();
      }
    }
  }

  private interface ThrowingBody {
    void run() throws Exception;
  }

  /**
   * One after the other; a wake-up that is lost would be waited for until the test's time is over.
   */
  private static int rounds(ThrowingBody round) throws Exception {
    long end = System.nanoTime() + MOST.toNanos();
    int rounds = 0;
    while (rounds < LEAST || (rounds < ROUNDS && System.nanoTime() - end < 0)) {
      round.run();
      rounds++;
    }
    return rounds;
  }

  @Test
  void findTheOnlyWorkerOfAQueue() throws Exception {
    AtomicInteger done = new AtomicInteger();
    JobQueue<Integer, Void> queue =
        JobQueue.<Integer>builder("jobs", item -> done.incrementAndGet()).build();
    AtomicInteger rounds = new AtomicInteger();
    try (Host host = Host.builder("wake-ups").queue(queue).build()) {
      host.start();
      withOnlookers(
          Thread.ofPlatform(),
          queue::status,
          () -> rounds.set(rounds(() -> queue.submit(1).await())));
    }
    assertEquals(rounds.get(), done.get());
  }

  @Test
  void findTheWorkerOfARecurringJob() throws Exception {
    AtomicInteger runs = new AtomicInteger();
    RecurringJob job = RecurringJob.every(Duration.ofDays(1)).build(run -> runs.incrementAndGet());
    AtomicInteger rounds = new AtomicInteger();
    try (Host host = Host.builder("wake-ups").recurring("job", job).build()) {
      host.start();
      withOnlookers(
          Thread.ofVirtual(), job::status, () -> rounds.set(rounds(() -> job.runNow().await())));
    }
    assertEquals(rounds.get(), runs.get());
  }
}
