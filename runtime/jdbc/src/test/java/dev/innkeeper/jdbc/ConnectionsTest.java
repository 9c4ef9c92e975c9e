package dev.innkeeper.jdbc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.zaxxer.hikari.HikariDataSource;
import dev.innkeeper.runtime.service.Lease;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is done with the connections of a pool, and how they are given back. */
@ParameterizedClass
@MethodSource("dev.innkeeper.jdbc.TestDatabase#here")
class ConnectionsTest {

  @Parameter TestDatabase database;

  private String table;
  private RecordingDataSource recording;
  private JdbcLeaderElection election;

  @BeforeEach
  void record() throws Exception {
    table = database.newTable();
    recording = new RecordingDataSource(database.dataSource());
    election = election("billing");
  }

  private JdbcLeaderElection election(String name) {
    return JdbcLeaderElection.builder(name, recording).table(table).build();
  }

  private List<String> trail() {
    List<String> copy = new ArrayList<>(recording.trail);
    recording.trail.clear();
    return copy;
  }

  /** H2 has no network timeout. */
  private List<String> with(String... steps) {
    List<String> trail = new ArrayList<>(List.of("setNetworkTimeout 7500"));
    trail.addAll(List.of(steps));
    trail.addAll(List.of("setNetworkTimeout 0", "close"));
    return trail;
  }

  @Test
  void eachStatementIsCommittedByItselfButForATakeover() throws Exception {
    Lease lease = election.tryAcquire().orElseThrow();
    assertEquals(with("select", "setQueryTimeout 5", "insert", "setQueryTimeout 5"), trail());
    lease.renew();
    assertEquals(with("update", "setQueryTimeout 5"), trail());
    assertEquals(Optional.empty(), election.tryAcquire());
    assertEquals(with("select", "setQueryTimeout 5"), trail());
    lease.release();
    assertEquals(with("update", "setQueryTimeout 5"), trail());
    assertTrue(election.tryAcquire().isPresent());
    assertEquals(
        with(
            "select",
            "setQueryTimeout 5",
            "setAutoCommit false",
            "select",
            "setQueryTimeout 5",
            "update",
            "setQueryTimeout 5",
            "commit",
            "rollback", // of nothing
            "setAutoCommit true"),
        trail());
  }

  @Test
  void aTransactionThatFailsIsRolledBackAndTheConnectionGivenBack() throws Exception {
    election.tryAcquire().orElseThrow().release();
    trail();
    recording.answers.put(
        "commit",
        () -> {
          throw new SQLException("broken");
        });
    assertThrows(SQLException.class, election::tryAcquire);
    assertEquals(
        List.of("commit", "rollback", "setAutoCommit true", "setNetworkTimeout 0", "close"),
        recording.trail.subList(recording.trail.indexOf("commit"), recording.trail.size()));
    recording.answers.clear();
    assertEquals(2, election.tryAcquire().orElseThrow().fencingToken().getAsLong());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"getAutoCommit", "setAutoCommit", "setNetworkTimeout", "prepareStatement"})
  void whicheverStepFailsTheConnectionIsGivenBack(String step) throws Exception {
    election.tryAcquire().orElseThrow().release();
    trail();
    recording.answers.put(
        step,
        () -> {
          throw new SQLException("broken " + step);
        });
    SQLException e = assertThrows(SQLException.class, election::tryAcquire);
    assertEquals("broken " + step, e.getMessage());
    assertEquals("close", recording.trail.getLast());
    assertEquals(1, recording.trail.stream().filter("close"::equals).count());
  }

  @Test
  void aDriverWithoutNetworkTimeoutsWillDo() throws Exception {
    recording.answers.put(
        "getNetworkTimeout",
        () -> {
          throw new SQLFeatureNotSupportedException();
        });
    assertTrue(election.tryAcquire().isPresent());
    assertEquals(
        List.of("select", "setQueryTimeout 5", "insert", "setQueryTimeout 5", "close"), trail());
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void thePoolsAutoCommitIsRestored(boolean autoCommit) throws Exception {
    try (HikariDataSource pool = database.pool(1, autoCommit)) {
      recording = new RecordingDataSource(pool);
      JdbcLeaderElection one = election("pooled " + autoCommit);
      one.prepare();
      Lease lease = one.tryAcquire().orElseThrow();
      assertTrue(lease.renew());
      lease.release();
      assertTrue(one.tryAcquire().isPresent());
      assertFalse(one.tryAcquire().isPresent());
      try (Connection connection = pool.getConnection()) {
        assertEquals(autoCommit, connection.getAutoCommit());
        assertEquals(0, connection.getNetworkTimeout());
      }
      assertEquals(0, pool.getHikariPoolMXBean().getActiveConnections());
      // And the lease was committed, though the pool's connections are not by themselves.
      assertEquals(
          2,
          database.query(
              "select token from " + table + " where name = 'pooled " + autoCommit + "'"));
    }
  }

  /** Another election cannot be seen by it: only its own statements are. */
  @ParameterizedTest
  @ValueSource(strings = {"Apache Derby", "HSQL Database Engine", "Oracle", "DB2/LINUXX8664"})
  void anUnknownDatabaseIsRefusedByName(String product) {
    recording.answers.put("getDatabaseProductName", () -> product);
    for (Call call : List.<Call>of(election::prepare, election::tryAcquire, election::ddl)) {
      IllegalStateException e = assertThrows(IllegalStateException.class, call::run);
      assertEquals(
          "no leader election on the database '%s': its clock is read by an SQL expression that is known"
                  .formatted(product)
              + " for PostgreSQL, H2, MySQL, MariaDB, Microsoft SQL Server; use one of these, or"
              + " another LeaderElection",
          e.getMessage());
      assertEquals("close", recording.trail.getLast());
    }
  }

  private interface Call {
    void run() throws Exception;
  }
}
