package dev.innkeeper.dbscheduler;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.zaxxer.hikari.HikariDataSource;
import dev.innkeeper.dbscheduler.Fixture.Mail;
import dev.innkeeper.runtime.Host;
import dev.innkeeper.runtime.jobs.JobHandle.State;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Jobs that are submitted with the caller's connection. */
class CallersTransactionTest {

  @ParameterizedTest
  @EnumSource(Db.class)
  void aJobIsThereWithTheCommitAndNotBefore(Db db) throws Exception {
    try (Fixture f = new Fixture(db)) {
      DurableQueue<Mail> mails = mails(f);
      f.start(f.jobs().queue(mails).build());
      try (Connection connection = f.transaction()) {
        assertTrue(mails.submit(connection, "1", new Mail("ann")));
        assertFalse(connection.getAutoCommit());
        assertFalse(connection.isClosed());
        mails.submit("2", new Mail("bob")); // a whole round of the queue
        assertEquals(List.of("bob"), f.next(1));
        assertEquals(Optional.empty(), mails.state("1"));
        connection.commit();
      }
      assertEquals(List.of("ann"), f.next(1));
    }
  }

  @ParameterizedTest
  @EnumSource(Db.class)
  void aJobIsNotThereAfterARollback(Db db) throws Exception {
    try (Fixture f = new Fixture(db)) {
      DurableQueue<Mail> mails = mails(f);
      f.jobs().queue(mails).build();
      try (Connection connection = f.transaction()) {
        assertTrue(mails.submit(connection, "1", new Mail("ann")));
        assertTrue(mails.submitAfter(connection, "2", new Mail("bob"), Duration.ofHours(1)));
        connection.rollback();
      }
      assertEquals(List.of(), f.rows());
      assertTrue(mails.submit("1", new Mail("ann")));
    }
  }

  @ParameterizedTest
  @EnumSource(Db.class)
  void aTransactionGoesOnWhenAnIdIsTaken(Db db) throws Exception {
    try (Fixture f = new Fixture(db)) {
      DurableQueue<Mail> mails = mails(f);
      f.jobs().queue(mails).build();
      Db.execute(f.database, "create table orders (id varchar(10) primary key)");
      mails.submit("1", new Mail("ann"));
      try (Connection connection = f.transaction();
          Statement statement = connection.createStatement()) {
        statement.execute("insert into orders values ('before')");
        assertFalse(mails.submit(connection, "1", new Mail("bob")));
        assertTrue(mails.submit(connection, "2", new Mail("cid")));
        statement.execute("insert into orders values ('after')");
        connection.commit();
      }
      assertEquals(2, orders(f));
      assertEquals(List.of("mails/1 waits, 0 failures", "mails/2 waits, 0 failures"), f.rows());
    }
  }

  /** The second one waits for the end of the first, and is told what has become of it. */
  @ParameterizedTest
  @EnumSource(Db.class)
  void ofTwoThatSubmitAnIdAtTheSameTimeOneIsRefusedIfTheOtherCommits(Db db) throws Exception {
    assertEquals(false, secondOfTwo(db, true));
  }

  @ParameterizedTest
  @EnumSource(Db.class)
  void ofTwoThatSubmitAnIdAtTheSameTimeTheSecondIsInIfTheOtherRollsBack(Db db) throws Exception {
    assertEquals(true, secondOfTwo(db, false));
  }

  private boolean secondOfTwo(Db db, boolean commit) throws Exception {
    try (Fixture f = new Fixture(db);
        ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
        Connection first = f.transaction()) {
      DurableQueue<Mail> mails = mails(f);
      f.jobs().queue(mails).build();
      Db.execute(f.database, "create table orders (id varchar(10) primary key)");
      CountDownLatch begins = new CountDownLatch(1);
      assertTrue(mails.submit(first, "1", new Mail("ann")));
      Future<Boolean> second =
          threads.submit(() -> {
            try (Connection connection = f.transaction();
                Statement statement = connection.createStatement()) {
              statement.execute("insert into orders values ('mine')");
              begins.countDown();
              boolean in = mails.submit(connection, "1", new Mail("bob"));
              statement.execute("insert into orders values ('too')");
              connection.commit();
              return in;
            }
          });
      begins.await();
      if (db == Db.POSTGRESQL) {
        Fixture.await(() -> waitingForLocks(f), n -> n == 1);
      }
      assertFalse(second.isDone());
      if (commit) {
        first.commit();
      } else {
        first.rollback();
      }
      boolean in = second.get();
      assertEquals(2, orders(f), "the second transaction as a whole");
      assertEquals(List.of("mails/1 waits, 0 failures"), f.rows());
      return in;
    }
  }

  @Test
  void manySubmittersOfTheSameIdsGetEachIdInOnce() throws Exception {
    try (Fixture f = new Fixture(Db.POSTGRESQL);
        ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      DurableQueue<Mail> mails = mails(f);
      f.jobs().queue(mails).build();
      Db.execute(f.database, "create table orders (id varchar(20) primary key)");
      List<Future<Integer>> submitters =
          java.util.stream.IntStream.range(0, 2)
              .mapToObj(s ->
                  threads.submit(() -> {
                    int in = 0;
                    for (int i = 0; i < 200; i++) {
                      try (Connection connection = f.transaction();
                          Statement statement = connection.createStatement()) {
                        in += mails.submit(connection, "" + i, new Mail("m" + s)) ? 1 : 0;
                        statement.execute("insert into orders values ('" + s + "-" + i + "')");
                        connection.commit();
                      }
                    }
                    return in;
                  }))
              .toList();
      int in = 0;
      for (Future<Integer> each : submitters) {
        in += each.get();
      }
      assertEquals(200, in);
      assertEquals(200, f.rows().size());
      assertEquals(400, orders(f));
    }
  }

  @ParameterizedTest
  @EnumSource(Db.class)
  void aConnectionThatIsClosedOrCommitsByItselfIsRefused(Db db) throws Exception {
    try (Fixture f = new Fixture(db)) {
      DurableQueue<Mail> mails = mails(f);
      f.jobs().queue(mails).build();
      Connection closed = f.transaction();
      closed.close();
      assertEquals(
          "the connection that job '1' of queue 'mails' is to be submitted with is closed",
          assertThrows(
                  IllegalArgumentException.class, () -> mails.submit(closed, "1", new Mail("ann")))
              .getMessage());
      try (Connection autocommit = f.database.getConnection()) {
        assertEquals(
            "the connection that job '1' of queue 'mails' is to be submitted with commits by"
                + " itself, so the job would not be part of your transaction: call"
                + " setAutoCommit(false), or submit without a connection",
            assertThrows(
                    IllegalArgumentException.class,
                    () -> mails.submit(autocommit, "1", new Mail("ann")))
                .getMessage());
      }
      assertEquals(List.of(), f.rows());
    }
  }

  /** What fails for another reason than the id is the caller's to know. */
  @ParameterizedTest
  @EnumSource(Db.class)
  void aTransactionThatCannotTakeTheJobIsTold(Db db) throws Exception {
    try (Fixture f = new Fixture(db);
        Connection connection = f.transaction()) {
      DurableQueue<Mail> mails = mails(f);
      f.jobs().table("no_such_table").queue(mails).build();
      SQLException thrown =
          assertThrows(SQLException.class, () -> mails.submit(connection, "1", new Mail("ann")));
      assertTrue(
          thrown.getMessage().toLowerCase(Locale.ROOT).contains("no_such_table"), thrown::toString);
    }
  }

  @ParameterizedTest
  @EnumSource(Db.class)
  void aPoolWhoseConnectionsDoNotCommitByThemselvesWillDo(Db db) throws Exception {
    try (Fixture f = new Fixture(db);
        HikariDataSource pool = new HikariDataSource()) {
      pool.setJdbcUrl(f.database.getJdbcUrl());
      pool.setAutoCommit(false);
      DurableQueue<Mail> mails = mails(f);
      Host host = f.start(DurableJobs.in(pool).queue(mails).build());
      assertTrue(mails.submitAfter("later", new Mail("bob"), Duration.ofHours(1)));
      assertFalse(mails.submit("later", new Mail("bob")));
      assertEquals(Optional.of(State.WAITING), mails.state("later"));
      assertTrue(mails.submit("1", new Mail("ann")));
      assertEquals(List.of("ann"), f.next(1));
      Fixture.await(() -> mails.state("1"), Optional::isEmpty);
      host.stop();
    }
  }

  private static int waitingForLocks(Fixture f) throws SQLException {
    return number(f, "select count(*) from pg_locks where not granted");
  }

  private static int orders(Fixture f) throws SQLException {
    return number(f, "select count(*) from orders");
  }

  private static int number(Fixture f, String query) throws SQLException {
    try (Connection connection = f.database.getConnection();
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(query)) {
      row.next();
      return row.getInt(1);
    }
  }

  private static DurableQueue<Mail> mails(Fixture f) {
    return DurableQueue.builder("mails", Mail.class, (Mail mail) -> f.trail.add(mail.to())).build();
  }
}
