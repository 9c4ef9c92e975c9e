package dev.innkeeper.jdbc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.util.OptionalLong;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** One leader among processes, of which one is killed, halted, or cut off from the database. */
@Tag("once")
@EnabledOnOs(value = OS.LINUX, architectures = "amd64") // the binaries that are in the build
class LeaderProcessIT {

  private static final Duration LEASE = Duration.ofSeconds(2);

  @TempDir Path folder;

  @Test
  void oneLeadsWhateverBefallsTheOthersAndTheDatabase() throws Exception {
    try (Cluster cluster = new Cluster(folder, LEASE)) {
      cluster.startDeaf();
      cluster.startDeaf();
      cluster.awaitWrite();
      aKilledLeaderIsReplacedWhenItsLeaseExpires(cluster);
      aLeaderThatIsStoppedGivesTheLeaseBack(cluster);
      aHaltedLeaderWritesNothingWhenItGoesOn(cluster);
      nobodyLeadsWhileTheDatabaseIsAway(cluster);
      System.out.printf(
          "RESULT leader election: %,d fenced writes, %,d refused%n",
          cluster.ledger.writes(), cluster.refused());
    }
  }

  private static void aKilledLeaderIsReplacedWhenItsLeaseExpires(Cluster cluster) throws Exception {
    Program leader = cluster.awaitLeader();
    cluster.kill(leader);
    cluster.awaitOtherLeaderThan(leader);
    report(cluster, "kill -9", leader.pid(), "killed");
    cluster.startDeaf();
  }

  private static void aLeaderThatIsStoppedGivesTheLeaseBack(Cluster cluster) throws Exception {
    Program leader = cluster.awaitLeader();
    OptionalLong token = cluster.ledger.held();
    cluster.terminate(leader);
    assertNotEquals(token, cluster.ledger.held(), leader::toString);
    cluster.awaitOtherLeaderThan(leader);
    report(cluster, "SIGTERM", leader.pid(), "terminated");
    cluster.startDeaf();
  }

  private static void aHaltedLeaderWritesNothingWhenItGoesOn(Cluster cluster) throws Exception {
    Program leader = cluster.awaitLeader();
    cluster.awaitWrite();
    cluster.halt(leader);
    long ended = leader.count("LED");
    Cluster.pause(LEASE.multipliedBy(2));
    cluster.awaitOtherLeaderThan(leader);
    cluster.awaitWrite();
    long writes = cluster.ledger.writesOf(leader.pid());
    long inVain = leader.count("REFUSED") + leader.count("FAILED");
    cluster.goOn(leader);
    Await.until(() -> leader.count("LED") > ended, cluster::toString);
    assertEquals(writes, cluster.ledger.writesOf(leader.pid()), cluster::toString);
    assertTrue(leader.count("REFUSED") + leader.count("FAILED") > inVain, cluster::toString);
    report(cluster, "SIGSTOP", leader.pid(), "halted");
    System.out.printf(
        "RESULT leader election on PostgreSQL: after SIGCONT the halted one ended its work in %d"
            + " ms, its writes refused%n",
        cluster.ledger.noticedMillis(leader.pid()));
  }

  private static void nobodyLeadsWhileTheDatabaseIsAway(Cluster cluster) throws Exception {
    cluster.server.stop();
    Cluster.pause(LEASE);
    for (Program program : cluster.running()) {
      assertEquals(program.count("LEADS"), program.count("LED"), cluster::toString);
    }
    Cluster.pause(LEASE);
    cluster.server.start();
    cluster.awaitWrite();
    Await.until(() -> cluster.ledger.takeoverMillisAfterStart() > 0, cluster::toString);
    cluster.assertSound();
    print("the start of the database", cluster.ledger.takeoverMillisAfterStart());
  }

  private static void report(Cluster cluster, String what, long pid, String event)
      throws Exception {
    cluster.assertSound();
    print(what, cluster.ledger.takeoverMillis(pid, event));
  }

  private static void print(String after, long millis) {
    System.out.printf(
        "RESULT leader election on PostgreSQL, lease of %d ms: after %s the next one leads in %d"
            + " ms%n",
        LEASE.toMillis(), after, millis);
  }
}
