package dev.innkeeper.runtime.jobs;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import java.util.Optional;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.JJ_Result;

/** Counts that are read while they change: no more jobs have ended than were accepted. */
@JCStressTest
@Outcome(
    id = {"0, 0", "1, 0", "2, 0", "1, 1", "2, 1"},
    expect = ACCEPTABLE,
    desc = "Possible.")
@Outcome(expect = FORBIDDEN, desc = "More have ended than were accepted, or less than none.")
@State
public class CountsAreRead {

  private final Tally tally = new Tally();

  /** One is refused, the next one is run. */
  @Actor
  public void queue() {
    tally.accept();
    tally.refuse();
    tally.accept();
    tally.end(JobHandle.State.SUCCEEDED);
  }

  @Actor
  public void reader(JJ_Result result) {
    QueueStatus status = tally.status(0, 0, 0, Optional.empty());
    result.r1 = status.accepted();
    result.r2 = status.succeeded();
  }
}
