package dev.innkeeper.dbscheduler;

import com.zaxxer.hikari.HikariDataSource;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** Processes of {@link ClusterMain} on a PostgreSQL that has on disk what it has committed. */
@SuppressWarnings("try") // an interrupt ends the test
final class Cluster implements AutoCloseable {

  private static final String RECORDS =
      """
      create table job_runs (job int not null, instance bigint not null,
        at timestamp with time zone not null default clock_timestamp());
      create index job_runs_instance on job_runs (instance);
      create table tick_runs (tick timestamp with time zone not null, instance bigint not null,
        at timestamp with time zone not null default clock_timestamp());
      """;

  private final Path folder;
  private final EmbeddedPostgres postgres;
  private final HikariDataSource database;
  private final List<Process> processes = new ArrayList<>();

  /** How often a job was one that a process had when it was killed. */
  final Map<Integer, Integer> heldJobs = new TreeMap<>();

  final Set<Instant> heldTicks = new HashSet<>();
  int started;
  int killed;

  Cluster(Path folder) throws Exception {
    this.folder = folder;
    postgres =
        EmbeddedPostgres.builder() // its own defaults lose commits in a crash of the machine
            .setServerConfig("fsync", "on")
            .setServerConfig("synchronous_commit", "on")
            .setServerConfig("max_connections", "300")
            .start();
    database = Db.connectionsTo(url("test"));
    Db.execute(database, TableCheck.ddl("scheduled_tasks"));
    Db.execute(database, RECORDS);
  }

  private String url(String application) {
    return postgres.getJdbcUrl("postgres", "postgres") + "&ApplicationName=" + application;
  }

  /** As {@code fsync on, synchronous_commit on}. */
  String durability() throws SQLException {
    return "fsync "
        + text("show fsync")
        + ", synchronous_commit "
        + text("show synchronous_commit");
  }

  void submit(int jobs) throws SQLException {
    DurableQueue<Integer> queue = ClusterMain.jobs(job -> {});
    DurableJobs.in(database).queue(queue).build();
    try (Connection connection = database.getConnection()) {
      connection.setAutoCommit(false);
      for (int job = 0; job < jobs; job++) {
        if (!queue.submit(connection, Integer.toString(job), job)) {
          throw new AssertionError(job + " was refused");
        }
        if (job % 1000 == 999) {
          connection.commit();
        }
      }
      connection.commit();
    }
  }

  void start() throws IOException {
    started++;
    String name = "instance-" + started;
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx128m",
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-cp",
                System.getProperty("java.class.path"),
                ClusterMain.class.getName(),
                url(name))
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve(name).toFile())
            .start();
    processes.add(process);
  }

  int processes() {
    return processes.size();
  }

  /** It is halted first, so that it is known what it has; it is in the middle of that. */
  void killOne(int which) throws Exception {
    Process victim = processes.get(which);
    if (!halt(victim)) {
      return;
    }
    String by = victim.pid() + "@%";
    rows(
            "select task_instance from scheduled_tasks where task_name = 'jobs' and picked_by like"
                + " ?",
            row -> Integer.valueOf(row.getString(1)),
            by)
        .forEach(job -> heldJobs.merge(job, 1, Integer::sum));
    heldTicks.addAll(
        rows(
            "select execution_time from scheduled_tasks where task_name = 'tick' and picked_by like"
                + " ?",
            row -> row.getTimestamp(1).toInstant(),
            by));
    victim.destroyForcibly().waitFor();
    processes.remove(which);
    killed++;
  }

  /** Until none of its statements is in progress. */
  private boolean halt(Process victim) throws Exception {
    signal(victim, "STOP");
    String busy =
        "select count(*) from pg_stat_activity where state = 'active' and application_name ="
            + " 'instance-"
            + numberOf(victim)
            + "'";
    Fixture.await(() -> number(busy), n -> n == 0);
    return victim.isAlive();
  }

  private int numberOf(Process process) {
    String url = String.join(" ", process.info().arguments().orElse(new String[] {""}));
    return Integer.parseInt(
        url.substring(url.lastIndexOf("instance-") + 9).replaceAll("\\D.*", ""));
  }

  private static void signal(Process process, String signal) throws Exception {
    new ProcessBuilder("kill", "-" + signal, Long.toString(process.pid())).start().waitFor();
  }

  /** Rows wake nobody, so they are looked at again and again. */
  void pause() {
    LockSupport.parkNanos(Duration.ofMillis(200).toNanos());
  }

  // ---- what they have done

  int jobsDone() throws SQLException {
    return number("select count(distinct job) from job_runs");
  }

  boolean hasJobsLeft() throws SQLException {
    return number(
            "select count(*) from (select 1 from scheduled_tasks where task_name = 'jobs' limit 1)"
                + " one")
        > 0;
  }

  /** Whether each process that lives has done a job: to kill one that only starts is too easy. */
  boolean allWork() throws SQLException {
    for (Process process : processes) {
      String some = "select 1 from job_runs where instance = " + process.pid() + " limit 1";
      if (number("select count(*) from (" + some + ") one") == 0) {
        return false;
      }
    }
    return true;
  }

  /** Those that were run more than once, and how often. */
  Map<Integer, Integer> jobsDoneAgain() throws SQLException {
    Map<Integer, Integer> again = new TreeMap<>();
    rows(
            "select job, count(*) from job_runs group by job having count(*) > 1",
            row -> Map.entry(row.getInt(1), row.getInt(2)))
        .forEach(each -> again.put(each.getKey(), each.getValue()));
    return again;
  }

  /** In their order, each as often as it was run. */
  List<Instant> ticks() throws SQLException {
    return rows("select tick from tick_runs order by tick", row -> row.getTimestamp(1).toInstant());
  }

  Duration duration() throws SQLException {
    return Duration.ofMillis(
        number("select (1000 * extract(epoch from max(at) - min(at)))::int from job_runs"));
  }

  /** The words of all processes, for a test that has failed. */
  String output() {
    StringBuilder all = new StringBuilder();
    try (var files = Files.list(folder)) {
      for (Path file : files.sorted().toList()) {
        List<String> lines = Files.readAllLines(file);
        all.append(file.getFileName()).append('\n');
        lines
            .subList(Math.max(0, lines.size() - 30), lines.size())
            .forEach(line -> all.append("  ").append(line).append('\n'));
      }
    } catch (IOException e) {
      all.append(e);
    }
    return all.toString();
  }

  boolean isInOutput(String word) throws IOException {
    try (var files = Files.list(folder)) {
      for (Path file : files.toList()) {
        if (Files.readString(file).contains(word)) {
          return true;
        }
      }
    }
    return false;
  }

  private String text(String query) throws SQLException {
    return rows(query, row -> row.getString(1)).getFirst();
  }

  private int number(String query) throws SQLException {
    return rows(query, row -> row.getInt(1)).getFirst();
  }

  private interface Reader<T> {
    T read(ResultSet row) throws SQLException;
  }

  private <T> List<T> rows(String query, Reader<T> reader, String... parameters)
      throws SQLException {
    try (Connection connection = database.getConnection();
        PreparedStatement statement = connection.prepareStatement(query)) {
      for (int i = 0; i < parameters.length; i++) {
        statement.setString(i + 1, parameters[i]);
      }
      List<T> found = new ArrayList<>();
      try (ResultSet rows = statement.executeQuery()) {
        while (rows.next()) {
          found.add(reader.read(rows));
        }
      }
      return found;
    }
  }

  /** SIGTERM to all; returns their exit codes. */
  List<Integer> terminate() throws InterruptedException {
    processes.forEach(Process::destroy);
    List<Integer> codes = new ArrayList<>();
    for (Process process : processes) {
      codes.add(process.waitFor(20, TimeUnit.SECONDS) ? process.exitValue() : -1);
    }
    return codes;
  }

  @Override
  public void close() throws Exception {
    for (Process process : processes) {
      process.destroyForcibly().waitFor();
    }
    database.close();
    postgres.close();
  }
}
