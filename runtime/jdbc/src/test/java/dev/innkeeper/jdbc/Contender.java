package dev.innkeeper.jdbc;

import dev.innkeeper.runtime.Host;
import dev.innkeeper.runtime.service.BackgroundService;
import dev.innkeeper.runtime.service.FailurePolicy;
import dev.innkeeper.runtime.service.ServiceContext;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * One of several processes that stand for an election. While its host lets it, it makes one fenced
 * write after the other, whether they are refused or not, and does not look at interrupts.
 */
final class Contender implements BackgroundService {

  static final String TABLE =
      """
      create table writes (
        id bigint generated always as identity primary key,
        pid bigint not null,
        token bigint not null,
        at timestamp with time zone not null default clock_timestamp())\
      """;

  private static final long PID = ProcessHandle.current().pid();
  private static final long PAUSE = TimeUnit.MILLISECONDS.toNanos(10);

  private final PGSimpleDataSource dataSource;
  private final JdbcLeaderElection election;
  private final Marks marks;
  private Connection connection;
  private volatile long lastSeen = System.currentTimeMillis();

  private Contender(PGSimpleDataSource dataSource, Duration lease) {
    this.dataSource = dataSource;
    this.marks = new Marks(dataSource);
    this.election = JdbcLeaderElection.builder("work", dataSource).leaseDuration(lease).build();
  }

  /**
   * Arguments: the URL of the database, the lease in milliseconds, and "deaf" for a service that an
   * interrupt does not get out of a call to the database.
   */
  public static void main(String... arguments) throws Exception {
    PGSimpleDataSource dataSource = new PGSimpleDataSource();
    dataSource.setURL(arguments[0]);
    Duration lease = Duration.ofMillis(Long.parseLong(arguments[1]));
    Contender contender = new Contender(dataSource, lease);
    Host host =
        Host.builder("contender")
            .add(
                "work",
                contender,
                s -> {
                  s.whileLeader(contender.election).onFailure(FailurePolicy.restart());
                  if (List.of(arguments).contains("deaf")) {
                    s.platformThreads();
                  }
                })
            .background(
                "announcer", c -> c.lifetime().onStarted(() -> System.out.println("CANDIDATE")))
            .build();
    host.run();
  }

  @Override
  public void execute(ServiceContext context) throws InterruptedException {
    long token = context.fencingToken().orElseThrow();
    marks.add(PID, token, "begin");
    System.out.println("LEADS " + token);
    do { // so there is a last write after the stop was asked for
      lookAtTheClock();
      LockSupport.parkNanos(PAUSE);
      write(token);
    } while (!context.isStopRequested());
    marks.add(PID, token, "end");
    marks.awaitWritten(Duration.ofMillis(200));
    System.out.println("LED " + token);
    context.awaitStop();
  }

  /** For the test that sets it. */
  private void lookAtTheClock() {
    long now = System.currentTimeMillis();
    if (Math.abs(now - lastSeen) > TimeUnit.MINUTES.toMillis(30)) {
      System.out.println("CLOCK SET");
    }
    lastSeen = now;
  }

  private void write(long token) {
    try {
      writeFenced(connection(), token);
    } catch (SQLException e) {
      System.out.println("FAILED " + token + " " + e.getMessage());
      disconnect();
    } catch (LeaseLostException e) {
      System.out.println("REFUSED " + e.getMessage());
      disconnect();
    }
  }

  private void writeFenced(Connection open, long token) throws SQLException {
    try (PreparedStatement insert =
        open.prepareStatement("insert into writes (pid, token) values (?, ?)")) {
      insert.setLong(1, PID);
      insert.setLong(2, token);
      insert.executeUpdate();
      election.verify(open, token);
      open.commit();
    }
  }

  private Connection connection() throws SQLException {
    if (connection == null) {
      connection = dataSource.getConnection();
      connection.setAutoCommit(false);
    }
    return connection;
  }

  /** What is not committed is rolled back by that. */
  private void disconnect() {
    Connection old = connection;
    connection = null;
    try {
      if (old != null) {
        old.close();
      }
    } catch (SQLException e) {
      System.out.println("FAILED to close " + e.getMessage());
    }
  }
}
