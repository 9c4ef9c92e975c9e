package dev.innkeeper.timer;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import java.time.Duration;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/** A budget that is enough for one spin is had by one of two timers. */
@JCStressTest
@Outcome(
    id = {"1, 0", "0, 1"},
    expect = ACCEPTABLE,
    desc = "One has it.")
@Outcome(expect = FORBIDDEN, desc = "Both have it, or none.")
@State
public class SpinBudgetIsSpentOnce {

  /** Of a thousandth of a core: a millisecond in a second. */
  private final SpinBudget budget = SpinBudget.of(0.001, Duration.ofNanos(900_000));

  private final long now = TimeSource.system().nanoTime();

  @Actor
  public void first(II_Result result) {
    result.r1 = budget.take(now, 900_000) ? 1 : 0;
  }

  @Actor
  public void second(II_Result result) {
    result.r2 = budget.take(now, 900_000) ? 1 : 0;
  }
}
