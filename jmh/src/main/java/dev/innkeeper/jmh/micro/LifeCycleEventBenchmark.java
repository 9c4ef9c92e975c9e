package dev.innkeeper.jmh.micro;

import dev.innkeeper.runtime.events.FlightRecording;
import dev.innkeeper.runtime.report.HostEvent;
import dev.innkeeper.runtime.snapshot.Events;
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
 * What it costs to tell the flight recorder that a service has started. Through a hidden package,
 * since no public method does only that: whatever starts a service hands work from thread to
 * thread, and that takes a hundred times as long.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(2)
public class LifeCycleEventBenchmark {

  // Not final, lest it be a constant to the compiler.
  private HostEvent event = new Events.ServiceStarted("host", "service", Duration.ofMillis(1));

  /** What the measuring itself costs. */
  @Benchmark
  public HostEvent none() {
    return event;
  }

  /** Nothing was ever recorded: nearly every JVM. */
  @Benchmark
  public HostEvent off() {
    FlightRecording.record(event);
    return event;
  }

  /** Nothing is recorded any more. */
  @Benchmark
  public HostEvent ended(EndedRecording unused) {
    FlightRecording.record(event);
    return event;
  }

  /** The event is recorded. */
  @Benchmark
  public HostEvent on(RunningRecording unused) {
    FlightRecording.record(event);
    return event;
  }
}
