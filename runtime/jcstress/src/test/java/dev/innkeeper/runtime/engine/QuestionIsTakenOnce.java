package dev.innkeeper.runtime.engine;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import dev.innkeeper.runtime.thread.Interruptible;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.III_Result;

/** A call that is asked is taken by its answer, its timeout, or the end: by one of them. */
@JCStressTest
@Outcome(
    id = {"1, 0, 0", "0, 1, 0", "0, 0, 1"},
    expect = ACCEPTABLE,
    desc = "It was taken by one.")
@Outcome(expect = FORBIDDEN, desc = "It was taken by none, or by several.")
@State
public class QuestionIsTakenOnce {

  private final Question question = new Question();
  private final Interruptible call = new Interruptible();

  public QuestionIsTakenOnce() {
    question.ask(call);
  }

  @Actor
  public void answer(III_Result result) {
    result.r1 = question.settle(call) ? 1 : 0;
  }

  @Actor
  public void timeoutAndEnd(III_Result result) {
    result.r2 = question.settle(call) ? 1 : 0;
    result.r3 = question.end() == null ? 0 : 1;
  }
}
