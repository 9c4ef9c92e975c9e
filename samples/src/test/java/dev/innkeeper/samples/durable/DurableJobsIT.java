package dev.innkeeper.samples.durable;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.github.kagkarlsson.scheduler.SchedulerClient;
import com.github.kagkarlsson.scheduler.task.TaskInstance;
import com.github.kagkarlsson.scheduler.task.helper.OneTimeTask;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import dev.innkeeper.samples.Await;
import dev.innkeeper.samples.Program;
import dev.innkeeper.samples.durable.Records.TickRun;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Durable jobs when a process is killed: SIGKILL, so nothing of it gets to tidy up. */
class DurableJobsIT {

  private static final int JOBS = 10_000;
  private static final Duration DEADLINE = Duration.ofSeconds(10);

  @TempDir Path folder;

  @Test
  @EnabledOnOs(value = OS.LINUX, architectures = "amd64") // the binaries that are in the build
  void everyJobIsDoneAndEachTickOnceWhenOneOfTwoInstancesIsKilled() throws Exception {
    try (EmbeddedPostgres postgres = EmbeddedPostgres.start();
        Records records = new Records(postgres.getPostgresDatabase());
        Program victim = instance(postgres, "victim", 0);
        Program survivor = instance(postgres, "survivor", 0)) {
      victim.await("recorder started");
      survivor.await("recorder started");
      schedule(postgres.getPostgresDatabase());

      Await.until(
          () -> records.jobsDone() > JOBS / 3,
          () -> records.jobsDone() + " done;\n" + victim + "\n" + survivor);
      killInTheMiddleOfJobs(victim, records);
      Instant killed = records.now();
      Await.until(() -> records.connectionsOf("victim") == 0, () -> "the dead one is connected");
      Set<Integer> heldJobs = records.jobsHeldBy(victim.pid());
      List<Instant> heldTicks = records.ticksHeldBy(victim.pid());
      int doneByVictim = records.jobRunsOf(victim.pid());

      Await.until(() -> records.jobsHeldBy(victim.pid()).isEmpty(), survivor::toString);
      Instant freed = records.now();
      Await.until(() -> records.jobsLeft() == 0, () -> records.jobsLeft() + " left;\n" + survivor);
      Instant ticksUntil = records.now();
      Await.until(
          () -> records.tickRuns().getLast().tick().isAfter(ticksUntil),
          () -> records.tickRuns() + "\n" + survivor);
      Instant term = records.now();
      int exit = survivor.terminate(DEADLINE);
      Duration stop = Duration.between(term, records.now());

      // Every job, and none twice but those that the dead one was in the middle of.
      assertEquals(JOBS, records.jobsDone());
      assertTrue(heldJobs.containsAll(records.jobsDoneTwice()), () -> "not only " + heldJobs);
      // Both had worked, and the other did the jobs of the dead one.
      assertTrue(doneByVictim > 0);
      List<Instant> again = records.recorded(heldJobs, survivor.pid());
      assertEquals(heldJobs.size(), again.size());
      Ticks ticks = Ticks.of(records.tickRuns(), Duration.ZERO, heldTicks);
      if (heldTicks.isEmpty()) { // else see the next test
        assertEquals(0, ticks.passedOver(), () -> ticks + "\n" + survivor);
      }
      assertEquals(143, exit, survivor::toString);
      survivor.await("recorder stopped in");

      System.out.printf(
          "RESULT durable jobs on PostgreSQL: %,d jobs in %d ms, %,d by the killed instance and %,d"
              + " by the other; %,d runs, %d jobs twice; the killed one held %d jobs, free again %d"
              + " ms after the kill, and done again, behind the backlog, after %d to %d ms; %d"
              + " ticks of %d s, %d of them held by the killed one, %d twice, %d passed over, at"
              + " most %d ms late; SIGTERM: exit code %d after %d ms%n",
          JOBS,
          records.duration().toMillis(),
          doneByVictim,
          records.jobRunsOf(survivor.pid()),
          records.jobRuns(),
          records.jobsDoneTwice().size(),
          heldJobs.size(),
          Duration.between(killed, freed).toMillis(),
          Duration.between(killed, again.getFirst()).toMillis(),
          Duration.between(killed, again.getLast()).toMillis(),
          records.tickRuns().size(),
          RecordingMain.PERIOD.toSeconds(),
          heldTicks.size(),
          ticks.twice(),
          ticks.passedOver(),
          ticks.latest().toMillis(),
          exit,
          stop.toMillis());
    }
  }

  @Test
  @EnabledOnOs(value = OS.LINUX, architectures = "amd64")
  void aTickInWhichAnInstanceIsKilledIsDoneAgainAsThatTick() throws Exception {
    try (EmbeddedPostgres postgres = EmbeddedPostgres.start();
        Records records = new Records(postgres.getPostgresDatabase());
        Program one = instance(postgres, "one", 1);
        Program other = instance(postgres, "other", 1)) {
      one.await("recorder started");
      other.await("recorder started");
      Await.until(() -> !records.tickRuns().isEmpty(), () -> one + "\n" + other);
      boolean isOne = !records.ticksHeldBy(one.pid()).isEmpty();
      Program victim = isOne ? one : other;
      Program survivor = isOne ? other : one;
      victim.kill();
      Instant killed = records.now();
      List<Instant> held = records.ticksHeldBy(victim.pid());

      Await.until(() -> records.tickRuns().size() >= 3, survivor::toString);
      List<TickRun> runs = records.tickRuns();
      Ticks ticks = Ticks.of(runs, Duration.ofSeconds(1), held);

      assertEquals(List.of(runs.getFirst().tick()), held);
      assertEquals(1, ticks.twice());
      assertTrue(ticks.passedOver() > 0, runs::toString);
      System.out.printf(
          "RESULT durable tick on PostgreSQL: killed in the middle of a tick, which was begun again"
              + " %d ms after the kill; %d runs of ticks of %d s, %d twice, %d passed over%n",
          Duration.between(killed, runs.get(1).at()).toMillis(),
          runs.size(),
          RecordingMain.PERIOD.toSeconds(),
          ticks.twice(),
          ticks.passedOver());
    }
  }

  private Program instance(EmbeddedPostgres postgres, String name, int tickSeconds)
      throws Exception {
    String url = postgres.getJdbcUrl("postgres", "postgres") + "&ApplicationName=" + name;
    return Program.start(RecordingMain.class, folder, url, Integer.toString(tickSeconds));
  }

  /** It is halted first, to see that it has jobs: one between two jobs would prove nothing. */
  private static void killInTheMiddleOfJobs(Program victim, Records records) throws Exception {
    Await.until(
        () -> {
          victim.signal("STOP");
          Await.until(() -> records.queriesOf("victim") == 0, victim::toString);
          if (!records.jobsHeldBy(victim.pid()).isEmpty()) {
            return true;
          }
          victim.signal("CONT");
          return false;
        },
        () -> "never seen with a job: " + victim);
    victim.kill();
  }

  private static void schedule(DataSource database) {
    OneTimeTask<Void> job = Tasks.oneTime("job").execute((instance, execution) -> {});
    SchedulerClient client = SchedulerClient.Builder.create(database, job).enablePriority().build();
    List<TaskInstance<?>> jobs = new ArrayList<>();
    IntStream.range(0, JOBS).forEach(i -> jobs.add(job.instance(Integer.toString(i))));
    client.scheduleBatch(jobs, Instant.now());
  }

  @Test
  void whatAKilledProcessHadBegunIsDoneByTheNextOne() throws Exception {
    String url = DurableJobsMain.H2.formatted(folder.resolve("shop"));
    String order;
    try (Program first = Program.start(DurableJobsMain.class, folder, url)) {
      order = orderIn(first.await("Confirms order"));
      first.kill();
      assertFalse(confirmed(first).contains(order), first::toString);
    }
    try (Program second = Program.start(DurableJobsMain.class, folder, url)) {
      second.await("Confirmed " + order);
      assertEquals(143, second.terminate(DEADLINE), second::toString);
      second.await("shop stopped in");
      assertEquals(begun(second), confirmed(second), second::toString);
      assertTrue(
          second.lines().stream().noneMatch(line -> line.contains("ERROR")), second::toString);
    }
  }

  private static Set<String> begun(Program program) throws IOException {
    return orders(program, "Confirms");
  }

  private static Set<String> confirmed(Program program) throws IOException {
    return orders(program, "Confirmed");
  }

  private static Set<String> orders(Program program, String word) throws IOException {
    return program.lines().stream()
        .filter(line -> line.contains(word + " order"))
        .map(DurableJobsIT::orderIn)
        .collect(Collectors.toSet());
  }

  private static String orderIn(String line) {
    return line.substring(line.indexOf("order "));
  }
}
