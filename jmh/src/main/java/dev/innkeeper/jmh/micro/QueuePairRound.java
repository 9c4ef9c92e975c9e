package dev.innkeeper.jmh.micro;

import dev.innkeeper.jmh.harness.CpuTime;
import dev.innkeeper.jmh.harness.Figures;
import dev.innkeeper.jmh.harness.Measurement;
import dev.innkeeper.jmh.harness.Round;
import dev.innkeeper.runtime.Host;
import dev.innkeeper.runtime.jobs.JobHandle;
import dev.innkeeper.runtime.jobs.JobQueue;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** A queue of jobs and a pool in turn. */
final class QueuePairRound {

  static final int JOBS = 4_000;
  static final int CAPACITY = 1_000;

  private final int submitters;
  private final JobQueue<QueuePairRound, Void> queue;
  private final ThreadPoolExecutor pool;
  private volatile long last;

  private QueuePairRound(int workers, int submitters) {
    this.submitters = submitters;
    this.queue =
        JobQueue.builder("jobs", QueuePairRound::job).workers(workers).capacity(CAPACITY).build();
    this.pool =
        new ThreadPoolExecutor(
            workers,
            workers,
            0,
            TimeUnit.SECONDS,
            new ArrayBlockingQueue<>(CAPACITY),
            (job, executor) -> {
              try {
                executor.getQueue().put(job);
              } catch (InterruptedException e) {
                throw new RejectedExecutionException(e);
              }
            });
  }

  /** How many workers, how many submitters, and how many turns. */
  public static void main(String[] args) {
    Round.run(() -> {
      QueuePairRound round =
          new QueuePairRound(Integer.parseInt(args[0]), Integer.parseInt(args[1]));
      try (Host host = Host.builder("host").queue(round.queue).build()) {
        host.start();
        return Measurement.of(round.measure(Integer.parseInt(args[2])));
      } finally {
        round.pool.shutdown();
      }
    });
  }

  private void job() {
    last = System.nanoTime();
  }

  private interface Submitter {
    void submit(int jobs) throws Exception;
  }

  private Figures measure(int turns) throws Exception {
    for (int i = 0; i < turns; i++) {
      turn(this::toTheQueue);
      turn(this::toThePool);
    }
    double[] ratios = new double[turns];
    double[] ours = new double[turns];
    double[] theirs = new double[turns];
    long ourCpu = 0;
    long theirCpu = 0;
    for (int i = 0; i < turns; i++) {
      CpuTime begin = CpuTime.now();
      boolean queueFirst = i % 2 == 0;
      double first = turn(queueFirst ? this::toTheQueue : this::toThePool);
      CpuTime between = CpuTime.now();
      double second = turn(queueFirst ? this::toThePool : this::toTheQueue);
      long cpuOfFirst = between.since(begin);
      long cpuOfSecond = CpuTime.now().since(between);
      ours[i] = queueFirst ? first : second;
      theirs[i] = queueFirst ? second : first;
      ourCpu += queueFirst ? cpuOfFirst : cpuOfSecond;
      theirCpu += queueFirst ? cpuOfSecond : cpuOfFirst;
      ratios[i] = ours[i] / theirs[i];
    }
    if (last == 0) {
      throw new IllegalStateException("no job was run");
    }
    double bytes = bytes();
    Arrays.sort(ratios);
    return new Figures()
        .with("ratio", Figures.median(ratios))
        .with("ratio_low", ratios[turns / 4])
        .with("ratio_high", ratios[turns * 3 / 4])
        .with("cpu_ratio", (double) ourCpu / theirCpu)
        .with("bytes", bytes)
        .with("ns", Figures.median(ours))
        .with("pool_ns", Figures.median(theirs));
  }

  /** Nanoseconds a job. */
  private double turn(Submitter submitter) throws Exception {
    long begin = System.nanoTime();
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < submitters; i++) {
      threads.add(
          Thread.startVirtualThread(() -> {
            try {
              submitter.submit(JOBS / submitters);
            } catch (Exception e) {
              throw new IllegalStateException(e);
            }
          }));
    }
    for (Thread thread : threads) {
      thread.join();
    }
    return (double) (System.nanoTime() - begin) / JOBS;
  }

  private void toTheQueue(int jobs) throws InterruptedException {
    List<JobHandle<Void>> handles = new ArrayList<>(jobs);
    for (int i = 0; i < jobs; i++) {
      handles.add(queue.submit(this));
    }
    for (JobHandle<Void> handle : handles) {
      handle.await();
    }
  }

  private void toThePool(int jobs) throws Exception {
    List<Future<?>> futures = new ArrayList<>(jobs);
    for (int i = 0; i < jobs; i++) {
      futures.add(pool.submit(this::job));
    }
    for (Future<?> future : futures) {
      future.get();
    }
  }

  /** That a job of the queue allocates, its handle and the submitter's list included. */
  private double bytes() throws Exception {
    long before = allocated();
    for (int i = 0; i < 20; i++) {
      turn(this::toTheQueue);
    }
    return (double) (allocated() - before) / 20 / JOBS;
  }

  private static long allocated() {
    return ((com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean())
        .getTotalThreadAllocatedBytes();
  }
}
