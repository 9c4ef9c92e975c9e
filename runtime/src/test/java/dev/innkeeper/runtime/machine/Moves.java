package dev.innkeeper.runtime.machine;

import dev.innkeeper.runtime.machine.Setting.Trouble;
import java.util.Arrays;

/** All that may happen next in a host that is explored. */
@SuppressWarnings("EnumOrdinal") // a number of a move or a fingerprint, kept nowhere else
final class Moves {

  private static final Rung[] RUNGS = Rung.values();

  private final ExploredHost host;
  private final Setting setting;
  private final ServiceMachine[] services;
  private int[] all = new int[32];
  private int size;

  Moves(ExploredHost host, Setting setting) {
    this.host = host;
    this.setting = setting;
    this.services = host.judge.machine.services();
  }

  int[] all() {
    ofHost();
    for (int i = 0; i < services.length; i++) {
      ofService(i);
    }
    return Arrays.copyOf(all, size);
  }

  private void add(Move kind, int service, int which) {
    if (size == all.length) {
      all = Arrays.copyOf(all, size * 2);
    }
    all[size++] = kind.of(service, which);
  }

  private void ofHost() {
    Phase next = next(host.judge.machine.turns().phase());
    if (next != Phase.NONE) {
      add(Move.OPEN, 0, next.ordinal());
    }
    if (!host.judge.stopRequested) {
      add(Move.STOP_REQUEST, 0, 0);
    } else if (!host.judge.stopBegun) {
      add(Move.STOP_BEGINS, 0, 0);
    }
    for (int i = 0; i < host.hostTimes.length; i++) {
      if (host.hostTimes[i] != ExploredHost.NONE) {
        add(Move.HOST_DUE, 0, i);
      }
    }
    switch (host.lease) {
      case NONE, LOST -> {}
      case SOUGHT -> add(Move.LEASE_TAKEN, 0, 0);
      case HELD -> {
        add(Move.LEASE_LOST, 0, 0);
        if (host.leaseIsDue) {
          add(Move.LEASE_DUE, 0, 0);
        }
      }
    }
    if (!host.blamed.isEmpty()) {
      add(Move.OVERDUE, 0, 0);
    }
  }

  /** What the host's thread may open. */
  private Phase next(Phase open) {
    if (!host.judge.stopRequested) {
      return switch (open) {
        case NONE -> setting.hasPhases() ? Phase.STARTING : Phase.START;
        case STARTING -> host.over == Phase.STARTING ? Phase.START : Phase.NONE;
        case START ->
            host.over != Phase.START ? Phase.NONE : setting.hasPhases() ? Phase.STARTED : Phase.RUN;
        case STARTED -> host.over == Phase.STARTED ? Phase.RUN : Phase.NONE;
        default -> Phase.NONE;
      };
    }
    if (!host.judge.stopBegun) {
      return Phase.NONE;
    }
    return switch (open) {
      case STOPPING -> host.over == Phase.STOPPING || setting.cuts() ? Phase.STOP : Phase.NONE;
      case STOP -> host.over == Phase.STOP ? Phase.STOPPED : Phase.NONE;
      case STOPPED -> Phase.NONE;
      default -> setting.hasPhases() ? Phase.STOPPING : Phase.STOP;
    };
  }

  private void ofService(int number) {
    ServiceMachine service = services[number];
    Setting.Kind kind = setting.services().get(number);
    Stage stage = service.stage();
    boolean lives = stage.isLife();
    boolean all = kind.trouble() == Trouble.ALL;
    Call call = host.calls[number];
    if (call != null) {
      boolean falls = service.falls() || service.life().asked;
      add(Move.RETURNS, number, call.ordinal());
      add(Move.THROWS, number, call.ordinal());
      if (call.isOfStart() && falls) {
        add(Move.COMES_OUT, number, call.ordinal());
      }
      if (call == Call.START && all) {
        add(Move.FAILS_AROUND, number, 0);
      }
      if (all && host.judge.stopRequested) {
        add(Move.EXITS_IN_CALL, number, 0);
      }
    }
    if (host.works[number]) {
      add(Move.WORK_ENDS, number, 0);
      add(Move.WORK_FAILS, number, 0);
      if (service.life().asked) {
        add(Move.WORK_COMES_OUT, number, 0);
      }
      if (all && host.judge.stopRequested && service.life().works()) {
        add(Move.EXITS_IN_WORK, number, 0);
      }
    }
    boolean isOver = !lives && service.lives() > 0;
    boolean hasBegun = lives && stage.hasReached(Stage.START);
    if (kind.waits() && hasBegun && !service.life().ready) {
      add(Move.READY, number, 0);
    }
    boolean mayFail = kind.trouble() != Trouble.NONE && (hasBegun || (all && isOver));
    boolean matters =
        !service.chronicle().hasFailed() || (lives && !service.falls() && !service.life().asked);
    if (mayFail && matters) {
      add(Move.FAILS, number, 0);
    }
    if (all && kind.hooks() && stage == Stage.HOOKS) {
      add(Move.HOOK_FAILS, number, 0);
    }
    for (Rung rung : RUNGS) {
      if (host.times[number][rung.ordinal()] != ExploredHost.NONE) {
        add(Move.DUE, number, rung.ordinal());
      }
    }
    if (host.accepted < setting.orders() && host.judge.runs() && !host.judge.stopRequested) {
      for (Order.Kind order : Order.Kind.values()) {
        if (services.length > 1 || !order.takesAlong) {
          add(Move.ORDER, number, order.ordinal());
        }
      }
    }
  }
}
