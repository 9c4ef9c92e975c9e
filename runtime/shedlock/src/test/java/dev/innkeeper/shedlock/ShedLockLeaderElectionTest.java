package dev.innkeeper.shedlock;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.innkeeper.runtime.service.Lease;
import dev.innkeeper.timer.testing.ManualTimeSource;
import java.time.Duration;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import net.javacrumbs.shedlock.core.LockProvider;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Two processes with one database, by a clock that tests move. */
class ShedLockLeaderElectionTest {

  private final ManualTimeSource time =
      new ManualTimeSource(
          LocalDateTime.parse("2026-11-30T12:00").atZone(ZoneId.systemDefault()).toInstant());
  private final ShedLockClock clock = new ShedLockClock(time);
  private final Database database = new Database().withTable();
  private final ShedLockLeaderElection a = election(database.locksOf("a"));
  private final ShedLockLeaderElection b = election(database.locksOf("b"));

  private ShedLockLeaderElection election(LockProvider locks) {
    return new ShedLockLeaderElection(locks, "billing", Duration.ofSeconds(15), time);
  }

  @AfterEach
  void resetClock() {
    clock.close();
  }

  private void pass(String duration) {
    time.advance(Duration.parse(duration));
  }

  @Test
  void oneLeadsUntilItReleasesAndThenTheOther() throws Exception {
    Lease first = a.tryAcquire().orElseThrow();
    assertEquals(List.of("a until 12:00:15"), database.locks());
    assertEquals(Optional.empty(), b.tryAcquire());
    pass("PT5S");
    assertTrue(first.renew());
    assertEquals(List.of("a until 12:00:20"), database.locks());
    pass("PT5S");
    assertTrue(first.renew());
    assertEquals(Optional.empty(), b.tryAcquire());
    first.release();
    assertEquals(List.of("a until 12:00:10"), database.locks());
    Lease second = b.tryAcquire().orElseThrow();
    assertEquals(List.of("b until 12:00:25"), database.locks());
    assertEquals(Optional.empty(), a.tryAcquire());

    assertEquals(OptionalLong.empty(), first.fencingToken());
    assertEquals(OptionalLong.empty(), second.fencingToken());
  }

  @Test
  void aLeaseThatIsNotRenewedExpires() throws Exception {
    Lease first = a.tryAcquire().orElseThrow();
    pass("PT14.999S");
    assertEquals(Optional.empty(), b.tryAcquire());
    pass("PT0.001S");
    Lease second = b.tryAcquire().orElseThrow();
    assertFalse(first.renew());
    first.release();
    assertEquals(List.of("b until 12:00:30"), database.locks());
    assertTrue(second.renew());
  }

  @Test
  void aLeaseThatIsRenewedDoesNotExpire() throws Exception {
    Lease first = a.tryAcquire().orElseThrow();
    for (int i = 0; i < 10; i++) {
      pass("PT14S");
      assertTrue(first.renew());
      assertEquals(Optional.empty(), b.tryAcquire());
    }
  }

  @Test
  void whatWasHeldBeforeARestartIsAnothers() throws Exception {
    assertTrue(a.tryAcquire().isPresent());
    ShedLockLeaderElection restarted = election(database.locksOf("a"));
    assertEquals(Optional.empty(), restarted.tryAcquire());
    pass("PT15S");
    assertTrue(restarted.tryAcquire().isPresent());
  }

  @Test
  void aLockThatSomeoneElseHoldsByNowIsLost() throws Exception {
    Lease first = a.tryAcquire().orElseThrow();
    database.update("update shedlock set locked_by = 'someone'");
    assertFalse(first.renew());
    first.release();
    assertEquals(List.of("someone until 12:00:15"), database.locks());
    assertFalse(first.renew());
  }

  @Test
  void aRowThatIsDeletedIsALeaseLost() throws Exception {
    Lease first = a.tryAcquire().orElseThrow();
    assertEquals(Optional.empty(), b.tryAcquire());
    database.update("delete from shedlock");
    assertFalse(first.renew());
  }

  /** What ShedLock's SQL providers do, and our documentation warns of. */
  @Test
  void aRowThatWasSeenOnceAndIsDeletedIsNotMadeAgain() throws Exception {
    assertTrue(a.tryAcquire().isPresent());
    assertEquals(Optional.empty(), b.tryAcquire());
    database.update("delete from shedlock");
    pass("PT1H");
    assertEquals(Optional.empty(), a.tryAcquire());
    assertEquals(Optional.empty(), b.tryAcquire());
    assertTrue(election(database.locksOf("restarted")).tryAcquire().isPresent());
  }

  /** The SQL would extend it, and unlock it, since it goes by the name of the machine. */
  @Test
  void anExpiredLeaseOfTheSameMachineIsNeitherExtendedNorUnlocked() throws Exception {
    Lease first = a.tryAcquire().orElseThrow();
    pass("PT15S");
    Lease second = election(database.locksOf("a")).tryAcquire().orElseThrow();
    assertFalse(first.renew());
    first.release();
    assertEquals(List.of("a until 12:00:30"), database.locks());
    assertTrue(second.renew());
  }

  @Test
  void aDatabaseThatIsAwayIsAnErrorAndNoLoss() throws Exception {
    database.setAway(true);
    a.prepare();
    assertThrows(RuntimeException.class, a::tryAcquire);
    database.setAway(false);
    Lease first = a.tryAcquire().orElseThrow();
    database.setAway(true);
    assertThrows(RuntimeException.class, first::renew);
    assertThrows(RuntimeException.class, first::release);
    database.setAway(false);
    assertTrue(first.renew());
    first.release();
    assertTrue(b.tryAcquire().isPresent());
  }

  @Test
  void preparingLeavesTheLockFree() throws Exception {
    a.prepare();
    assertEquals(List.of("a until 12:00"), database.locks());
    assertTrue(b.tryAcquire().isPresent());
    a.prepare();
    assertEquals(List.of("b until 12:00:15"), database.locks());
  }

  @Test
  void aTableThatIsMissingFailsTheStart() {
    ShedLockLeaderElection election = election(new Database().locksOf("a"));
    String message = assertThrows(IllegalStateException.class, election::prepare).getMessage();
    assertTrue(
        message.startsWith("the database refuses the lock 'billing': Table \"SHEDLOCK\" not found"),
        message);
    assertTrue(message.endsWith("; ShedLock's README has its table for each database"), message);
  }

  @Test
  void aNameThatTheTableCannotHoldFailsTheStart() {
    ShedLockLeaderElection election =
        new ShedLockLeaderElection(
            database.locksOf("a"), "b".repeat(65), Duration.ofSeconds(15), time);
    String message = assertThrows(IllegalStateException.class, election::prepare).getMessage();
    assertTrue(message.contains("Value too long for column"), message);
  }

  @Test
  void theTimeOfTheDatabaseWillDo() throws Exception {
    Database other = new Database().withTable();
    ShedLockLeaderElection c =
        ShedLockLeaderElection.of(
            other.locksByDatabaseTimeOf("c"), "billing", Duration.ofMinutes(5));
    ShedLockLeaderElection d =
        ShedLockLeaderElection.of(
            other.locksByDatabaseTimeOf("d"), "billing", Duration.ofMinutes(5));
    c.prepare();
    Lease first = c.tryAcquire().orElseThrow();
    assertEquals(Optional.empty(), d.tryAcquire());
    assertTrue(first.renew());
    first.release();
    assertTrue(d.tryAcquire().isPresent());
  }
}
