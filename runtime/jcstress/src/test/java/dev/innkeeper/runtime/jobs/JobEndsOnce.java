package dev.innkeeper.runtime.jobs;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.ZZL_Result;

/** Of a cancel and a completion one ends a job, and that is what its handle shows. */
@JCStressTest
@Outcome(id = "true, false, SUCCEEDED", expect = ACCEPTABLE, desc = "It was completed.")
@Outcome(id = "false, true, FAILED", expect = ACCEPTABLE, desc = "It was cancelled.")
@Outcome(expect = FORBIDDEN, desc = "It has ended twice, or not as its handle shows.")
@State
public class JobEndsOnce {

  private final StressedHandle handle = new StressedHandle();

  @Actor
  public void worker(ZZL_Result result) {
    result.r1 = handle.succeedAndTell();
  }

  @Actor
  public void user(ZZL_Result result) {
    result.r2 = handle.cancel();
  }

  @Arbiter
  public void after(ZZL_Result result) {
    result.r3 = handle.state();
  }
}
