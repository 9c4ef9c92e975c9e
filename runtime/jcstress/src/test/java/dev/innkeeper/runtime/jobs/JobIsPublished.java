package dev.innkeeper.runtime.jobs;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/** What a job did is visible to a thread that has seen its end. */
@JCStressTest
@Outcome(
    id = {"0, 0", "0, 1"},
    expect = ACCEPTABLE,
    desc = "It had not ended.")
@Outcome(id = "1, 1", expect = ACCEPTABLE, desc = "It has ended, and its value is there.")
@Outcome(id = "1, 0", expect = FORBIDDEN, desc = "It has ended, and its value is not there.")
@State
public class JobIsPublished {

  private final StressedHandle handle = new StressedHandle();
  private int value;

  @Actor
  public void worker() {
    value = 1;
    handle.succeedAndTell();
  }

  @Actor
  public void user(II_Result result) {
    result.r1 = handle.isDone() ? 1 : 0;
    result.r2 = value;
  }
}
