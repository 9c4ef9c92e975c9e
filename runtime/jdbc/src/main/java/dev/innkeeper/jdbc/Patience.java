package dev.innkeeper.jdbc;

import java.time.Duration;

/**
 * How long an answer of the database is waited for. A lease is renewed after a third of it, so one
 * that is not answered within a third leaves time for another try.
 *
 * @param querySeconds after which the database is asked to cancel a statement; JDBC knows no
 *     fractions of a second
 * @param networkMillis after which the connection is given up: the database, or the way to it, no
 *     longer answers at all
 */
record Patience(int querySeconds, int networkMillis) {

  private static final Duration MOST = Duration.ofSeconds(10);

  static Patience within(Duration lease) {
    Duration third = lease.dividedBy(3).compareTo(MOST) < 0 ? lease.dividedBy(3) : MOST;
    return new Patience(
        Math.toIntExact(Math.max(1, third.plusMillis(999).toSeconds())),
        Math.toIntExact(third.plus(third.dividedBy(2)).toMillis()));
  }
}
