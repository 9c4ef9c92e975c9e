/**
 * Leader election by a row in a database that the application already has.
 *
 * <p>{@link dev.innkeeper.jdbc.JdbcLeaderElection} is the door.
 */
module dev.innkeeper.jdbc {
  requires transitive dev.innkeeper.runtime;
  requires transitive java.sql;
  requires static org.jspecify;

  exports dev.innkeeper.jdbc;
}
