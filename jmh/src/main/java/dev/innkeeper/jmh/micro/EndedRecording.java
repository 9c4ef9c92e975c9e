package dev.innkeeper.jmh.micro;

import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** Nothing is recorded any more, but something was: the flight recorder is there from then on. */
@State(Scope.Benchmark)
public class EndedRecording {

  /** A recording as {@link RunningRecording}, and its end. */
  @Setup
  public void startAndClose() {
    RunningRecording recording = new RunningRecording();
    recording.start();
    recording.close();
  }
}
