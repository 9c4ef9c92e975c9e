package dev.innkeeper.timer;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/** What a thread did before it raised a signal is visible to one that has seen it raised. */
@JCStressTest
@Outcome(
    id = {"0, 0", "0, 1"},
    expect = ACCEPTABLE,
    desc = "It was not raised yet.")
@Outcome(id = "1, 1", expect = ACCEPTABLE, desc = "It was raised, and the value is there.")
@Outcome(id = "1, 0", expect = FORBIDDEN, desc = "It was raised, and the value is not there.")
@State
public class SignalPublication {

  private final Signal signal = new Signal(TimeSource.system());
  private int value;

  @Actor
  public void raiser() {
    value = 1;
    signal.raise();
  }

  @Actor
  public void reader(II_Result result) {
    result.r1 = signal.isRaised() ? 1 : 0;
    result.r2 = value;
  }
}
