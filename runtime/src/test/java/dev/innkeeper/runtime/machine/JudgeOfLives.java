package dev.innkeeper.runtime.machine;

import static dev.innkeeper.runtime.machine.Judge.require;

import dev.innkeeper.runtime.machine.Supervision.Goal;

/** When a life may begin and end, and what a service must be in the middle of one. */
final class JudgeOfLives {

  private final Judge judge;

  JudgeOfLives(Judge judge) {
    this.judge = judge;
  }

  void requireBegin(int service, int life) {
    Seen of = judge.seen[service];
    String name = Setting.name(service);
    boolean isAbandoned = judge.machine.services()[service].isAbandoned();
    require(!of.lives, "%s begins a life and has one", name);
    require(life == of.life + 1, "%s begins life %s after %s", name, life, of.life);
    require(!judge.stopRequested, "%s begins a life in the stop", name);
    require(of.mayBegin, "%s begins a life that nobody wanted", name);
    require(!isAbandoned, "%s lives after abandonment", name);
  }

  /** After a message; in its sleep the host is not judged again for what it is. */
  void after(int number, boolean sleeps) {
    ServiceMachine service = judge.machine.services()[number];
    Seen of = judge.seen[number];
    String name = Setting.name(number);
    require(service.state() == of.state, "%s is %s, shown as %s", name, service.state(), of.state);
    if (service.isAbandoned()) {
      of.takesPart = false;
    }
    require(of.lives == service.stage().isLife(), "%s lives and does not", name);
    boolean gaveUp = service.supervision().goal() == Goal.DOWN;
    boolean excused = judge.stopRequested || judge.mayBeMissing(number);
    require(!of.first || !gaveUp || excused, "%s did not start, and the host goes on", name);
    of.first &= !gaveUp && service.stage() != Stage.UP;
    require(!judge.stopRequested || service.stage() != Stage.DOWN, "%s is not gone", name);
    if (!of.lives) {
      return;
    }
    boolean falls = service.falls();
    boolean wasToFall = of.fell;
    of.fell = falls;
    if (sleeps) {
      of.everStarted |= judge.hasStarted(number);
      return;
    }
    require(falls || !wasToFall, "%s was to go down, and is not any more", name);
    Stage stage = service.stage();
    boolean isUp = stage.hasReached(Stage.BEFORE_STARTED) && !falls;
    require(!isUp || (of.startReturned && judge.isReady(number)), "%s is up and not ready", name);
    require(stage != Stage.UP || !falls, "%s should go down", name);
    of.everStarted |= judge.hasStarted(number);
  }

  void requireEnd(int service) {
    Seen of = judge.seen[service];
    String name = Setting.name(service);
    require(of.lives && !of.inCall && !of.works, "%s ends before it has ended", name);
    require(of.startReturned == of.hasBegun(Call.STOP), "%s: no stop for a start", name);
    boolean observes = judge.setting.services().get(service).observes();
    boolean owed = observes && of.startReturned && (of.takesPart || !judge.stopBegun);
    require(!owed || of.last == Call.STOPPED, "%s ends before STOPPED", name);
  }
}
