package dev.innkeeper.dbscheduler;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * Instances that are killed all the time, and started again: no job is missing, and none is done
 * twice but those that a killed one was in the middle of. Each tick is run, and twice only if its
 * process was killed in it.
 */
final class ClusterTrial {

  private ClusterTrial() {}

  @SuppressWarnings("try") // see Cluster
  static void run(Path folder, int instances, int jobs, Duration betweenKills, int mostKills)
      throws Exception {
    Random random = new Random(1);
    try (Cluster cluster = new Cluster(folder)) {
      assertEquals("fsync on, synchronous_commit on", cluster.durability());
      cluster.submit(jobs);
      for (int i = 0; i < instances; i++) {
        cluster.start();
      }
      Fixture.await(cluster::jobsDone, done -> done > 0);
      long deadline = System.nanoTime() + Duration.ofMinutes(40).toNanos();
      long nextKill = System.nanoTime();
      while (cluster.hasJobsLeft()) {
        if (cluster.killed < mostKills && System.nanoTime() >= nextKill && cluster.allWork()) {
          cluster.killOne(random.nextInt(cluster.processes()));
          cluster.start();
          nextKill = System.nanoTime() + betweenKills.toNanos();
        }
        assertTrue(System.nanoTime() < deadline, () -> "not done in time\n" + cluster.output());
        cluster.pause();
      }
      Instant allDone = Instant.now();
      Fixture.await(cluster::ticks, ticks -> !ticks.isEmpty() && ticks.getLast().isAfter(allDone));
      List<Integer> codes = cluster.terminate();

      assertEquals(jobs, cluster.jobsDone(), cluster::output);
      Map<Integer, Integer> again = cluster.jobsDoneAgain();
      again.forEach((job, runs) ->
          assertTrue(
              runs <= 1 + cluster.heldJobs.getOrDefault(job, 0),
              () -> job + " of " + again + ", held " + cluster.heldJobs));
      int ticksTwice = checkTicks(cluster);
      assertTrue(codes.stream().allMatch(code -> code == 143), codes::toString);
      assertTrue(!cluster.isInOutput(" ERROR "), cluster::output);
      System.out.printf(
          "RESULT durable jobs, %d JVMs on PostgreSQL (%s): %,d jobs in %d s, %d kills; %d jobs"
              + " were held by those, %d done again, none missing; %d ticks of %d s, %d held, %d"
              + " twice, none missing%n",
          instances,
          cluster.durability(),
          jobs,
          cluster.duration().toSeconds(),
          cluster.killed,
          cluster.heldJobs.size(),
          again.size(),
          new HashSet<>(cluster.ticks()).size(),
          ClusterMain.PERIOD.toSeconds(),
          cluster.heldTicks.size(),
          ticksTwice);
    }
  }

  /** Returns how many were run twice. */
  private static int checkTicks(Cluster cluster) throws Exception {
    List<Instant> ticks = cluster.ticks();
    int twice = 0;
    Instant last = ticks.getFirst();
    for (Instant tick : ticks.subList(1, ticks.size())) {
      if (tick.equals(last)) {
        assertTrue(cluster.heldTicks.contains(tick), () -> tick + " twice, and was not held");
        twice++;
      } else {
        assertEquals(ClusterMain.nextTick(last), tick, () -> "missing in " + ticks);
      }
      last = tick;
    }
    return twice;
  }
}
