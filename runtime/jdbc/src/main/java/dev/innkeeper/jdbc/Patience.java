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
    long millis = Math.min(lease.toMillis() / 3, MOST.toMillis());
    return new Patience(
        Math.toIntExact(Math.max(1, millis / 1000)), Math.toIntExact(millis + millis / 2));
  }
}
