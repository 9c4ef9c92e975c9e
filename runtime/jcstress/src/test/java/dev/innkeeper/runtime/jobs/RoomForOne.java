package dev.innkeeper.runtime.jobs;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import dev.innkeeper.timer.TimeSource;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/** Where there is room for one, one of two gets in. */
@JCStressTest
@Outcome(
    id = {"1, 0", "0, 1"},
    expect = ACCEPTABLE,
    desc = "One is in.")
@Outcome(expect = FORBIDDEN, desc = "Both are in, or none.")
@State
public class RoomForOne {

  private final Turnstile room = new Turnstile(1, TimeSource.system());

  @Actor
  public void first(II_Result result) {
    result.r1 = room.tryEnter() ? 1 : 0;
  }

  @Actor
  public void second(II_Result result) {
    result.r2 = room.tryEnter() ? 1 : 0;
  }
}
