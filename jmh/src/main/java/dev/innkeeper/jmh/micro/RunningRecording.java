package dev.innkeeper.jmh.micro;

import java.util.stream.Stream;
import jdk.jfr.Recording;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/**
 * A flight recording of Innkeeper's events, for as long as a benchmark runs. In memory, where the
 * newest replaces the oldest: so many events as a benchmark makes would measure the disk.
 */
@State(Scope.Benchmark)
public class RunningRecording {

  private final Recording recording = new Recording();

  /** With nothing set but that they are wanted. They have no duration, so no threshold. */
  @Setup
  public void start() {
    Stream.of("Tick", "ServiceStart", "ServiceStop", "ServiceFailure", "ServiceRestart")
        .forEach(event -> recording.enable("dev.innkeeper." + event));
    recording.setToDisk(false);
    recording.start();
  }

  /** And throws away what was recorded. */
  @TearDown
  public void close() {
    recording.close();
  }
}
