package dev.innkeeper.jdbc;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** A leader that is cut off from the database, while another candidate is not. */
@Tag("once")
@EnabledOnOs(value = OS.LINUX, architectures = "amd64") // the binaries that are in the build
class LeaderPartitionIT {

  private static final Duration LEASE = Duration.ofSeconds(4);

  @TempDir Path folder;

  @Test
  void aLeaderThatIsCutOffHasStoppedBeforeAnotherLeads() throws Exception {
    cutOff(Duration.ZERO);
  }

  @Test
  void aLeaderThatWasHaltedAndIsCutOffCountsTheHalt() throws Exception {
    cutOff(LEASE.multipliedBy(6).dividedBy(10)); // shorter than what is left, at any moment
  }

  private void cutOff(Duration halt) throws Exception {
    try (Cluster cluster = new Cluster(folder, LEASE);
        Forwarder way = new Forwarder(cluster.server.port())) {
      Program leader = cluster.startBehind(way);
      leader.await("LEADS 1");
      Program other = cluster.start(Map.of());
      other.await("CANDIDATE");
      cluster.awaitWrite();

      if (halt.isPositive()) {
        cluster.halt(leader);
        Cluster.pause(halt);
        way.cut();
        cluster.goOn(leader);
      } else {
        way.cut();
      }
      assertTrue(cluster.awaitOtherLeaderThan(leader) == other);
      leader.await("LED 1");
      way.heal();
      Await.until(() -> cluster.ledger.hasEnded(1), cluster::toString);
      cluster.assertSound();
      System.out.printf(
          "RESULT leader election on PostgreSQL, lease of %d ms: cut off%s, it ended its work %d ms"
              + " before the next one led%n",
          LEASE.toMillis(),
          halt.isPositive() ? " after a halt of " + halt.toMillis() + " ms" : "",
          cluster.ledger.gapMillis(1));
    }
  }
}
