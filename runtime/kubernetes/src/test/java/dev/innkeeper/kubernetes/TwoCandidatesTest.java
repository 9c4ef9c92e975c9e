package dev.innkeeper.kubernetes;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.innkeeper.runtime.service.Lease;
import dev.innkeeper.timer.testing.ManualTimeSource;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Two processes, each with a clock of its own. */
class TwoCandidatesTest {

  private static ApiServer server;

  private final ManualTimeSource timeOfA = new ManualTimeSource();
  private final ManualTimeSource timeOfB = new ManualTimeSource();
  private KubernetesLeaderElection a;
  private KubernetesLeaderElection b;

  @BeforeAll
  static void startServer() {
    server = new ApiServer();
  }

  @AfterAll
  static void stopServer() {
    server.close();
  }

  @BeforeEach
  void reset() {
    server.reset();
    a = candidate(timeOfA, 15);
    b = candidate(timeOfB, 15);
  }

  private static KubernetesLeaderElection candidate(ManualTimeSource time, int seconds) {
    return candidate(server.client(), time, seconds);
  }

  private static KubernetesLeaderElection candidate(
      KubernetesClient client, ManualTimeSource time, int seconds) {
    return KubernetesLeaderElection.builder(client, "billing")
        .namespace("shop")
        .leaseDuration(Duration.ofSeconds(seconds))
        .timeSource(time)
        .build();
  }

  private void pass(String duration) {
    timeOfA.advance(Duration.parse(duration));
    timeOfB.advance(Duration.parse(duration));
  }

  @Test
  void oneLeadsUntilItReleasesAndThenTheOther() throws Exception {
    Lease first = a.tryAcquire().orElseThrow();
    assertEquals("held 15 s, 1", server.lease());
    assertEquals(Optional.empty(), b.tryAcquire());
    pass("PT5S");
    assertTrue(first.renew());
    assertEquals(Optional.empty(), b.tryAcquire());
    assertEquals("held 15 s, 1", server.lease());
    first.release();
    assertEquals("free 1 s, 1", server.lease());
    Lease second = b.tryAcquire().orElseThrow();
    assertEquals("held 15 s, 2", server.lease());
    assertEquals(Optional.empty(), a.tryAcquire());
    assertTrue(second.renew());

    assertEquals(OptionalLong.of(1), first.fencingToken());
    assertEquals(OptionalLong.of(2), second.fencingToken());
    assertEquals(
        List.of(
            "GET 404",
            "POST 201",
            "GET 200", // a takes it, b does not
            "PUT 200",
            "GET 200", // a renews, b does not take it
            "PUT 200",
            "GET 200",
            "PUT 200", // a releases, b takes it
            "GET 200",
            "PUT 200"), // a does not, b renews
        server.trail());
  }

  @Test
  void aLeaseThatIsNotRenewedExpiresOnceItWasSeenForAsLong() throws Exception {
    Lease first = a.tryAcquire().orElseThrow();
    pass("PT14S"); // b has not looked yet: it counts from when it does
    assertEquals(Optional.empty(), b.tryAcquire());
    pass("PT14.999999999S");
    assertEquals(Optional.empty(), b.tryAcquire());
    pass("PT0.000000001S");
    Lease second = b.tryAcquire().orElseThrow();

    assertEquals(OptionalLong.of(2), second.fencingToken());
    assertFalse(first.renew());
    assertFalse(first.renew());
    first.release();
    assertEquals("held 15 s, 2", server.lease(), "what is another's is not released");
    assertTrue(second.renew());
  }

  @Test
  void aLeaseThatIsRenewedDoesNotExpire() throws Exception {
    Lease first = a.tryAcquire().orElseThrow();
    for (int i = 0; i < 10; i++) {
      assertEquals(Optional.empty(), b.tryAcquire());
      pass("PT14S");
      assertTrue(first.renew());
    }
    assertEquals(Optional.empty(), b.tryAcquire());
  }

  @Test
  void clocksNeedNotAgree() throws Exception {
    timeOfA.moveWallClock(Duration.ofDays(-3_650));
    Lease first = a.tryAcquire().orElseThrow();
    assertEquals(Optional.empty(), b.tryAcquire(), "renewed ten years ago, by a's clock");
    pass("PT10S");
    timeOfA.moveWallClock(Duration.ofDays(7_300));
    assertTrue(first.renew());
    assertEquals(Optional.empty(), b.tryAcquire());
    pass("PT14S");
    timeOfB.moveWallClock(Duration.ofDays(36_500));
    assertEquals(Optional.empty(), b.tryAcquire(), "b's clock is set to a century later");
    pass("PT1S");
    assertEquals(OptionalLong.of(2), b.tryAcquire().orElseThrow().fencingToken());
  }

  @Test
  void aLeaseThatIsRenewedAtOneAndTheSameTimeOfDayDoesNotExpire() throws Exception {
    Lease first = a.tryAcquire().orElseThrow();
    for (int i = 0; i < 5; i++) {
      assertEquals(Optional.empty(), b.tryAcquire());
      pass("PT14S");
      timeOfA.moveWallClock(Duration.ofSeconds(-14));
      assertTrue(first.renew());
    }
  }

  @Test
  void theLeaseIsHeldForAsLongAsItsHolderSays() throws Exception {
    Lease first = candidate(timeOfA, 60).tryAcquire().orElseThrow();
    assertEquals(Optional.empty(), b.tryAcquire());
    pass("PT59S");
    assertEquals(Optional.empty(), b.tryAcquire());
    pass("PT1S");
    assertTrue(b.tryAcquire().isPresent());
    assertFalse(first.renew());
  }

  @Test
  void whatWasHeldBeforeARestartIsAnothers() throws Exception {
    assertTrue(a.tryAcquire().isPresent());
    KubernetesLeaderElection restarted = candidate(timeOfA, 15);
    assertEquals(Optional.empty(), restarted.tryAcquire());
    pass("PT15S");
    assertEquals(OptionalLong.of(2), restarted.tryAcquire().orElseThrow().fencingToken());
  }

  @Test
  void hostsThatShareAnElectionAreTwoCandidates() throws Exception {
    Lease first = a.tryAcquire().orElseThrow();
    assertEquals(Optional.empty(), a.tryAcquire());
    pass("PT15S");
    Lease second = a.tryAcquire().orElseThrow();
    assertFalse(first.renew());
    assertTrue(second.renew());
  }

  @Test
  void aLeaseThatIsDeletedIsLostAndIsTakenWhenItsHolderMustHaveNoticed() throws Exception {
    Lease first = a.tryAcquire().orElseThrow();
    assertEquals(Optional.empty(), b.tryAcquire());
    pass("PT5S");
    server.delete();
    assertEquals(Optional.empty(), b.tryAcquire(), "a may not have noticed");
    pass("PT5S");
    assertFalse(first.renew());
    first.release();
    assertEquals("none", server.lease());
    pass("PT9S");
    assertEquals(Optional.empty(), b.tryAcquire());
    pass("PT1S");
    assertEquals(OptionalLong.of(2), b.tryAcquire().orElseThrow().fencingToken());
    assertEquals("held 15 s, 2", server.lease(), "the count goes on");
  }

  @Test
  void ofTwoThatSeeItFreeOneTakesIt() throws Exception {
    a = candidateThatIsPrecededBy("POST", () -> assertTrue(b.tryAcquire().isPresent()));
    assertEquals(Optional.empty(), a.tryAcquire());
    assertEquals(List.of("GET 404", "GET 404", "POST 201", "POST 409"), server.trail());
    assertEquals("held 15 s, 1", server.lease());
  }

  @Test
  void ofTwoThatSeeItExpiredOneTakesIt() throws Exception {
    assertTrue(b.tryAcquire().isPresent());
    a = candidateThatIsPrecededBy("PUT", () -> assertTrue(b.tryAcquire().isPresent()));
    assertEquals(Optional.empty(), a.tryAcquire());
    assertEquals(Optional.empty(), b.tryAcquire());
    pass("PT15S");
    server.trail();
    assertEquals(Optional.empty(), a.tryAcquire());
    assertEquals(List.of("GET 200", "GET 200", "PUT 200", "PUT 409"), server.trail());
    assertEquals("held 15 s, 2", server.lease());
  }

  @Test
  void aHolderThatRenewsInTheLastMomentKeepsIt() throws Exception {
    Lease first = b.tryAcquire().orElseThrow();
    a = candidateThatIsPrecededBy("PUT", () -> assertTrue(renewed(first)));
    assertEquals(Optional.empty(), a.tryAcquire());
    pass("PT15S");
    server.trail();
    assertEquals(Optional.empty(), a.tryAcquire());
    assertEquals(List.of("GET 200", "PUT 200", "PUT 409"), server.trail());
    assertTrue(first.renew());
  }

  private KubernetesLeaderElection candidateThatIsPrecededBy(String method, Runnable first) {
    return candidate(server.clientThatIsPrecededBy(method, first), timeOfA, 15);
  }

  private static boolean renewed(Lease lease) {
    try {
      return lease.renew();
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }
}
