package dev.innkeeper.runtime.machine;

import static dev.innkeeper.runtime.machine.Judge.require;

import dev.innkeeper.runtime.machine.Supervision.Goal;

/** Whether a host may be as it is when nothing happens any more. */
final class JudgeOfRest {

  private JudgeOfRest() {}

  /** Nothing can happen any more, but for what calls and work do. */
  static void requireNothingOwed(Judge judge, boolean isStopped) {
    require(isStopped || !judge.stopRequested, "the host's stop does not end");
    for (int i = 0; i < judge.seen.length; i++) {
      ServiceMachine service = judge.machine.services()[i];
      boolean hangs = judge.seen[i].lives && service.falls() && !service.isAbandoned();
      require(!hangs, "%s goes down without a time: %s", Setting.name(i), service.stage());
    }
    judge.orders.requireNothingDue();
    if (isStopped) {
      judge.elections.requireNothingHeld();
    }
  }

  /** Nothing can happen any more, but for a new stimulus. */
  static void requireRest(Judge judge) {
    for (int i = 0; i < judge.seen.length; i++) {
      ServiceMachine service = judge.machine.services()[i];
      boolean rests =
          switch (service.stage()) {
            case UP, GONE -> true;
            case DOWN ->
                service.supervision().goal() == Goal.DOWN || judge.elections.mayWaitFor(service);
            default -> service.isAbandoned();
          };
      require(rests, "%s waits in %s for ever", Setting.name(i), service.stage());
    }
    require(judge.orders.none(), "an order is not answered");
    judge.elections.requireNothingHeld();
    require(judge.runs() || judge.stopRequested, "the host does not come up");
  }
}
