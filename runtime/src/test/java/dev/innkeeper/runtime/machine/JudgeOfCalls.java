package dev.innkeeper.runtime.machine;

import static dev.innkeeper.runtime.machine.Judge.require;

/** Whether a call may be made, and those before it that are owed were. */
final class JudgeOfCalls {

  private final Judge judge;

  JudgeOfCalls(Judge judge) {
    this.judge = judge;
  }

  void requireDependencies(int service, String what) {
    for (int other = 0; other < judge.setting.size(); other++) {
      if (judge.setting.dependsOn(service, other)) {
        ServiceMachine dependency = judge.machine.services()[other];
        if (judge.isDispensedWith(other)) {
          requireDependencies(other, what);
        } else {
          require(
              dependency.isUp(),
              "%s %s before %s",
              Setting.name(service),
              what,
              Setting.name(other));
        }
      }
    }
  }

  void requireOwed(Seen of, int service, Call call, long time) {
    String name = Setting.name(service);
    boolean observes = judge.setting.services().get(service).observes();
    switch (call) {
      case START -> {
        require(!judge.machine.services()[service].falls(), "%s starts and falls", name);
        if (!of.first) {
          requireDependencies(service, "starts");
        }
      }
      case STARTED ->
          require(of.startReturned && judge.isReady(service), "%s: STARTED early", name);
      case STOPPING -> require(of.startReturned, "%s: STOPPING without a start", name);
      case HOOKS, STOP -> {
        require(of.startReturned && of.asked, "%s: %s without a start or word", name, call);
        boolean excused = of.stepIsOver || judge.stopBegun;
        boolean owed = observes && (of.takesPart || !judge.stopBegun);
        require(
            !owed || of.hasBegun(Call.STOPPING) || excused, "%s: %s before STOPPING", name, call);
        boolean free = call == Call.HOOKS || !of.works || of.graceIsOver;
        require(free || isLate(service, time), "%s: STOP beside its work", name);
      }
      case STOPPED -> require(of.last == Call.STOP, "%s: STOPPED after %s", name, of.last);
      default -> require(!of.startReturned, "%s: %s after its start", name, call);
    }
  }

  /** Its grace was over before it came to its work, or another time has come. */
  private boolean isLate(int service, long time) {
    ServiceMachine of = judge.machine.services()[service];
    return time - of.life().endOfGrace(of.plan()) >= 0;
  }
}
