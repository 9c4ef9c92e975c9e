package dev.innkeeper.jmh.micro;

import dev.innkeeper.jmh.harness.JdkScopes;
import dev.innkeeper.runtime.scope.TaskScope;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * A scope's whole life: open, fork tasks that do nothing, join, close. The owner is a virtual
 * thread, as in a service. Both scopes are of the kind in which a failure cancels the others, and
 * both name their threads; Innkeeper's also hands over the context class loader. Each figure has in
 * it one {@code Thread.yield()} that JMH adds where the thread is virtual.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(value = 2, jvmArgsAppend = "-Djmh.executor=VIRTUAL")
public class TaskScopeBenchmark {

  private static final Callable<Boolean> TASK = () -> true;
  private static final ThreadFactory THREADS = Thread.ofVirtual().name("thread-", 1).factory();

  /** How many tasks. */
  @Param({"1", "10", "100"})
  public int forks;

  /** Innkeeper's. */
  @Benchmark
  public void innkeeper() throws InterruptedException {
    try (TaskScope scope = TaskScope.openFailFast("scope")) {
      for (int i = 0; i < forks; i++) {
        scope.fork(TASK);
      }
      scope.join();
    }
  }

  /** The JDK's own. */
  @Benchmark
  public void jdk() throws InterruptedException {
    Object scope = JdkScopes.open();
    try {
      for (int i = 0; i < forks; i++) {
        JdkScopes.fork(scope, TASK);
      }
      JdkScopes.join(scope);
    } finally {
      JdkScopes.close(scope);
    }
  }

  /** No scope, but a latch to wait for them all: what the threads alone cost. */
  @Benchmark
  public void threads() throws InterruptedException {
    CountDownLatch latch = new CountDownLatch(forks);
    for (int i = 0; i < forks; i++) {
      THREADS.newThread(latch::countDown).start();
    }
    latch.await();
  }
}
