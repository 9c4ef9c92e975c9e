package dev.innkeeper.runtime.jobs;

import dev.innkeeper.runtime.port.HostPort;

/**
 * How long a run of a {@link ScheduledJob} may take: one that takes longer is interrupted, and one
 * that goes on all the same is given up. Guarded by the scheduler's lock.
 */
final class RunLimit extends Due {

  private final ScheduledRun run;
  private final Agenda agenda;
  private final HostPort port;
  private boolean reached;

  RunLimit(ScheduledRun run, Agenda agenda, HostPort port) {
    this.run = run;
    this.agenda = agenda;
    this.port = port;
  }

  /** An interrupt may run a channel's close handler: not here. */
  void isReached(long now) {
    if (reached) {
      port.orderInterrupt(run::giveUp);
    } else {
      reached = true;
      port.orderInterrupt(run.jobCall()::timeOut);
      agenda.addLimit(this, now + TimeLimit.PATIENCE.toNanos());
    }
  }
}
