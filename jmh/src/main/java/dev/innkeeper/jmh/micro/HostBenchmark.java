package dev.innkeeper.jmh.micro;

import dev.innkeeper.jmh.harness.Suite;
import dev.innkeeper.runtime.Host;
import dev.innkeeper.runtime.report.StopReport;
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
 * The whole life of a host with one service that does nothing. Two of its events are for the flight
 * recorder: the service has started, and has stopped. What the first host in a JVM costs: {@code
 * -bm ss -wi 0 -i 1 -f 10}.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(value = 2, jvmArgsAppend = Suite.WITHOUT_LOG)
public class HostBenchmark {

  /** Nothing was ever recorded: nearly every JVM. */
  @Benchmark
  public StopReport off() throws InterruptedException {
    return live();
  }

  /** The events are recorded. */
  @Benchmark
  public StopReport on(RunningRecording unused) throws InterruptedException {
    return live();
  }

  private static StopReport live() throws InterruptedException {
    Host host = Host.builder("host").add("service", context -> {}).build();
    host.start();
    return host.stop();
  }
}
