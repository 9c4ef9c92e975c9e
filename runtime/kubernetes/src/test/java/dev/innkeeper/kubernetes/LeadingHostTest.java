package dev.innkeeper.kubernetes;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.innkeeper.runtime.Host;
import dev.innkeeper.runtime.HostStartException;
import dev.innkeeper.runtime.report.HostEvent.LeadershipEnded;
import dev.innkeeper.runtime.report.ServiceState;
import dev.innkeeper.runtime.service.LeaderElection;
import dev.innkeeper.runtime.service.ServiceContext;
import dev.innkeeper.timer.testing.ManualTimeSource;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Two hosts, of which one leads at a time. */
class LeadingHostTest {

  private static ApiServer server;

  private final ManualTimeSource time = new ManualTimeSource();
  private final long origin = time.nanoTime();

  /** "100 one works by 1": the second, the host, and what its service does. */
  private final List<String> trail = new CopyOnWriteArrayList<>();

  /** Why leaderships ended; told on another thread than the trail, and so a list of its own. */
  private final List<String> ends = new CopyOnWriteArrayList<>();

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
  }

  private Host start(String name, KubernetesClient client) throws Exception {
    LeaderElection election =
        KubernetesLeaderElection.builder(client, "billing")
            .namespace("shop")
            .timeSource(time)
            .build();
    Host host =
        Host.builder(name)
            .timeSource(time)
            .background("billing", this::work, s -> s.whileLeader(election))
            .listener(event -> {
              if (event instanceof LeadershipEnded ended) {
                ends.add(name + ": " + ended.reason());
              }
            })
            .build();
    time.drive(host::start);
    return host;
  }

  private void work(ServiceContext context) throws InterruptedException {
    String host = context.host().name();
    mark(host + " works by " + context.fencingToken().orElseThrow());
    context.awaitStop();
    mark(host + " ends");
  }

  private void mark(String what) {
    trail.add(Duration.ofNanos(time.nanoTime() - origin).toSeconds() + " " + what);
  }

  private void pass(int seconds) {
    time.advance(Duration.ofSeconds(seconds));
  }

  private static ServiceState state(Host host) {
    return host.service("billing").state();
  }

  @Test
  void whenOneStopsTheOtherTakesOver() throws Exception {
    Host one = start("one", server.client());
    Host two = start("two", server.client());
    pass(100);
    assertEquals(ServiceState.RUNNING, state(one));
    assertEquals(ServiceState.STANDBY, state(two));
    assertTrue(two.isReady());
    time.drive(one::stop);
    pass(3);
    assertEquals(ServiceState.RUNNING, state(two));
    pass(97);
    time.drive(two::stop);

    assertEquals(
        List.of("0 one works by 1", "100 one ends", "102 two works by 2", "200 two ends"), trail);
    assertEquals(List.of("one: its services have stopped", "two: its services have stopped"), ends);
    assertEquals("free 1 s, 2", server.lease());
  }

  @Test
  void oneThatIsCutOffHasStoppedBeforeTheOtherTakesOver() throws Exception {
    AtomicBoolean isCutOff = new AtomicBoolean();
    try (KubernetesClient wire =
        server.client(request -> {
          if (isCutOff.get()) {
            throw new KubernetesClientException("cut off");
          }
        })) {
      Host one = start("one", wire);
      Host two = start("two", server.client());
      pass(100);
      isCutOff.set(true);
      pass(25);
      assertEquals(ServiceState.STANDBY, state(one));
      isCutOff.set(false);
      pass(75);
      assertEquals(ServiceState.STANDBY, state(one));
      time.drive(two::stop);
      pass(5);
      time.drive(one::stop);
    }

    assertEquals(
        List.of(
            "0 one works by 1",
            "110 one ends", // it was renewed at 100
            "117 two works by 2", // the renewal was seen at 102
            "200 two ends",
            "203 one works by 3",
            "205 one ends"),
        trail);
    assertEquals(
        List.of(
            "one: the lease could not be renewed in time",
            "two: its services have stopped",
            "one: its services have stopped"),
        ends);
  }

  @Test
  void oneWhoseLeaseIsGivenAwayStopsAndStandsBy() throws Exception {
    Host one = start("one", server.client());
    pass(6);
    server.edit(lease -> lease.editSpec().withHolderIdentity("someone").endSpec());
    pass(25);
    time.drive(one::stop);

    assertEquals(
        List.of("0 one works by 1", "10 one ends", "25 one works by 2", "31 one ends"), trail);
    assertEquals(
        List.of(
            "one: the lease has expired, or another process holds it",
            "one: its services have stopped"),
        ends);
  }

  @Test
  void aHostWithoutPermissionDoesNotStart() {
    server.next("GET", 403, "forbidden");
    HostStartException e =
        assertThrows(HostStartException.class, () -> start("one", server.client()));
    String message = e.getMessage() + e.getCause();
    assertTrue(message.contains("kind: RoleBinding"), message);
  }
}
