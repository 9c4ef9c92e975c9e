package dev.innkeeper.runtime.jobs;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import java.util.concurrent.atomic.AtomicInteger;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/** Callbacks that are registered while a job ends are called once each. */
@JCStressTest
@Outcome(id = "1, 1", expect = ACCEPTABLE, desc = "Once each.")
@Outcome(expect = FORBIDDEN, desc = "One is forgotten, or called twice.")
@State
public class CallbackIsCalledOnce {

  private final StressedHandle handle = new StressedHandle();
  private final AtomicInteger first = new AtomicInteger();
  private final AtomicInteger second = new AtomicInteger();

  @Actor
  public void worker() {
    handle.succeedAndTell();
  }

  @Actor
  public void user() {
    handle.whenDone(done -> first.incrementAndGet());
    handle.whenDone(done -> second.incrementAndGet());
  }

  @Arbiter
  public void after(II_Result result) {
    result.r1 = first.get();
    result.r2 = second.get();
  }
}
