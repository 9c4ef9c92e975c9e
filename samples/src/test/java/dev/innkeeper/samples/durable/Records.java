package dev.innkeeper.samples.durable;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import javax.sql.DataSource;

/** What the instances have recorded, in PostgreSQL. */
final class Records implements AutoCloseable {

  /** One run of the recurring job, and when it was recorded, by the database's clock. */
  record TickRun(Instant tick, Instant at) {}

  private final Connection connection;

  Records(DataSource database) throws SQLException {
    connection = database.getConnection();
    try (Statement statement = connection.createStatement()) {
      statement.execute(
          "create table job_runs (job int not null, instance bigint not null,"
              + " at timestamptz not null default clock_timestamp())");
      statement.execute(
          "create table tick_runs (tick timestamptz not null, instance bigint not null,"
              + " at timestamptz not null default clock_timestamp())");
    }
  }

  @Override
  public void close() throws SQLException {
    connection.close();
  }

  int jobRuns() throws SQLException {
    return number("select count(*) from job_runs");
  }

  int jobsDone() throws SQLException {
    return number("select count(distinct job) from job_runs");
  }

  int jobRunsOf(long instance) throws SQLException {
    return number("select count(*) from job_runs where instance = ?", instance);
  }

  Set<Integer> jobsDoneTwice() throws SQLException {
    return numbers("select job from job_runs group by job having count(*) > 1");
  }

  /** Jobs that are waiting, or that somebody has. */
  int jobsLeft() throws SQLException {
    return number("select count(*) from scheduled_tasks where task_name = 'job'");
  }

  Set<Integer> jobsHeldBy(long instance) throws SQLException {
    return numbers(
        "select task_instance::int from scheduled_tasks"
            + " where task_name = 'job' and picked and picked_by like ?",
        instance + "@%");
  }

  /** The tick that the instance is in the middle of: one or none. */
  List<Instant> ticksHeldBy(long instance) throws SQLException {
    return instants(
        "select execution_time from scheduled_tasks"
            + " where task_name = 'tick' and picked and picked_by like ?",
        instance + "@%");
  }

  int connectionsOf(String application) throws SQLException {
    return number("select count(*) from pg_stat_activity where application_name = ?", application);
  }

  /** That the server is working on. */
  int queriesOf(String application) throws SQLException {
    return number(
        "select count(*) from pg_stat_activity where application_name = ? and state = 'active'",
        application);
  }

  Instant now() throws SQLException {
    return instants("select clock_timestamp()").getFirst();
  }

  /** When the jobs with these numbers were recorded by this instance. */
  List<Instant> recorded(Set<Integer> jobs, long instance) throws SQLException {
    return instants(
        "select at from job_runs where job = any(?) and instance = ? order by at",
        connection.createArrayOf("int", jobs.toArray()),
        instance);
  }

  Duration duration() throws SQLException {
    List<Instant> ends =
        instants("select min(at) from job_runs union all select max(at) from job_runs");
    return Duration.between(ends.getFirst(), ends.getLast());
  }

  List<TickRun> tickRuns() throws SQLException {
    return rows(
        "select tick, at from tick_runs order by at",
        row -> new TickRun(row.getTimestamp(1).toInstant(), row.getTimestamp(2).toInstant()));
  }

  private int number(String query, Object... parameters) throws SQLException {
    return numbersOf(query, parameters).getFirst();
  }

  private Set<Integer> numbers(String query, Object... parameters) throws SQLException {
    return new TreeSet<>(numbersOf(query, parameters));
  }

  private List<Integer> numbersOf(String query, Object... parameters) throws SQLException {
    return rows(query, row -> row.getInt(1), parameters);
  }

  private List<Instant> instants(String query, Object... parameters) throws SQLException {
    return rows(query, row -> row.getTimestamp(1).toInstant(), parameters);
  }

  private interface Reader<T> {
    T read(ResultSet row) throws SQLException;
  }

  private <T> List<T> rows(String query, Reader<T> reader, Object... parameters)
      throws SQLException {
    List<T> found = new ArrayList<>();
    try (PreparedStatement statement = connection.prepareStatement(query)) {
      for (int i = 0; i < parameters.length; i++) {
        statement.setObject(i + 1, parameters[i]);
      }
      try (ResultSet rows = statement.executeQuery()) {
        while (rows.next()) {
          found.add(reader.read(rows));
        }
      }
    }
    return found;
  }
}
