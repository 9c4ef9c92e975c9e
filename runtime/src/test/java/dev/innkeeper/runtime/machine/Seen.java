package dev.innkeeper.runtime.machine;

import dev.innkeeper.runtime.report.ServiceState;
import org.jspecify.annotations.Nullable;

/** What a judge has seen of one service, by its own eyes. */
@SuppressWarnings("EnumOrdinal") // a number of a move or a fingerprint, kept nowhere else
final class Seen {

  int life;
  boolean lives;

  /** The last call of this life that was begun, but for the work; and whether it is in progress. */
  @Nullable Call last;

  boolean inCall;
  boolean startReturned;
  boolean ready;
  boolean hasWorked;
  boolean works;
  boolean asked;

  /** It was on its way down when the judge looked last, and nothing takes that back. */
  boolean fell;

  boolean takesPart;
  boolean stepIsOver;
  boolean graceIsOver;

  /** A thread of it never comes out of System.exit. */
  boolean exits;

  /** A start of it has returned well, and it was ready. */
  boolean everStarted;

  /** It is to come up for the first time, however often that is tried: its turns are the host's. */
  boolean first;

  /** A life may begin: the first one, one that its policy grants, or an operator. */
  boolean mayBegin = true;

  ServiceState state = ServiceState.NEW;

  /** Its host has won an election for it: it never starts with its host. */
  final boolean elected;

  Seen(boolean elected) {
    this.elected = elected;
    this.first = !elected;
  }

  void begins(int number) {
    life = number;
    lives = true;
    last = null;
    inCall = false;
    startReturned = false;
    ready = false;
    hasWorked = false;
    works = false;
    asked = false;
    fell = false;
    takesPart = false;
    stepIsOver = false;
    graceIsOver = false;
    mayBegin = false;
  }

  void returned(Message.Returned message) {
    if (message.call() == Call.EXECUTE) {
      works = false;
      ready |= message.failure() == null && !asked;
      return;
    }
    inCall = false;
    if (message.call() == Call.START) {
      startReturned = message.reached();
    }
  }

  void due(Message.Due message) {
    if (message.life() == life) {
      stepIsOver |= message.rung() == Rung.STEP;
      graceIsOver |= message.rung() == Rung.GRACE;
    }
  }

  void exits(Message.Exits message) {
    if (message.call() == Call.EXECUTE) {
      works = false;
    } else {
      exits = true;
      lives = false;
    }
  }

  boolean hasBegun(Call call) {
    return last != null && last.compareTo(call) >= 0;
  }

  long hash(long hash) {
    int bits = add(add(add(add(state.ordinal(), exits), everStarted), first), mayBegin);
    if (!lives) {
      return Facts.mix(hash, (long) bits << 2 | Math.min(life, 2));
    }
    bits = bits << 4 | (last == null ? 15 : last.ordinal());
    bits = add(add(add(bits, inCall), startReturned), ready);
    bits = add(add(add(add(bits, hasWorked), works), asked), fell);
    bits = add(add(add(bits, takesPart), stepIsOver), graceIsOver);
    return Facts.mix(hash, (long) bits << 2 | Math.min(life, 2));
  }

  private static int add(int bits, boolean fact) {
    return bits << 1 | (fact ? 1 : 0);
  }
}
