package dev.innkeeper.runtime.machine;

/** What the surroundings of a machine may do, as one number: a kind, a service, and which. */
@SuppressWarnings("EnumOrdinal") // a number of a move or a fingerprint, kept nowhere else
enum Move {
  /** A call ends: well, by a failure, by an interrupt, or well with a failure around it. */
  RETURNS,
  THROWS,
  COMES_OUT,
  FAILS_AROUND,
  /** A thread of it is found inside System.exit. */
  EXITS_IN_CALL,
  EXITS_IN_WORK,
  WORK_ENDS,
  WORK_FAILS,
  WORK_COMES_OUT,
  READY,
  FAILS,
  HOOK_FAILS,
  DUE,
  HOST_DUE,
  OVERDUE,
  OPEN,
  STOP_REQUEST,
  STOP_BEGINS,
  ORDER,
  LEASE_TAKEN,
  LEASE_DUE,
  LEASE_LOST;

  private static final Move[] ALL = values();

  int of(int service, int which) {
    return ordinal() << 8 | service << 4 | which;
  }

  static Move kind(int move) {
    return ALL[move >> 8];
  }

  static int service(int move) {
    return move >> 4 & 15;
  }

  static int which(int move) {
    return move & 15;
  }

  /** It comes from outside: nobody may count on it. */
  static boolean isStimulus(int move) {
    return switch (kind(move)) {
      case FAILS, HOOK_FAILS, STOP_REQUEST, ORDER, EXITS_IN_CALL, EXITS_IN_WORK -> true;
      case LEASE_TAKEN, LEASE_LOST -> true;
      default -> false;
    };
  }

  /** A call or work does it, which may as well not end. */
  static boolean isOfService(int move) {
    return kind(move).compareTo(HOOK_FAILS) <= 0;
  }

  static String toString(int move) {
    String what =
        switch (kind(move)) {
          case DUE -> "DUE " + Rung.values()[which(move)];
          case HOST_DUE -> "HOST_DUE " + HostRung.values()[which(move)];
          case OPEN -> "OPEN " + Phase.values()[which(move)];
          case ORDER -> "ORDER " + Order.Kind.values()[which(move)];
          case RETURNS, THROWS, COMES_OUT -> kind(move) + " " + Call.values()[which(move)];
          default -> kind(move).toString();
        };
    boolean ofHost =
        switch (kind(move)) {
          case HOST_DUE, OPEN, STOP_REQUEST, STOP_BEGINS, OVERDUE -> true;
          case LEASE_TAKEN, LEASE_DUE, LEASE_LOST -> true;
          default -> false;
        };
    return ofHost ? what : Setting.name(service(move)) + ": " + what;
  }
}
