package dev.innkeeper.jmh.micro;

import dev.innkeeper.timer.MissedTicks;
import dev.innkeeper.timer.PeriodicTimer;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** What taking a tick costs that is due already: no wait, only the timer's own work. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(2)
@SuppressWarnings("NullAway.Init") // JMH sets the parameter, and calls what sets the timer
public class LateTickBenchmark {

  /** What becomes of the ticks that were missed. */
  @Param public MissedTicks missedTicks;

  private PeriodicTimer timer;

  /** A period of a nanosecond: every call is late. */
  @Setup
  public void makeTimer() {
    timer = PeriodicTimer.builder(Duration.ofNanos(1)).missedTicks(missedTicks).build();
  }

  /** One tick. */
  @Benchmark
  public boolean waitForNextTick() throws InterruptedException {
    return timer.waitForNextTick();
  }
}
