package dev.innkeeper.jdbc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.innkeeper.runtime.service.LeaderElection;
import dev.innkeeper.runtime.service.Lease;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** The life of leases, with two candidates, as whole trails. */
@ParameterizedClass
@MethodSource("dev.innkeeper.jdbc.TestDatabase#here")
class ElectionTest {

  @Parameter TestDatabase database;

  private final List<String> trail = new ArrayList<>();
  private String table;
  private LeaderElection one;
  private LeaderElection other;

  @BeforeEach
  void twoCandidates() throws Exception {
    table = database.newTable();
    one = candidate("billing");
    other = candidate("billing");
    one.prepare();
    other.prepare();
  }

  private LeaderElection candidate(String name) {
    return JdbcLeaderElection.builder(name, database.dataSource()).table(table).build();
  }

  private Lease acquire(String who, LeaderElection election) throws Exception {
    Optional<Lease> lease = election.tryAcquire();
    trail.add(who + ": " + lease.map(Object::toString).orElse("held by another"));
    return lease.orElse(null);
  }

  private void renew(String who, Lease lease) throws Exception {
    trail.add(who + (lease.renew() ? ": renewed" : ": lost"));
  }

  private void release(String who, Lease lease) throws Exception {
    lease.release();
    trail.add(who + ": released");
  }

  private void expire() throws Exception {
    database.expire(table, "billing");
    trail.add("expired");
  }

  private void assertTrail(String... expected) {
    assertEquals(List.of(expected), trail);
  }

  @Test
  void aReleasedLeaseIsTakenAtOnceWithTheNextToken() throws Exception {
    Lease first = acquire("one", one);
    acquire("other", other);
    renew("one", first);
    acquire("other", other);
    release("one", first);
    Lease second = acquire("other", other);
    acquire("one", one);
    renew("one", first);
    renew("other", second);

    assertTrail(
        "one: lease 'billing' with token 1",
        "other: held by another",
        "one: renewed",
        "other: held by another",
        "one: released",
        "other: lease 'billing' with token 2",
        "one: held by another",
        "one: lost",
        "other: renewed");
  }

  @Test
  void anExpiredLeaseIsTakenByAnotherAndItsHolderFindsItLost() throws Exception {
    Lease first = acquire("one", one);
    expire();
    Lease second = acquire("other", other);
    renew("one", first);
    release("one", first); // must not free that of the other
    renew("other", second);
    acquire("one", one);

    assertTrail(
        "one: lease 'billing' with token 1",
        "expired",
        "other: lease 'billing' with token 2",
        "one: lost",
        "one: released",
        "other: renewed",
        "one: held by another");
  }

  @Test
  void anExpiredLeaseCannotBeRenewedEvenIfNobodyTookIt() throws Exception {
    Lease first = acquire("one", one);
    expire();
    renew("one", first);
    acquire("one", one);

    assertTrail(
        "one: lease 'billing' with token 1",
        "expired",
        "one: lost",
        "one: lease 'billing' with token 2");
  }

  @Test
  void aReleasedLeaseCannotBeRenewed() throws Exception {
    Lease first = acquire("one", one);
    release("one", first);
    renew("one", first);
    release("one", first);

    assertTrail("one: lease 'billing' with token 1", "one: released", "one: lost", "one: released");
  }

  @Test
  void theLeaseOfAProcessThatWasRestartedIsSomeoneElses() throws Exception {
    acquire("one", one);
    acquire("one, restarted", candidate("billing"));
    acquire("one, the same object", one);

    assertTrail(
        "one: lease 'billing' with token 1",
        "one, restarted: held by another",
        "one, the same object: held by another");
  }

  @Test
  void namesAreElectionsOfTheirOwn() throws Exception {
    acquire("one", one);
    acquire("reports", candidate("reports"));
    expire();
    acquire("reports", candidate("reports"));
    acquire("one", one);

    assertTrail(
        "one: lease 'billing' with token 1",
        "reports: lease 'reports' with token 1",
        "expired",
        "reports: held by another",
        "one: lease 'billing' with token 2");
  }

  @Test
  void aHolderOfADeletedRowHasLostEvenIfTheTokensBeginAnew() throws Exception {
    Lease first = acquire("one", one);
    database.execute("delete from " + table);
    renew("one", first);
    acquire("other", other);
    renew("one", first);

    assertTrail(
        "one: lease 'billing' with token 1",
        "one: lost",
        "other: lease 'billing' with token 1",
        "one: lost");
  }

  @Test
  void theLeaseEndsWithItsDurationOnTheDatabasesClock() throws Exception {
    Lease lease = one.tryAcquire().orElseThrow();
    assertRemaining(Duration.ofSeconds(15));
    database.execute("update " + table + " set expires_at_millis = expires_at_millis - 10000");
    assertTrue(lease.renew());
    assertRemaining(Duration.ofSeconds(15));
  }

  private void assertRemaining(Duration expected) throws Exception {
    String now = Database.valueOf(database.name()).now;
    long millis = database.query("select expires_at_millis - " + now + " from " + table);
    assertTrue(millis <= expected.toMillis(), () -> millis + " ms");
    assertTrue(
        millis > expected.minusSeconds(5).toMillis(), () -> millis + " ms"); // a slow machine
  }

  @Test
  void theDatabasesTimeIsTheTimeInUtc() throws Exception {
    long before = System.currentTimeMillis();
    long now = database.query("select " + Database.valueOf(database.name()).now);
    assertTrue(now >= before - 1, () -> now + " is before " + before);
    assertTrue(now <= System.currentTimeMillis(), () -> now + " is late");
  }

  @Test
  void theRowSaysWhoHoldsIt() throws Exception {
    assertTrue(one.tryAcquire().isPresent());
    long rows =
        database.query(
            "select count(*) from %s where held_by like '%% pid %d'"
                .formatted(table, ProcessHandle.current().pid()));
    assertEquals(1, rows);
  }

  @Test
  void theTokenIsKnownWithoutTheDatabase() throws Exception {
    Lease lease = one.tryAcquire().orElseThrow();
    database.execute("drop table " + table);
    assertEquals(OptionalLong.of(1), lease.fencingToken());
  }

  @Test
  void aCallOnAnInterruptedThreadDoesNotReachTheDatabase() throws Exception {
    Lease lease = one.tryAcquire().orElseThrow();
    for (Interruptible call : List.<Interruptible>of(one::prepare, one::tryAcquire, lease::renew)) {
      Thread.currentThread().interrupt();
      assertThrows(InterruptedException.class, call::run);
      assertFalse(Thread.currentThread().isInterrupted());
    }
    Thread.currentThread().interrupt();
    try {
      lease.release(); // so that another need not wait for the end of the lease
    } finally {
      assertTrue(Thread.interrupted());
    }
    assertTrue(other.tryAcquire().isPresent());
  }

  private interface Interruptible {
    void run() throws Exception;
  }
}
