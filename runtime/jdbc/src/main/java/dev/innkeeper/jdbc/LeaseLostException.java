package dev.innkeeper.jdbc;

/**
 * A write was fenced: the lease under which it was to be made is no longer held. Roll the
 * transaction back, and end the work: another process leads, or will.
 *
 * <p>It is unchecked, so that frameworks roll back on it as they do by default.
 *
 * @see JdbcLeaderElection#verify
 * @since 0.1
 */
public final class LeaseLostException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  LeaseLostException(String message) {
    super(message);
  }
}
