package dev.innkeeper.runtime.engine;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.I_Result;

/** What is told last is what was said last: to say that again is no news. */
@JCStressTest
@Outcome(id = "0", expect = ACCEPTABLE, desc = "The last word was told last.")
@Outcome(id = "1", expect = FORBIDDEN, desc = "Another word was told last.")
@State
public class LastWordIsTold {

  private final LastWord<String> word = new LastWord<>("new", this::tell);
  private volatile String told = "nothing";
  private volatile boolean news;

  private void tell(String now) {
    told = now;
    news = true;
  }

  @Actor
  public void first() {
    word.say("up");
  }

  @Actor
  public void second() {
    word.say("down");
  }

  @Arbiter
  public void after(I_Result result) {
    news = false;
    word.say(told);
    result.r1 = news ? 1 : 0;
  }
}
