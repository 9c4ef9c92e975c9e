package dev.innkeeper.jmh.micro;

import dev.innkeeper.jmh.harness.CpuTime;
import dev.innkeeper.jmh.harness.Figures;
import dev.innkeeper.jmh.harness.Measurement;
import dev.innkeeper.jmh.harness.Round;
import dev.innkeeper.micrometer.HostMetrics;
import dev.innkeeper.runtime.Host;
import dev.innkeeper.runtime.HostBuilder;
import dev.innkeeper.runtime.jobs.JobHandle;
import dev.innkeeper.runtime.jobs.JobQueue;
import io.micrometer.core.instrument.composite.CompositeMeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** A queue of jobs and a pool in turn; or a queue whose host has metrics, and one without. */
final class QueuePairRound {

  static final int JOBS = 4_000;
  static final int CAPACITY = 1_000;

  private final int submitters;
  private final JobQueue<QueuePairRound, Void> queue;
  private final ThreadPoolExecutor pool;

  /** Of a host without metrics. */
  private final JobQueue<QueuePairRound, Void> plain;

  private final Submitter peer;
  private volatile long last;

  private QueuePairRound(int workers, int submitters, boolean besideAPool) {
    this.submitters = submitters;
    this.queue = newQueue(workers);
    this.plain = newQueue(workers);
    this.peer = besideAPool ? this::toThePool : jobs -> toAQueue(plain, jobs);
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

  private static JobQueue<QueuePairRound, Void> newQueue(int workers) {
    return JobQueue.builder("jobs", QueuePairRound::job)
        .workers(workers)
        .capacity(CAPACITY)
        .build();
  }

  /** How many workers, how many submitters, how many turns, and which metrics. */
  public static void main(String[] args) {
    Round.run(() -> {
      QueuePairRound round =
          new QueuePairRound(
              Integer.parseInt(args[0]), Integer.parseInt(args[1]), args[3].equals("none"));
      HostBuilder measured = Host.builder("host").queue(round.queue);
      switch (args[3]) {
        case "none" -> {}
        case "registry" -> measured.install(HostMetrics.to(new SimpleMeterRegistry()));
        case "empty" -> measured.install(HostMetrics.to(new CompositeMeterRegistry()));
        default ->
            throw new IllegalArgumentException(
                "queue-metrics is " + args[3] + "; there are none, registry, empty");
      }
      try (Host host = measured.build();
          Host other = Host.builder("other").queue(round.plain).build()) {
        host.start();
        other.start();
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
      turn(peer);
    }
    double[] ratios = new double[turns];
    double[] ours = new double[turns];
    double[] theirs = new double[turns];
    long ourCpu = 0;
    long theirCpu = 0;
    for (int i = 0; i < turns; i++) {
      CpuTime begin = CpuTime.now();
      boolean queueFirst = i % 2 == 0;
      double first = turn(queueFirst ? this::toTheQueue : peer);
      CpuTime between = CpuTime.now();
      double second = turn(queueFirst ? peer : this::toTheQueue);
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
    toAQueue(queue, jobs);
  }

  private void toAQueue(JobQueue<QueuePairRound, Void> to, int jobs) throws InterruptedException {
    List<JobHandle<Void>> handles = new ArrayList<>(jobs);
    for (int i = 0; i < jobs; i++) {
      handles.add(to.submit(this));
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
