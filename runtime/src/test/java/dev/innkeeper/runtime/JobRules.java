package dev.innkeeper.runtime;

import dev.innkeeper.runtime.jobs.JobInsides;
import dev.innkeeper.runtime.jobs.JobQueueBuilder;
import dev.innkeeper.runtime.jobs.WhenDuplicate;
import dev.innkeeper.runtime.service.JobAttempt;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Queue;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import org.jspecify.annotations.Nullable;

/** Which job of a random queue may be begun when, drawn at random, and whether that is kept to. */
final class JobRules {

  private static final int NONE = -1;

  /** Keys of partitions; 0: jobs are not partitioned. */
  private final int partitions;

  /** How many ids in a row have one key; 0: keys are not unique. */
  private final int alike;

  private final WhenDuplicate policy;

  /** How many attempts may begin in a period; 0: any number. */
  private final int rate;

  private final Duration period;

  /** How many priorities there are. */
  private final int priorities;

  private final AtomicIntegerArray runningByPartition;
  private final AtomicIntegerArray lastByPartition;
  private final AtomicIntegerArray runningByKey;
  private final AtomicInteger together = new AtomicInteger();
  private final AtomicInteger overtaken = new AtomicInteger();
  private final AtomicInteger twins = new AtomicInteger();
  private final Queue<Long> begins = new ConcurrentLinkedQueue<>();

  JobRules(SplittableRandom random, int jobs) {
    partitions = random.nextInt(2) * (1 + random.nextInt(100));
    alike = random.nextInt(3) == 0 ? 2 + random.nextInt(20) : 0;
    policy = List.of(WhenDuplicate.values()).get(random.nextInt(3));
    rate = random.nextInt(4) == 0 ? 1 + random.nextInt(1_000) : 0;
    period = Duration.ofNanos(rate * (2_000L + random.nextInt(20_000)));
    priorities = random.nextInt(3) == 0 ? 2 + random.nextInt(5) : 1;
    runningByPartition = new AtomicIntegerArray(Math.max(1, partitions));
    lastByPartition = new AtomicIntegerArray(Math.max(1, partitions));
    for (int key = 0; key < partitions; key++) {
      lastByPartition.set(key, NONE);
    }
    runningByKey = new AtomicIntegerArray(jobs);
  }

  void applyTo(JobQueueBuilder<Integer, ?> builder) {
    if (partitions > 0) {
      builder.partitionBy(this::partition);
    }
    if (alike > 0) {
      builder.uniqueBy(this::key, policy).describedBy(String::valueOf);
    }
    if (rate > 0) {
      builder.rateLimit(rate, period);
    }
    if (priorities > 1) {
      builder.priority(Comparator.comparingInt(this::priority));
    }
  }

  private int partition(int id) {
    return new SplittableRandom(id + 1L).nextInt(partitions);
  }

  private int key(int id) {
    return id / alike;
  }

  private int priority(int id) {
    return new SplittableRandom(id + 2L).nextInt(priorities);
  }

  boolean mayBeDropped() {
    return alike > 0 && policy == WhenDuplicate.KEEP_FIRST;
  }

  /** Whether two jobs are begun in the order of their submission; null: those of no other. */
  @Nullable Object orderOf(int id, int workers) {
    if (partitions > 0) {
      return partition(id);
    }
    return workers == 1 ? -priority(id) : null;
  }

  /** A try begins, and is to be followed by {@link #ends}. */
  void begins(int id, JobAttempt attempt) {
    if (rate > 0) {
      begins.add(JobInsides.began(attempt));
    }
    if (partitions > 0) {
      if (runningByPartition.getAndIncrement(partition(id)) > 0) {
        together.incrementAndGet();
      }
      if (lastByPartition.getAndSet(partition(id), id) != id && attempt.number() > 1) {
        overtaken.incrementAndGet();
      }
    }
    if (isAlone(id) && runningByKey.getAndIncrement(key(id)) > 0) {
      twins.incrementAndGet();
    }
  }

  void ends(int id) {
    if (partitions > 0) {
      runningByPartition.decrementAndGet(partition(id));
    }
    if (isAlone(id)) {
      runningByKey.decrementAndGet(key(id));
    }
  }

  /** One that is given up has ended although it goes on. */
  private boolean isAlone(int id) {
    return alike > 0 && policy != WhenDuplicate.REPLACE_WAITING && !RandomQueue.isGivenUp(id);
  }

  /** Returns what is wrong. */
  List<String> check() {
    List<String> wrong = new ArrayList<>();
    expectNone(wrong, together, "run beside another of their partition");
    expectNone(wrong, overtaken, "tried again after another of their partition was begun");
    expectNone(wrong, twins, "run beside another of their key");
    List<Long> sorted = begins.stream().sorted().toList();
    for (int i = 0; i + rate < sorted.size(); i++) {
      long took = sorted.get(i + rate) - sorted.get(i);
      if (took < period.toNanos()) {
        wrong.add(rate + " and one more began in " + took + " ns: the period is " + period);
        break;
      }
    }
    return wrong;
  }

  private static void expectNone(List<String> wrong, AtomicInteger number, String what) {
    if (number.get() > 0) {
      wrong.add(number + " were " + what);
    }
  }

  @Override
  public String toString() {
    return "partitions "
        + partitions
        + (alike > 0 ? ", " + alike + " alike " + policy : "")
        + (rate > 0 ? ", rate " + rate + " in " + period : "")
        + ", priorities "
        + priorities;
  }
}
