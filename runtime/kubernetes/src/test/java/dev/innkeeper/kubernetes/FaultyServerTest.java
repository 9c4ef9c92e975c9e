package dev.innkeeper.kubernetes;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.innkeeper.runtime.service.Lease;
import dev.innkeeper.timer.testing.ManualTimeSource;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The API server refuses, fails, is away, or does not answer. */
class FaultyServerTest {

  private static final String FORBIDDEN =
      "leases.coordination.k8s.io \"billing\" is forbidden: User"
          + " \"system:serviceaccount:tenant:cashier\" cannot %s resource \"leases\" in API group"
          + " \"coordination.k8s.io\" in the namespace \"shop\"";

  private static ApiServer server;

  private final ManualTimeSource time = new ManualTimeSource();
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
    election = election(server.client(), 15);
  }

  private KubernetesLeaderElection election(KubernetesClient client, int seconds) {
    return KubernetesLeaderElection.builder(client, "billing")
        .namespace("shop")
        .leaseDuration(Duration.ofSeconds(seconds))
        .timeSource(time)
        .build();
  }

  @Test
  void permissionsAreCheckedWithoutTakingTheLease() throws Exception {
    election.prepare();
    assertEquals(List.of("GET 404", "POST? 201", "PUT? 404"), server.trail());
    election.tryAcquire().orElseThrow().release();
    server.trail();
    election.prepare();
    assertEquals(List.of("GET 200", "PUT? 200"), server.trail());
    assertEquals("free 1 s, 1", server.lease());
  }

  @Test
  void aMissingPermissionFailsTheStartWithTheRoleThatIsNeeded() {
    server.next("GET", 403, FORBIDDEN.formatted("get"));
    IllegalStateException e = assertThrows(IllegalStateException.class, election::prepare);
    assertEquals(
        """
        not permitted to get the Lease 'billing' in the namespace 'shop': \
        leases.coordination.k8s.io "billing" is forbidden: User \
        "system:serviceaccount:tenant:cashier" cannot get resource "leases" in API group \
        "coordination.k8s.io" in the namespace "shop"
        The election needs this role; it is bound here to the service account 'cashier':

        apiVersion: rbac.authorization.k8s.io/v1
        kind: Role
        metadata:
          name: billing-leader-election
          namespace: shop
        rules:
          - apiGroups: ["coordination.k8s.io"]
            resources: ["leases"]
            verbs: ["create"]
          - apiGroups: ["coordination.k8s.io"]
            resources: ["leases"]
            resourceNames: ["billing"]
            verbs: ["get", "update"]
        ---
        apiVersion: rbac.authorization.k8s.io/v1
        kind: RoleBinding
        metadata:
          name: billing-leader-election
          namespace: shop
        subjects:
          - kind: ServiceAccount
            name: cashier
            namespace: tenant
        roleRef:
          apiGroup: rbac.authorization.k8s.io
          kind: Role
          name: billing-leader-election
        """,
        e.getMessage());
  }

  @Test
  void eachPermissionIsChecked() {
    server.next("POST?", 403, FORBIDDEN.formatted("create"));
    assertStartsWith("not permitted to create the Lease", election::prepare);
    server.next("PUT?", 403, FORBIDDEN.formatted("update"));
    assertStartsWith("not permitted to update the Lease", election::prepare);
  }

  private static void assertStartsWith(String start, Runnable call) {
    String message = assertThrows(IllegalStateException.class, call::run).getMessage();
    assertTrue(message.startsWith(start), message);
    assertTrue(message.contains("kind: RoleBinding"), message);
  }

  @Test
  void aPermissionThatIsTakenAwayLaterIsNamed() throws Exception {
    Lease lease = election.tryAcquire().orElseThrow();
    server.next("PUT", 403, FORBIDDEN.formatted("update"));
    String message = assertThrows(IllegalStateException.class, lease::renew).getMessage();
    assertTrue(message.startsWith("not permitted to update the Lease 'billing'"), message);
    assertTrue(lease.renew());
  }

  @Test
  void aNamespaceThatIsMissingFailsTheStart() {
    server.next("POST?", 404, "namespaces \"shop\" not found");
    IllegalStateException e = assertThrows(IllegalStateException.class, election::prepare);
    assertEquals(
        "the Lease 'billing' cannot be created, since there is no namespace 'shop': create it, or"
            + " name another",
        e.getMessage());
  }

  @Test
  void aServerThatFailsDoesNotFailTheStart() {
    server.next("GET", 500, "etcdserver: leader changed");
    election.prepare();
    server.next("POST?", 503, "apiserver is shutting down");
    election.prepare();
    assertEquals(List.of("GET 500", "GET 404", "POST? 503"), server.trail());
  }

  @Test
  void aRequestThatFailsIsNotTriedAgainByTheClient() {
    server.next("GET", 500, "etcdserver: leader changed");
    KubernetesClientException e =
        assertThrows(KubernetesClientException.class, election::tryAcquire);
    assertEquals(500, e.getCode());
    assertEquals(List.of("GET 500"), server.trail());
  }

  @Test
  void aRenewalWhoseAnswerIsLostIsFoundToHaveBeenOne() throws Exception {
    Lease lease = election.tryAcquire().orElseThrow();
    server.next("PUT", ApiServer::answerLost);
    server.trail();
    time.advance(Duration.ofSeconds(5));
    assertThrows(KubernetesClientException.class, lease::renew);
    assertTrue(lease.renew());
    assertTrue(lease.renew());
    assertEquals(List.of("PUT 500", "PUT 409", "GET 200", "PUT 200", "PUT 200"), server.trail());
  }

  @Test
  void aLeaseThatWasTakenWithoutKnowingExpires() throws Exception {
    server.next("POST", ApiServer::answerLost);
    assertThrows(KubernetesClientException.class, election::tryAcquire);
    assertEquals("held 15 s, 1", server.lease());
    assertEquals(Optional.empty(), election.tryAcquire(), "it may be another's");
    time.advance(Duration.ofSeconds(15));
    assertEquals(OptionalLong.of(2), election.tryAcquire().orElseThrow().fencingToken());
  }

  @Test
  void aReleaseThatFailsSaysSo() throws Exception {
    Lease lease = election.tryAcquire().orElseThrow();
    server.next("PUT", 500, "etcdserver: request timed out");
    assertThrows(KubernetesClientException.class, lease::release);
    assertEquals("held 15 s, 1", server.lease());
  }

  @Test
  void aServerThatDoesNotAnswerIsFoundToBeSilent() throws IOException {
    try (ServerSocket silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        KubernetesClient client = clientOf(silent.getLocalPort())) {
      KubernetesLeaderElection here = election(client, 1);
      here.prepare();
      KubernetesClientException e = assertThrows(KubernetesClientException.class, here::tryAcquire);
      assertTrue(e.getMessage().contains("166"), e.getMessage()); // ms, a sixth of the lease
    }
  }

  @Test
  void aServerThatIsAwayDoesNotFailTheStart() throws IOException {
    ServerSocket gone = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    gone.close();
    try (KubernetesClient client = clientOf(gone.getLocalPort())) {
      KubernetesLeaderElection here = election(client, 15);
      here.prepare();
      assertThrows(KubernetesClientException.class, here::tryAcquire);
    }
  }

  @Test
  void anInterruptEndsARequest() throws IOException {
    try (ServerSocket silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        KubernetesClient client = clientOf(silent.getLocalPort())) {
      KubernetesLeaderElection here = election(client, 3_600);
      Thread.currentThread().interrupt();
      assertThrows(KubernetesClientException.class, here::tryAcquire);
      assertTrue(Thread.currentThread().isInterrupted());
      here.prepare();
      assertTrue(Thread.interrupted());
    }
  }

  private static KubernetesClient clientOf(int port) {
    return new KubernetesClientBuilder()
        .withConfig(new ConfigBuilder().withMasterUrl("http://127.0.0.1:" + port).build())
        .build();
  }
}
