package dev.innkeeper.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Queues drawn at random in real time account for every job. By default with few; the soak has a
 * million each, and more of them: {@code -Dinnkeeper.random.jobs=1000000
 * -Dinnkeeper.random.queues=20}.
 */
class RandomQueueIT {

  private static final int JOBS = Integer.getInteger("innkeeper.random.jobs", 20_000);
  private static final long FIRST = Long.getLong("innkeeper.random.seed", 1);
  private static final int QUEUES = Integer.getInteger("innkeeper.random.queues", 8);

  static LongStream seeds() {
    return LongStream.range(FIRST, FIRST + QUEUES);
  }

  @ParameterizedTest
  @MethodSource("seeds")
  @Timeout(600)
  void accountForEveryJob(long seed) throws Exception {
    RandomQueue drawn = new RandomQueue(seed, JOBS);
    List<String> wrong = drawn.run();
    System.out.println("RESULT queue " + seed + ": " + wrong.size() + " wrong, " + drawn);
    assertEquals(List.of(), wrong, "seed " + seed);
  }

  @ParameterizedTest
  @MethodSource("seeds")
  @Timeout(600)
  void accountForEveryJobOfABatch(long seed) throws Exception {
    RandomBatches drawn = new RandomBatches(seed, JOBS);
    List<String> wrong = drawn.run();
    System.out.println("RESULT batches " + seed + ": " + wrong.size() + " wrong, " + drawn);
    assertEquals(List.of(), wrong, "seed " + seed);
  }
}
