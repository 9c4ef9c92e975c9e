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
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** Many candidates at the same moment. */
@ParameterizedClass
@MethodSource("dev.innkeeper.jdbc.TestDatabase#here")
class RacesTest {

  private static final int CANDIDATES = 8;
  private static final int ROUNDS = 30;

  @Parameter TestDatabase database;

  @Test
  void oneOfManyGetsARowThatIsNotThereYet() throws Exception {
    String table = database.newTable();
    try (HikariDataSource pool = database.pool(CANDIDATES, true)) {
      for (int round = 0; round < ROUNDS; round++) {
        String name = "round " + round;
        List<Optional<Lease>> results = race(pool, table, name);
        assertEquals(1, results.stream().filter(Optional::isPresent).count(), name);
      }
    }
  }

  @Test
  void oneOfManyGetsAnExpiredLease() throws Exception {
    String table = database.newTable();
    try (HikariDataSource pool = database.pool(CANDIDATES, true)) {
      for (int round = 1; round <= ROUNDS; round++) {
        List<Lease> winners =
            race(pool, table, "billing").stream().flatMap(Optional::stream).toList();
        assertEquals(1, winners.size(), "round " + round);
        assertEquals(round, winners.getFirst().fencingToken().getAsLong());
        database.expire(table, "billing");
      }
    }
  }

  private static List<Optional<Lease>> race(HikariDataSource pool, String table, String name)
      throws Exception {
    CyclicBarrier start = new CyclicBarrier(CANDIDATES);
    List<Callable<Optional<Lease>>> candidates = new ArrayList<>();
    for (int i = 0; i < CANDIDATES; i++) {
      JdbcLeaderElection election = JdbcLeaderElection.builder(name, pool).table(table).build();
      candidates.add(() -> {
        start.await();
        return election.tryAcquire();
      });
    }
    List<Optional<Lease>> results = new ArrayList<>();
    try (ExecutorService threads = Executors.newFixedThreadPool(CANDIDATES)) {
      for (Future<Optional<Lease>> result : threads.invokeAll(candidates)) {
        results.add(result.get());
      }
    }
    return results;
  }

  /** Each holder looks whether it is alone; some give the lease back, some let it expire. */
  @Test
  void neverTwoAtATimeAndEveryTokenIsTheNextOne() throws Exception {
    String table = database.newTable();
    List<Long> tokens = new ArrayList<>(); // guarded by being the holder, which is what is tested
    AtomicInteger holders = new AtomicInteger();
    AtomicReference<String> broken = new AtomicReference<>("");
    int most = 200;
    try (HikariDataSource pool = database.pool(CANDIDATES + 1, true);
        ExecutorService threads = Executors.newFixedThreadPool(CANDIDATES)) {
      List<Future<?>> candidates = new ArrayList<>();
      for (int i = 0; i < CANDIDATES; i++) {
        JdbcLeaderElection election =
            JdbcLeaderElection.builder("billing", pool).table(table).build();
        candidates.add(
            threads.submit(() -> {
              long last = 0;
              while (last < most) {
                Optional<Lease> lease = election.tryAcquire();
                if (lease.isEmpty()) {
                  last = latestToken(pool, table);
                  continue;
                }
                if (holders.incrementAndGet() != 1) {
                  broken.set("two at " + lease);
                }
                last = lease.get().fencingToken().getAsLong();
                tokens.add(last);
                if (!lease.get().renew()) {
                  broken.set("not renewed: " + lease);
                }
                holders.decrementAndGet();
                if (last % 2 == 0) {
                  lease.get().release();
                } else {
                  database.expire(table, "billing");
                }
              }
              return null;
            }));
      }
      for (Future<?> candidate : candidates) {
        candidate.get();
      }
    }
    assertEquals("", broken.get());
    assertTrue(tokens.size() >= most);
    assertEquals(LongStream.rangeClosed(1, tokens.size()).boxed().toList(), tokens);
  }

  private static long latestToken(HikariDataSource pool, String table) throws SQLException {
    try (Connection connection = pool.getConnection();
        Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery("select coalesce(max(token), 0) from " + table)) {
      result.next();
      return result.getLong(1);
    }
  }
}
