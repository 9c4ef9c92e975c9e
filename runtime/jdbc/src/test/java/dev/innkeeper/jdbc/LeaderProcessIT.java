package dev.innkeeper.jdbc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
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
      Program first = cluster.start();
      first.await("CANDIDATE");
      Program second = cluster.start();
      second.await("CANDIDATE");
      cluster.awaitWrite();
      assertEquals(first, cluster.leaderAfter(0));

      // SIGKILL: the lease expires, and the other takes it.
      cluster.kill(first);
      assertEquals(second, cluster.leaderAfter(1));
      report(cluster, "kill -9", first, "killed", 1);

      // SIGTERM: the lease is given back.
      Program third = cluster.start();
      third.await("CANDIDATE");
      cluster.terminate(second);
      assertEquals(third, cluster.leaderAfter(2));
      report(cluster, "SIGTERM", second, "terminated", 2);

      // SIGSTOP for twice the lease: it finds its writes refused when it goes on.
      Program fourth = cluster.start();
      fourth.await("CANDIDATE");
      cluster.awaitWrite();
      cluster.halt(third);
      pause(LEASE.multipliedBy(2));
      assertEquals(fourth, cluster.leaderAfter(3));
      long before = cluster.ledger.writesOf(3);
      cluster.goOn(third);
      third.await("LED 3");
      assertEquals(before, cluster.ledger.writesOf(3));
      report(cluster, "SIGSTOP", third, "halted", 3);
      assertEquals(4, cluster.token());

      // The database is stopped for twice the lease, and started: nobody leads while it is away.
      cluster.server.stop();
      pause(LEASE.multipliedBy(2));
      assertEquals(1, fourth.count("LED 4"), fourth::toString);
      cluster.server.start();
      cluster.mark("back");
      cluster.leaderAfter(4);
      cluster.awaitWrite();
      cluster.assertSound();
      long token = cluster.token();
      System.out.printf(
          "RESULT leader election on PostgreSQL, lease of %d ms: database back: %d ms;"
              + " %,d fenced writes, %d refused%n",
          LEASE.toMillis(),
          cluster.ledger.takeoverMillis(0, "back", token - 1),
          cluster.ledger.writes(),
          cluster.refused());
      assertTrue(cluster.running().size() == 2);
    }
  }

  private static void report(Cluster cluster, String what, Program of, String event, long token)
      throws Exception {
    cluster.assertSound();
    System.out.printf(
        "RESULT leader election on PostgreSQL, lease of %d ms: the next one leads after %s: %d ms%n",
        LEASE.toMillis(), what, cluster.ledger.takeoverMillis(of.pid(), event, token));
  }

  /** For what takes its time whatever happens: here, what a lease is. */
  private static void pause(Duration time) {
    long end = System.nanoTime() + time.toNanos();
    for (long left = time.toNanos(); left > 0; left = end - System.nanoTime()) {
      LockSupport.parkNanos(left);
    }
  }
}
