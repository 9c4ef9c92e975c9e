package dev.innkeeper.jdbc;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/**
 * Three processes, and what befalls them, drawn at random. A failure names its seed; {@code
 * -Dinnkeeper.random.seed=… -Dinnkeeper.random.elections=1} draws it again, though processes never
 * do the same twice.
 */
@Tag("once")
@EnabledOnOs(value = OS.LINUX, architectures = "amd64") // the binaries that are in the build
class LeaderHistoriesIT {

  private static final long FIRST = Long.getLong("innkeeper.random.seed", 1);
  private static final int HISTORIES = Integer.getInteger("innkeeper.random.elections", 2);
  private static final Duration LEASE = Duration.ofMillis(2500);
  private static final int PROCESSES = 3;
  private static final int EVENTS = 3;

  @TempDir Path folder;

  private final List<String> trail = new ArrayList<>();

  @Test
  void neverTwoLeadAtATimeAndNoWriteIsLate() throws Exception {
    int takeovers = 0;
    try (Cluster cluster = new Cluster(folder, LEASE)) {
      for (long seed = FIRST; seed < FIRST + HISTORIES; seed++) {
        trail.clear();
        try {
          play(cluster, new Random(seed));
        } catch (AssertionError e) {
          throw new AssertionError("seed " + seed + ": " + trail + ": " + e.getMessage(), e);
        }
        takeovers++;
      }
      System.out.printf(
          "RESULT leader election: %d random histories from seed %d, lease of %d ms: %,d leaders,"
              + " %,d fenced writes, %,d refused%n",
          takeovers,
          FIRST,
          LEASE.toMillis(),
          cluster.ledger.leaders(),
          cluster.ledger.writes(),
          cluster.refused());
    }
  }

  private void play(Cluster cluster, Random random) throws Exception {
    cluster.forgetThoseThatHaveEnded();
    while (cluster.running().size() < PROCESSES) {
      cluster.start();
    }
    cluster.awaitWrite();
    for (int i = 0; i < EVENTS; i++) {
      befall(cluster, random);
      Cluster.pause(upTo(random, 0.7));
    }
    cluster.assertSound();
  }

  private void befall(Cluster cluster, Random random) throws Exception {
    cluster.forgetThoseThatHaveEnded();
    List<Program> running = cluster.running();
    if (running.isEmpty()) {
      return;
    }
    Program any = running.get(random.nextInt(running.size()));
    Program leader = cluster.leader().orElse(any);
    int kind = random.nextInt(100);
    if (kind < 25 && running.size() > 1) {
      trail.add("kill the leader");
      cluster.kill(leader);
    } else if (kind < 30 && running.size() > 1) {
      trail.add("kill one");
      cluster.kill(any);
    } else if (kind < 40 && running.size() > 1) {
      trail.add("terminate the leader");
      cluster.terminate(leader);
    } else if (kind < 75) {
      haltFor(cluster, leader, upTo(random, 2));
    } else if (kind < 80) {
      haltFor(cluster, any, upTo(random, 2));
    } else if (kind < 95) {
      freezeFor(cluster, upTo(random, 1.5));
    } else {
      trail.add("restart the database");
      cluster.server.stop();
      cluster.server.start();
    }
  }

  private void haltFor(Cluster cluster, Program program, Duration time) throws Exception {
    trail.add("halt " + program.pid() + " for " + time.toMillis() + " ms");
    cluster.halt(program);
    Cluster.pause(time);
    cluster.goOn(program);
  }

  private void freezeFor(Cluster cluster, Duration time) throws Exception {
    trail.add("freeze the database for " + time.toMillis() + " ms");
    cluster.server.signal("STOP");
    Cluster.pause(time);
    cluster.server.signal("CONT");
  }

  private static Duration upTo(Random random, double leases) {
    return Duration.ofMillis((long) (LEASE.toMillis() * leases * random.nextDouble()));
  }
}
