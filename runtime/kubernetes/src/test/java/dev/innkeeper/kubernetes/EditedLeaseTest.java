package dev.innkeeper.kubernetes;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.innkeeper.runtime.service.Lease;
import dev.innkeeper.timer.testing.ManualTimeSource;
import io.fabric8.kubernetes.api.model.coordination.v1.LeaseBuilder;
import io.fabric8.kubernetes.api.model.coordination.v1.LeaseSpec;
import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The Lease is there for others to read and to edit, too. */
class EditedLeaseTest {

  private static ApiServer server;

  private final ManualTimeSource time = new ManualTimeSource(Instant.parse("2026-11-30T12:00:00Z"));
  private KubernetesLeaderElection election;

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
    election =
        KubernetesLeaderElection.builder(server.client(), "billing")
            .namespace("shop")
            .timeSource(time)
            .build();
  }

  private static void create(LeaseSpec spec) {
    server
        .client()
        .leases()
        .inNamespace("shop")
        .resource(
            new LeaseBuilder()
                .withNewMetadata()
                .withName("billing")
                .addToLabels("team", "payments")
                .endMetadata()
                .withSpec(spec)
                .build())
        .create();
    server.trail();
  }

  @Test
  void itSaysWhoHoldsItSinceWhen() throws Exception {
    Lease lease = election.tryAcquire().orElseThrow();
    time.advance(Duration.ofSeconds(5));
    assertTrue(lease.renew());

    LeaseSpec spec = server.find().getSpec();
    String pod = InetAddress.getLocalHost().getHostName();
    assertTrue(spec.getHolderIdentity().matches(pod + "_[-0-9a-f]{36}"), spec.getHolderIdentity());
    assertEquals(15, spec.getLeaseDurationSeconds());
    assertEquals(1, spec.getLeaseTransitions());
    assertEquals("2026-11-30T12:00Z", spec.getAcquireTime().toString());
    assertEquals("2026-11-30T12:00:05Z", spec.getRenewTime().toString());
  }

  @Test
  void timesAreSentAsKubernetesReadsThem() {
    time.advance(Duration.ofNanos(1_234_567_891));
    assertTrue(election.tryAcquire().isPresent());
    String body = server.bodies().getLast();
    assertTrue(body.contains("\"renewTime\":\"2026-11-30T12:00:01.234567Z\""), body);
  }

  @Test
  void aLeaseThatWasMadeWithoutASpecIsFree() {
    create(null);
    Lease lease = election.tryAcquire().orElseThrow();
    assertEquals(OptionalLong.of(1), lease.fencingToken());
    assertEquals(Map.of("team", "payments"), server.find().getMetadata().getLabels());
  }

  @Test
  void aLeaseThatClientGoReleasedIsFreeAndItsCountGoesOn() {
    LeaseSpec spec = new LeaseSpec();
    spec.setHolderIdentity("");
    spec.setLeaseDurationSeconds(1);
    spec.setLeaseTransitions(41);
    create(spec);
    assertEquals(OptionalLong.of(42), election.tryAcquire().orElseThrow().fencingToken());
  }

  @Test
  void aHolderWithoutADurationHasItForOurs() {
    LeaseSpec spec = new LeaseSpec();
    spec.setHolderIdentity("someone");
    create(spec);
    assertEquals(Optional.empty(), election.tryAcquire());
    time.advance(Duration.ofSeconds(14));
    assertEquals(Optional.empty(), election.tryAcquire());
    time.advance(Duration.ofSeconds(1));
    assertTrue(election.tryAcquire().isPresent());
  }

  @Test
  void aLabelThatSomeoneAddsStaysAndTheLeaseIsRenewed() throws Exception {
    Lease lease = election.tryAcquire().orElseThrow();
    server.edit(found -> found.editMetadata().addToLabels("team", "payments").endMetadata());
    server.trail();
    assertTrue(lease.renew());
    assertTrue(lease.renew());
    assertEquals(List.of("PUT 409", "GET 200", "PUT 200", "PUT 200"), server.trail());
    assertEquals(Map.of("team", "payments"), server.find().getMetadata().getLabels());
  }

  @Test
  void aDurationOrACountThatSomeoneEditsIsPutRight() throws Exception {
    Lease lease = election.tryAcquire().orElseThrow();
    server.edit(found ->
        found.editSpec().withLeaseTransitions(0).withLeaseDurationSeconds(3_600).endSpec());
    assertTrue(lease.renew());
    assertEquals("held 15 s, 1", server.lease());
  }

  @Test
  void aLeaseThatSomeoneGivesToAnotherIsLost() throws Exception {
    Lease lease = election.tryAcquire().orElseThrow();
    server.edit(found -> found.editSpec().withHolderIdentity("someone").endSpec());
    assertFalse(lease.renew());
    lease.release();
    assertEquals("someone", server.find().getSpec().getHolderIdentity());
    assertEquals(Optional.empty(), election.tryAcquire());
  }

  @Test
  void aLeaseThatSomeoneFreesIsLostAndCanBeTaken() throws Exception {
    Lease lease = election.tryAcquire().orElseThrow();
    server.edit(found -> found.editSpec().withHolderIdentity(null).endSpec());
    assertFalse(lease.renew());
    assertEquals(OptionalLong.of(2), election.tryAcquire().orElseThrow().fencingToken());
  }

  @Test
  void aLeaseThatIsEditedAllTheTimeIsNotKnownToBeRenewed() throws Exception {
    Lease lease = election.tryAcquire().orElseThrow();
    for (int i = 0; i < 3; i++) {
      server.next("PUT", 409, "the object has been modified");
    }
    server.trail();
    IllegalStateException e = assertThrows(IllegalStateException.class, lease::renew);
    assertEquals(
        "Lease shop/billing was changed by someone else each of the 3 times that it was written",
        e.getMessage());
    assertEquals(
        List.of("PUT 409", "GET 200", "PUT 409", "GET 200", "PUT 409", "GET 200"), server.trail());
    assertTrue(lease.renew());
  }
}
