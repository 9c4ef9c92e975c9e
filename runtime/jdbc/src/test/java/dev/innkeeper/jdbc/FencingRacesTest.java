package dev.innkeeper.jdbc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.zaxxer.hikari.HikariDataSource;
import dev.innkeeper.runtime.service.Lease;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** Holders that never look at their lease and are fenced by the database alone. */
@ParameterizedClass
@MethodSource("dev.innkeeper.jdbc.TestDatabase#here")
class FencingRacesTest {

  private static final int HOLDERS = 6;
  private static final int LEASES = 60;

  @Parameter TestDatabase database;

  private String table;
  private String writes;
  private HikariDataSource pool;
  private final AtomicInteger taken = new AtomicInteger();
  private final AtomicInteger committed = new AtomicInteger();
  private final AtomicInteger refused = new AtomicInteger();
  private final Queue<String> broken = new ConcurrentLinkedQueue<>();

  @Test
  void noWriteIsCommittedAfterOneWithAGreaterToken() throws Exception {
    table = database.newTable();
    writes = TestDatabase.newName();
    database.execute("create table " + writes + " (token bigint)");
    try (HikariDataSource open = database.pool(HOLDERS + 1, true);
        ExecutorService threads = Executors.newFixedThreadPool(HOLDERS)) {
      pool = open;
      List<Future<?>> holders = new ArrayList<>();
      for (int i = 0; i < HOLDERS; i++) {
        holders.add(threads.submit(this::leadAgainAndAgain));
      }
      for (Future<?> holder : holders) {
        holder.get();
      }
    }
    assertEquals(List.of(), List.copyOf(broken));
    assertEquals(committed.get(), database.query("select count(*) from " + writes));
    assertTrue(refused.get() > 0 && committed.get() > 0, refused + " refused, " + committed);
  }

  private Void leadAgainAndAgain() throws Exception {
    JdbcLeaderElection election = JdbcLeaderElection.builder("billing", pool).table(table).build();
    while (taken.get() < LEASES) {
      Optional<Lease> lease = election.tryAcquire();
      if (lease.isEmpty()) {
        rob();
        continue;
      }
      taken.incrementAndGet();
      long token = lease.get().fencingToken().getAsLong();
      boolean held = true;
      while (held) {
        held = writeFenced(election, token);
      }
    }
    return null;
  }

  /** Ends the lease of whoever has it, as a jump of the database's clock would. */
  private void rob() throws SQLException {
    try (Connection connection = pool.getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute("update " + table + " set expires_at_millis = 0");
    }
  }

  private boolean writeFenced(JdbcLeaderElection election, long token) throws SQLException {
    try (Connection connection = pool.getConnection();
        Statement statement = connection.createStatement()) {
      connection.setAutoCommit(false);
      try {
        statement.executeUpdate("insert into " + writes + " values (" + token + ")");
        election.verify(connection, token);
        try (ResultSet result = statement.executeQuery("select max(token) from " + writes)) {
          result.next();
          if (result.getLong(1) > token) {
            broken.add(token + " passes after " + result.getLong(1));
          }
        }
        connection.commit();
        committed.incrementAndGet();
        return taken.get() < LEASES;
      } catch (LeaseLostException e) {
        connection.rollback();
        refused.incrementAndGet();
        return false;
      }
    }
  }
}
