package dev.innkeeper.jmh.micro;

import dev.innkeeper.timer.PeriodicTimer;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What the event of a tick adds to the tick: one that is late, so that nothing waits. In a JVM
 * without {@code jdk.jfr} there is no event. What the first one in a JVM costs: {@code -bm ss -wi 0
 * -i 1 -f 10}.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(2)
public class TickEventBenchmark {

  /** An option of the JVM: all that JMH needs. It starts more slowly, without its CDS archive. */
  private static final String WITHOUT_JFR =
      "--limit-modules=java.se,jdk.management,jdk.unsupported";

  private final PeriodicTimer timer = PeriodicTimer.builder(Duration.ofNanos(1)).build();

  /** There can be no event. */
  @Benchmark
  @Fork(value = 2, jvmArgsAppend = WITHOUT_JFR)
  public boolean withoutJfr() throws InterruptedException {
    return timer.waitForNextTick();
  }

  /** Nothing was ever recorded: nearly every JVM. */
  @Benchmark
  public boolean off() throws InterruptedException {
    return timer.waitForNextTick();
  }

  /** Nothing is recorded any more. */
  @Benchmark
  public boolean ended(EndedRecording unused) throws InterruptedException {
    return timer.waitForNextTick();
  }

  /** The event is recorded. */
  @Benchmark
  public boolean on(RunningRecording unused) throws InterruptedException {
    return timer.waitForNextTick();
  }
}
