package dev.innkeeper.runtime.machine;

import static dev.innkeeper.runtime.machine.Judge.require;

import dev.innkeeper.runtime.machine.Supervision.Goal;

/** Whether services run only while their host leads, and the lease is held as long as they do. */
final class JudgeOfElections {

  private final Judge judge;

  /** Zero: it is no candidate. */
  private int candidacy;

  private boolean leads;

  JudgeOfElections(Judge judge) {
    this.judge = judge;
  }

  // ---- messages

  /** A life that is wanted may begin. */
  void taken(Message.LeaseTaken message) {
    if (message.candidacy() != candidacy) {
      return;
    }
    leads = true;
    for (int i = 0; i < judge.seen.length; i++) {
      judge.seen[i].mayBegin |= judge.seen[i].elected && isWanted(judge.machine.services()[i]);
    }
  }

  /** Nothing begins until it was won again. */
  void lost() {
    leads = false;
  }

  // ---- effects

  void seeks(int number) {
    require(candidacy == 0 && !leads, "it is a candidate twice");
    require(judge.runs() && !judge.stopRequested, "it is a candidate, and does not run");
    candidacy = number;
  }

  void gives(boolean back) {
    require(candidacy != 0, "it gives up and is no candidate");
    boolean runsOn = false;
    for (int i = 0; i < judge.seen.length; i++) {
      ServiceMachine service = judge.machine.services()[i];
      if (judge.seen[i].elected && judge.seen[i].lives) {
        require(service.isAbandoned(), "it gives up before %s has ended", Setting.name(i));
        runsOn = true;
      }
    }
    require(back != runsOn, back ? "given back, and code runs on" : "not given back");
    candidacy = 0;
    leads = false;
  }

  void requireLead(int service, String what) {
    String name = Setting.name(service);
    require(leads || !judge.seen[service].elected, "%s %s, and its host does not lead", name, what);
  }

  // ---- at rest

  /** A service that waits for the election waits with a candidate. */
  boolean mayWaitFor(ServiceMachine service) {
    return judge.seen[service.number()].elected && candidacy != 0 && !leads;
  }

  /** No lease is held for nobody. */
  void requireNothingHeld() {
    for (ServiceMachine service : judge.machine.services()) {
      boolean stands = judge.seen[service.number()].elected && !judge.stopRequested;
      if (stands && (isWanted(service) || judge.seen[service.number()].lives)) {
        return;
      }
    }
    require(candidacy == 0, "it is a candidate for nobody");
  }

  private static boolean isWanted(ServiceMachine service) {
    return service.supervision().goal() != Goal.DOWN && !service.isAbandoned();
  }

  int facts() {
    return (candidacy == 0 ? 0 : 1) + (leads ? 2 : 0);
  }
}
