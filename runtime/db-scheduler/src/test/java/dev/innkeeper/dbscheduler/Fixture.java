package dev.innkeeper.dbscheduler;

import com.zaxxer.hikari.HikariDataSource;
import dev.innkeeper.runtime.Host;
import dev.innkeeper.runtime.HostBuilder;
import dev.innkeeper.runtime.report.HostEvent;
import dev.innkeeper.timer.TimeSource;
import dev.innkeeper.timer.testing.ManualTimeSource;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;

/** A database with the table, hosts on it, and a trail of what has happened. */
final class Fixture implements AutoCloseable {

  /** How long a test waits for what must come. */
  static final Duration LONG = Duration.ofSeconds(30);

  /** A row of a database wakes nobody. */
  private static final long BETWEEN_LOOKS = Duration.ofMillis(5).toNanos();

  record Mail(String to) {}

  final HikariDataSource database;
  final BlockingQueue<String> trail = new LinkedBlockingQueue<>();
  private final List<HostEvent> events = new CopyOnWriteArrayList<>();
  private final List<Host> hosts = new ArrayList<>();
  private TimeSource time = TimeSource.system();

  Fixture(Db db) throws SQLException {
    database = db.withTable();
  }

  Fixture goesBy(TimeSource source) {
    time = source;
    return this;
  }

  /** Jobs that are looked for often; a dead instance is found after hours. */
  DurableJobsBuilder jobs() {
    boolean manual = time instanceof ManualTimeSource;
    return DurableJobs.in(database)
        .pollEvery(manual ? Duration.ofMinutes(5) : Duration.ofMillis(20))
        .heartbeat(Duration.ofDays(100));
  }

  Host start(DurableJobs jobs) {
    Host host = host(jobs);
    host.start();
    return host;
  }

  Host host(DurableJobs jobs) {
    return add(
        Host.builder("test")
            .add("jobs", jobs, s -> s.stopTimeout(Duration.ofSeconds(4)))
            .shutdownTimeout(Duration.ofSeconds(10)));
  }

  Host add(HostBuilder builder) {
    Host host = builder.timeSource(time).randomSeed(1).listener(events::add).build();
    hosts.add(host);
    return host;
  }

  <E extends HostEvent> List<E> events(Class<E> type) {
    return events.stream().filter(type::isInstance).map(type::cast).toList();
  }

  /** The next words of the trail. */
  List<String> next(int words) throws InterruptedException {
    List<String> found = new ArrayList<>();
    for (int i = 0; i < words; i++) {
      String word = trail.poll(LONG.toSeconds(), TimeUnit.SECONDS);
      if (word == null) {
        throw new AssertionError("nothing came after " + found);
      }
      found.add(word);
    }
    return found;
  }

  /** For what nobody tells. */
  static <R> R await(Callable<R> look, Predicate<R> found) throws Exception {
    long deadline = System.nanoTime() + LONG.toNanos();
    R seen = look.call();
    while (!found.test(seen)) {
      if (System.nanoTime() - deadline > 0) {
        throw new AssertionError("still " + seen);
      }
      LockSupport.parkNanos(BETWEEN_LOOKS);
      seen = look.call();
    }
    return seen;
  }

  /** As {@code mails/1 waits, 0 failures}, in order. */
  List<String> rows() throws SQLException {
    try (Connection connection = database.getConnection();
        PreparedStatement statement =
            connection.prepareStatement(
                "select * from scheduled_tasks order by task_name, task_instance");
        ResultSet rows = statement.executeQuery()) {
      List<String> found = new ArrayList<>();
      while (rows.next()) {
        found.add(
            rows.getString("task_name")
                + "/"
                + rows.getString("task_instance")
                + (rows.getBoolean("picked") ? " picked, " : " waits, ")
                + rows.getInt("consecutive_failures")
                + " failures");
      }
      return found;
    }
  }

  Connection transaction() throws SQLException {
    Connection connection = database.getConnection();
    connection.setAutoCommit(false);
    return connection;
  }

  @Override
  public void close() {
    hosts.forEach(Host::close);
    database.close();
  }
}
