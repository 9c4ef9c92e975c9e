package dev.innkeeper.runtime.engine;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import dev.innkeeper.runtime.machine.Message;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/** What is posted is taken, by one thread at a time, which sees what the one before has written. */
@JCStressTest
@Outcome(id = "4, 1", expect = ACCEPTABLE, desc = "Four messages were taken, and none is left.")
@Outcome(expect = FORBIDDEN, desc = "A message is left, or two threads took one at a time.")
@State
public class InboxIsDrained {

  private static final Message MESSAGE = new Message.Ready(0, 0);

  private final Inbox inbox = new Inbox(message -> take(), () -> {});

  /** Not volatile: drains come one after the other, and see this. */
  private int taken;

  private void take() {
    taken++;
  }

  private void postTwo() {
    inbox.post(MESSAGE);
    inbox.post(MESSAGE);
  }

  @Actor
  public void first() {
    postTwo();
  }

  @Actor
  public void second() {
    postTwo();
  }

  @Arbiter
  public void after(II_Result result) {
    result.r1 = taken;
    result.r2 = inbox.isIdle() ? 1 : 0;
  }
}
