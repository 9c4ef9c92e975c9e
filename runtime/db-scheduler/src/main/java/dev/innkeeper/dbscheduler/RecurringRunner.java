package dev.innkeeper.dbscheduler;

import com.github.kagkarlsson.scheduler.task.Execution;
import dev.innkeeper.runtime.port.HostPort;
import dev.innkeeper.runtime.report.RunOutcome;
import dev.innkeeper.runtime.thread.Ending;
import java.sql.SQLException;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** What an instance does with a tick of a recurring job that it has picked. */
final class RecurringRunner implements JobRunner {

  private final DurableWork work;
  private final RecurringPlan plan;
  private final JobTable table;
  private final HostPort port;

  RecurringRunner(DurableWork work, RecurringPlan plan) {
    this.work = work;
    this.plan = plan;
    this.table = work.table();
    this.port = work.port();
  }

  @Override
  public void run(Execution row, byte[] data) throws SQLException {
    if (work.isHurried()) {
      table.release(row, false);
      return;
    }
    Instant tick = row.executionTime;
    long number = plan.record().begins(tick, work.now());
    DurableCall call =
        new DurableCall(work, plan.name(), work.id(plan.name(), String.valueOf(number)));
    DurableCall.Run run = new DurableCall.Run(work.context(), number, tick);
    Ending<Void> ending =
        call.make(
            () -> {
              plan.body().run(run);
              return null;
            },
            run,
            null);
    if (call.wasStopped(ending)) {
      plan.record().ended(RunOutcome.INTERRUPTED, call.took(), null);
      table.release(row, false); // it is still that tick
      return;
    }
    Throwable failure = DurableCall.succeeded(ending) ? null : call.failure(ending);
    plan.record()
        .ended(failure == null ? RunOutcome.SUCCEEDED : RunOutcome.FAILED, call.took(), failure);
    if (failure != null) {
      tell(call, failure);
    }
    if (!goesOn(row, call, tick, failure != null)) {
      work.log().wasTakenForDead(call);
    }
  }

  private boolean goesOn(Execution row, DurableCall call, Instant tick, boolean failed)
      throws SQLException {
    Instant now = work.now();
    RecurringPlan.@Nullable Next next;
    try {
      next = plan.after(tick, now);
    } catch (Throwable t) { // the user's schedule: nobody knows when to go on
      plan.record().broken(t);
      tell(call, t);
      return table.failed(row, now, JobTable.NEVER);
    }
    plan.record().isFollowedBy(next);
    Instant nextTick = next.tick();
    if (nextTick == null || !nextTick.isBefore(JobTable.NEVER)) {
      return table.remove(row);
    }
    boolean written = table.ticked(row, now, nextTick, failed);
    work.wakeAt(plan.name(), nextTick);
    return written;
  }

  private void tell(DurableCall call, Throwable failure) {
    port.jobFailed(
        new DurableEvents.JobFailed(
            port.hostName(), work.context().name(), call.id(), plan.name(), 1, failure),
        false);
  }
}
