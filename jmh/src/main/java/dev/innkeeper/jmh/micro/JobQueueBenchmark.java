package dev.innkeeper.jmh.micro;

import dev.innkeeper.jmh.harness.Suite;
import dev.innkeeper.runtime.Host;
import dev.innkeeper.runtime.jobs.JobQueue;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Jobs that do next to nothing, handed in by one virtual thread, which then waits for the last of
 * them. All three are bounded, and make the submitter wait: the queue and the pool hold 100 jobs
 * and run as many at a time as they have workers, the executor's semaphore has that many permits.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@OperationsPerInvocation(JobQueueBenchmark.JOBS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(
    value = 2,
    jvmArgsAppend = {"-Djmh.executor=VIRTUAL", Suite.WITHOUT_LOG})
public class JobQueueBenchmark {

  static final int JOBS = 1_000;
  private static final int CAPACITY = 100;

  /** How many jobs are run at a time. */
  @Param({"1", "4"})
  public int workers;

  /** The state of a run, by what it is made with. */
  private CountDownLatch done = new CountDownLatch(0);

  private void job() {
    done.countDown();
  }

  /** Innkeeper's. */
  @Benchmark
  public void innkeeper(Hosted hosted) throws InterruptedException {
    done = new CountDownLatch(JOBS);
    for (int i = 0; i < JOBS; i++) {
      hosted.queue.submit(this);
    }
    done.await();
  }

  /** A virtual thread for each job. */
  @Benchmark
  public void virtualThreads(Threads threads) throws InterruptedException {
    done = new CountDownLatch(JOBS);
    for (int i = 0; i < JOBS; i++) {
      threads.permits.acquire();
      threads.executor.execute(() -> {
        try {
          job();
        } finally {
          threads.permits.release();
        }
      });
    }
    done.await();
  }

  /** A pool of platform threads. */
  @Benchmark
  public void threadPool(Pool pool) throws InterruptedException {
    done = new CountDownLatch(JOBS);
    for (int i = 0; i < JOBS; i++) {
      pool.executor.execute(this::job);
    }
    done.await();
  }

  /** A host with the queue as its only service. */
  @State(Scope.Thread)
  public static class Hosted {
    JobQueue<JobQueueBenchmark, Void> queue = made(1);
    private Host host = hosting(queue);

    /** Starts it. */
    @Setup
    public void start(JobQueueBenchmark benchmark) {
      queue = made(benchmark.workers);
      host = hosting(queue);
      host.start();
    }

    private static JobQueue<JobQueueBenchmark, Void> made(int workers) {
      return JobQueue.builder("jobs", JobQueueBenchmark::job)
          .capacity(CAPACITY)
          .workers(workers)
          .build();
    }

    private static Host hosting(JobQueue<JobQueueBenchmark, Void> queue) {
      return Host.builder("host").queue(queue).build();
    }

    /** Stops it. */
    @TearDown
    public void stop() {
      host.close();
    }
  }

  /** The JDK's executor, and the permits for its threads. */
  @State(Scope.Thread)
  public static class Threads {
    final ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor();
    Semaphore permits = new Semaphore(1);

    /** As many permits as there are to be threads. */
    @Setup
    public void limit(JobQueueBenchmark benchmark) {
      permits = new Semaphore(benchmark.workers);
    }

    /** Ends it. */
    @TearDown
    public void close() {
      executor.close();
    }
  }

  /** The JDK's pool, whose submitter waits when its queue is full. */
  @State(Scope.Thread)
  public static class Pool {
    ThreadPoolExecutor executor = made(1);

    /** As many threads as there are to be. */
    @Setup
    public void limit(JobQueueBenchmark benchmark) {
      executor.shutdown();
      executor = made(benchmark.workers);
    }

    private static ThreadPoolExecutor made(int threads) {
      return new ThreadPoolExecutor(
          threads,
          threads,
          0,
          TimeUnit.SECONDS,
          new ArrayBlockingQueue<>(CAPACITY),
          (job, pool) -> {
            try {
              pool.getQueue().put(job);
            } catch (InterruptedException e) {
              throw new RejectedExecutionException(e);
            }
          });
    }

    /** Ends it. */
    @TearDown
    public void close() {
      executor.shutdown();
    }
  }
}
