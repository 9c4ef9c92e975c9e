package dev.innkeeper.runtime.engine;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/** Of a call that begins and the end of the time, one sees the other. */
@JCStressTest
@Outcome(
    id = {"1, 1", "0, 0", "0, 1"},
    expect = ACCEPTABLE,
    desc = "One has seen the other.")
@Outcome(id = "1, 0", expect = FORBIDDEN, desc = "The call has missed the end of the time.")
@State
public class CallHearsOfTheEnd {

  private final CallsInTime<String> calls = new CallsInTime<>();

  @Actor
  public void caller(II_Result result) {
    result.r1 = calls.begin("call") ? 1 : 0;
  }

  @Actor
  public void clock(II_Result result) {
    result.r2 = calls.expire() == null ? 0 : 1;
  }
}
