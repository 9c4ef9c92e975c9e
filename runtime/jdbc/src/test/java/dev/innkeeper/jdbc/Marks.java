package dev.innkeeper.jdbc;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import javax.sql.DataSource;

/**
 * Writes what has happened into the table {@code marks}, with the time by the database's clock,
 * also if the database is away at that time: it is computed from the monotonic clock, and from what
 * that was when the database's clock was read.
 */
final class Marks {

  static final String TABLE =
      """
      create table marks (
        id bigint generated always as identity primary key,
        pid bigint not null,
        token bigint not null,
        what varchar(20) not null,
        at timestamp with time zone not null)\
      """;

  private static final String INSERT =
      """
      insert into marks (pid, token, what, at)
      values (?, ?, ?, to_timestamp(0) + ? * interval '1 microsecond')\
      """;

  private static final String NOW =
      "select cast(extract(epoch from clock_timestamp()) * 1000000 as bigint)";

  /** By half of it a time may be wrong. */
  private static final long LONGEST_READING = TimeUnit.MILLISECONDS.toNanos(40);

  private record Mark(long pid, long token, String what, long nanoTime) {}

  private final DataSource dataSource;
  private final BlockingQueue<Mark> queue = new LinkedBlockingQueue<>();
  private final AtomicInteger unwritten = new AtomicInteger();

  Marks(DataSource dataSource) {
    this.dataSource = dataSource;
    Thread.ofPlatform().daemon().name("marks").start(this::write);
  }

  void add(long pid, long token, String what) {
    add(pid, token, what, System.nanoTime());
  }

  /** For what has happened before. */
  void add(long pid, long token, String what, long nanoTime) {
    unwritten.incrementAndGet();
    queue.add(new Mark(pid, token, what, nanoTime));
  }

  void awaitWritten() throws Exception {
    Await.until(() -> unwritten.get() == 0, () -> unwritten + " marks are not written");
  }

  /** For a process that may end soon; not longer than that, as the database may be away. */
  void awaitWritten(Duration atMost) {
    long start = System.nanoTime();
    while (unwritten.get() > 0 && System.nanoTime() - start < atMost.toNanos()) {
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(5));
    }
  }

  private void write() {
    Mark mark = null;
    while (true) {
      try (Connection connection = dataSource.getConnection();
          PreparedStatement insert = connection.prepareStatement(INSERT)) {
        while (true) {
          mark = mark == null ? queue.take() : mark;
          insert.setLong(1, mark.pid());
          insert.setLong(2, mark.token());
          insert.setString(3, mark.what());
          insert.setLong(4, offsetMicros(connection) + mark.nanoTime() / 1000);
          insert.executeUpdate();
          mark = null;
          unwritten.decrementAndGet();
        }
      } catch (SQLException e) { // the database is away
        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(100));
      } catch (InterruptedException e) {
        return;
      }
    }
  }

  /** From the monotonic clock to the database's. */
  private static long offsetMicros(Connection connection) throws SQLException {
    while (true) {
      try (Statement statement = connection.createStatement()) {
        long before = System.nanoTime();
        try (ResultSet result = statement.executeQuery(NOW)) {
          long reading = System.nanoTime() - before;
          if (reading < LONGEST_READING && result.next()) {
            return result.getLong(1) - (before + reading / 2) / 1000;
          }
        }
      }
    }
  }
}
