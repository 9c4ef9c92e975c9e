package dev.innkeeper.shedlock;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.innkeeper.runtime.service.Lease;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import net.javacrumbs.shedlock.core.ExtensibleLockProvider;
import net.javacrumbs.shedlock.core.LockProvider;
import net.javacrumbs.shedlock.core.SimpleLock;
import net.javacrumbs.shedlock.support.KeepAliveLockProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UnfitProviderTest {

  private static final String CANNOT_EXTEND =
      "the lock 'billing' cannot be extended, so no one can hold it for as long as a service runs:"
          + " take a provider that supports extending a lock, as most of ShedLock's do";

  private final List<String> trail = new ArrayList<>();

  /** One whose locks can do nothing but end. */
  private final LockProvider unlockOnly =
      configuration -> {
        trail.add("lock " + configuration.getName() + " " + configuration.getLockAtMostFor());
        SimpleLock lock = () -> trail.add("unlock");
        return Optional.of(lock);
      };

  @Test
  void aProviderThatCannotExtendFailsTheStart() {
    ShedLockLeaderElection election = ShedLockLeaderElection.of(unlockOnly, "billing");
    UnsupportedOperationException e =
        assertThrows(UnsupportedOperationException.class, election::prepare);
    assertEquals(CANNOT_EXTEND, e.getMessage());
    assertEquals(List.of("lock billing PT15S", "unlock"), trail);
  }

  @Test
  void ifAnotherHeldTheLockAtTheStartTheFirstRenewalTellsIt() throws Exception {
    Lease lease = ShedLockLeaderElection.of(unlockOnly, "billing").tryAcquire().orElseThrow();
    UnsupportedOperationException e =
        assertThrows(UnsupportedOperationException.class, lease::renew);
    assertEquals(CANNOT_EXTEND, e.getMessage());
    lease.release();
    assertEquals(List.of("lock billing PT15S", "unlock"), trail);
  }

  @Test
  void aProviderThatExtendsByItselfIsRefused() {
    ExtensibleLockProvider wrapped = unlockOnly::lock;
    try (ScheduledExecutorService executor = Executors.newSingleThreadScheduledExecutor()) {
      LockProvider keepsAlive = new KeepAliveLockProvider(wrapped, executor);
      assertEquals(
          "the election 'billing' was given a KeepAliveLockProvider, which extends its locks by"
              + " itself, even if the host has given up: give it the provider that this one wraps",
          refusal(() -> ShedLockLeaderElection.of(keepsAlive, "billing")));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " "})
  void anElectionWithoutANameIsRefused(String name) {
    assertEquals(
        "the name of an election is '" + name + "': ShedLock needs one, such as 'billing'",
        refusal(() -> ShedLockLeaderElection.of(unlockOnly, name)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"PT0S", "PT-1S", "PT0.999S"})
  void leasesThatAreTooShortAreRefused(Duration duration) {
    assertEquals(
        "leaseDuration of 'billing' is " + duration + ": take at least PT1S",
        refusal(() -> ShedLockLeaderElection.of(unlockOnly, "billing", duration)));
  }

  @Test
  void theDefaultIsFifteenSeconds() {
    ShedLockLeaderElection election = ShedLockLeaderElection.of(unlockOnly, "billing");
    assertEquals("billing", election.name());
    assertEquals(Duration.ofSeconds(15), election.leaseDuration());
  }

  private static String refusal(Runnable call) {
    return assertThrows(IllegalArgumentException.class, call::run).getMessage();
  }
}
