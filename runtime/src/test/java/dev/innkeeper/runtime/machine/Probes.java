package dev.innkeeper.runtime.machine;

import java.util.List;

/** What must make no difference in a state that was reached; and whether it may be a last one. */
final class Probes {

  private final ExploredHost host;
  private final Setting setting;
  private final Met met;

  /** Whether each is looked at by itself. */
  private final boolean careful;

  Probes(ExploredHost host, Setting setting, Met met, boolean careful) {
    this.careful = careful;
    this.host = host;
    this.setting = setting;
    this.met = met;
  }

  void make(int[] moves) {
    requireRest(moves);
    long before = host.hash();
    for (ServiceMachine service : host.judge.machine.services()) {
      service.run(0);
    }
    requireSame(before, "a service can still go on");
    for (int i = 0; i < setting.size(); i++) {
      ofOldLife(i, before);
      withoutConsequence(i, before);
    }
    host.ofOldCandidacy()
        .forEach((message, now) -> {
          host.judge.machine.on(message, now);
          requireSame(before, "an answer to an old candidacy counts");
        });
    if (host.judge.stopRequested && !host.judge.stopBegun) {
      on(new Message.Opened(Phase.START), 0);
      requireSame(before, "a phase of the start is opened in the stop");
    }
    Judge.require(before == host.hash(), "what must make no difference does");
  }

  private void requireRest(int[] moves) {
    boolean rests = true;
    boolean owes = true;
    for (int move : moves) {
      boolean stimulus = Move.isStimulus(move);
      rests &= stimulus;
      owes &= stimulus || Move.isOfService(move);
    }
    if (owes) {
      JudgeOfRest.requireNothingOwed(host.judge, host.isStopped());
    }
    if (rests && !host.isStopped()) {
      JudgeOfRest.requireRest(host.judge);
    }
  }

  private void ofOldLife(int number, long before) {
    ServiceMachine service = host.judge.machine.services()[number];
    int old = service.lives() - 1;
    if (old < 1) {
      return;
    }
    for (Rung rung : Rung.values()) {
      boolean mayMoveOn = rung == Rung.RESTART || service.stage() == Stage.WORK;
      if (!mayMoveOn) {
        on(new Message.Due(number, old, rung, 0), host.timeOf(number, rung));
        requireSame(before, rung + " of an old life");
      }
    }
    int blames = host.blames();
    on(new Message.Failed(number, old, ExploredHost.FAILURE), 0);
    requireSame(before, "a failure of an old life");
    on(new Message.Ready(number, old), 0);
    requireSame(before, "readiness of an old life");
    Message.Life life = new Message.Life(number, old);
    on(new Message.Overdue(List.of(life), ExploredHost.FAILURE, false), 0);
    requireSame(before, "an old life is overdue");
    Judge.require(blames == host.blames(), "an old life is blamed");
  }

  /** These interrupt, which is no fact of the machine. */
  private void withoutConsequence(int number, long before) {
    ServiceMachine service = host.judge.machine.services()[number];
    on(service.due(Rung.CALL), 0);
    boolean hasCome = // the time at which the work is interrupted, as that of a lease may have
        service.stage().isLife() && service.life().interruptAt(service.plan()) <= 0;
    if (!hasCome) {
      on(service.due(Rung.WORK), 0);
    }
    requireSame(before, "an interrupt changes something");
  }

  private void on(Message message, long now) {
    met.note(message, host.judge.machine);
    host.judge.machine.on(message, now);
  }

  private void requireSame(long before, String otherwise) {
    if (careful) {
      Judge.require(before == host.hash(), "%s", otherwise);
    }
  }
}
