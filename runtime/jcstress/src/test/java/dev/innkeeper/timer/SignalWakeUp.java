package dev.innkeeper.timer;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/** Of a raise and a thread that enters, one sees the other: a wake-up that is lost is a hang. */
@JCStressTest
@Outcome(
    id = {"1, 0", "0, 1", "1, 1"},
    expect = ACCEPTABLE,
    desc = "One has seen the other.")
@Outcome(expect = FORBIDDEN, desc = "A wake-up is lost.")
@State
public class SignalWakeUp {

  private final Signal signal = new Signal(TimeSource.system());

  /** As it waits: it enters, looks, and would park if the signal was not raised. */
  @Actor
  public void waiter(II_Result result) {
    signal.enter();
    result.r1 = signal.isRaised() ? 1 : 0;
  }

  /** As it raises: then it looks who has entered. */
  @Actor
  public void raiser(II_Result result) {
    signal.raise();
    result.r2 = signal.toString().endsWith(" 1 waiting]") ? 1 : 0;
  }
}
