package dev.innkeeper.dbscheduler;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import com.zaxxer.hikari.HikariDataSource;
import dev.innkeeper.dbscheduler.Fixture.Mail;
import dev.innkeeper.runtime.Host;
import dev.innkeeper.runtime.HostStartException;
import dev.innkeeper.runtime.report.Health;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.SQLException;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.sql.DataSource;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.slf4j.LoggerFactory;

/** A database that is away, and back; a table that is missing. */
class DatabaseAwayTest {

  private final AtomicBoolean away = new AtomicBoolean();
  private final AtomicBoolean broken = new AtomicBoolean();

  /** The threads that wanted a connection meanwhile. */
  private final Set<String> refused = ConcurrentHashMap.newKeySet();

  @ParameterizedTest
  @EnumSource(Db.class)
  void anOutageIsToldOnceAndJobsGoOnAfterIt(Db db) throws Exception {
    Logger log = (Logger) LoggerFactory.getLogger(DurableJobs.class);
    ListAppender<ILoggingEvent> lines = new ListAppender<>();
    lines.start();
    log.addAppender(lines);
    try (Fixture f = new Fixture(db)) {
      DurableQueue<Mail> mails =
          DurableQueue.builder("mails", Mail.class, (Mail mail) -> f.trail.add(mail.to())).build();
      DurableJobs jobs =
          DurableJobs.in(withOutages(f.database))
              .pollEvery(java.time.Duration.ofMillis(20))
              .queue(mails)
              .build();
      Host host = f.start(jobs);
      away.set(true);
      Health down =
          Fixture.await(() -> host.service("jobs").health(), h -> h.status() == Health.Status.DOWN);
      assertEquals("the database cannot be asked: it is away", down.reason());
      assertThrows(SQLException.class, () -> mails.submit("1", new Mail("ann")));

      away.set(false);
      Fixture.await(() -> host.service("jobs").health(), h -> h.status() == Health.Status.UP);
      mails.submit("1", new Mail("ann"));
      assertEquals(List.of("ann"), f.next(1));
      assertEquals(
          List.of("The database of test/jobs cannot be asked", "The database of test/jobs is back"),
          List.copyOf(lines.list).stream()
              .filter(line -> line.getLevel().isGreaterOrEqual(Level.INFO))
              .map(line -> line.getFormattedMessage().replaceAll(":.*| after.*", ""))
              .toList());
    } finally {
      log.detachAppender(lines);
    }
  }

  /** A watch that an error has ended would leave the service UP for ever. */
  @ParameterizedTest
  @EnumSource(Db.class)
  void anErrorOfTheDriverIsAnOutageToo(Db db) throws Exception {
    try (Fixture f = new Fixture(db)) {
      DurableQueue<Mail> mails =
          DurableQueue.builder("mails", Mail.class, (Mail mail) -> f.trail.add(mail.to())).build();
      Host host = f.start(DurableJobs.in(withOutages(f.database)).queue(mails).build());
      broken.set(true);
      Health down =
          Fixture.await(() -> host.service("jobs").health(), h -> h.status() == Health.Status.DOWN);
      assertEquals("the database cannot be asked: broken driver", down.reason());
      broken.set(false);
      Fixture.await(() -> host.service("jobs").health(), h -> h.status() == Health.Status.UP);
      mails.submit("1", new Mail("ann"));
      assertEquals(List.of("ann"), f.next(1));
    }
  }

  /** A job whose end could not be written is run again when its heartbeats are missed. */
  @ParameterizedTest
  @EnumSource(Db.class)
  void aJobWhoseEndCouldNotBeWrittenIsRunAgain(Db db) throws Exception {
    try (Fixture f = new Fixture(db)) {
      DurableQueue<Mail> mails =
          DurableQueue.<Mail>builderWithAttempt(
                  "mails",
                  Mail.class,
                  (mail, attempt) -> {
                    away.set(attempt.number() == 1);
                    f.trail.add(mail.to() + " " + attempt.number());
                  })
              .build();
      f.start(
          DurableJobs.in(withOutages(f.database))
              .pollEvery(java.time.Duration.ofMillis(20))
              .heartbeat(java.time.Duration.ofMillis(100))
              .queue(mails)
              .build());
      mails.submit("1", new Mail("ann"));
      assertEquals(List.of("ann 1"), f.next(1));
      Fixture.await(() -> refused, names -> names.contains("test/jobs/mails-worker-1"));
      assertEquals(List.of("mails/1 picked, 0 failures"), f.rows());
      away.set(false);
      assertEquals(List.of("ann 2"), f.next(1));
      Fixture.await(f::rows, List::isEmpty);
    }
  }

  @ParameterizedTest
  @EnumSource(Db.class)
  void aStartWithoutTheDatabaseFailsWithItsReason(Db db) throws Exception {
    try (Fixture f = new Fixture(db)) {
      away.set(true);
      DurableQueue<Mail> mails = DurableQueue.builder("mails", Mail.class, (Mail m) -> {}).build();
      DurableJobs jobs = DurableJobs.in(withOutages(f.database)).queue(mails).build();
      Host host = f.host(jobs);
      HostStartException thrown = assertThrows(HostStartException.class, host::start);
      assertEquals("it is away", thrown.getCause().getMessage());
      away.set(false);
      f.start(jobs); // it can be started again
      mails.submit("1", new Mail("ann"));
      Fixture.await(f::rows, List::isEmpty);
    }
  }

  @ParameterizedTest
  @EnumSource(Db.class)
  void aMissingTableFailsTheStartAndTheMessageMakesIt(Db db) throws Exception {
    try (Fixture f = new Fixture(db);
        HikariDataSource empty = db.empty()) {
      DurableQueue<Mail> mails = DurableQueue.builder("mails", Mail.class, (Mail m) -> {}).build();
      Host host = f.host(DurableJobs.in(empty).table("jobs_of_shop").queue(mails).build());
      HostStartException thrown = assertThrows(HostStartException.class, host::start);
      String message = thrown.getCause().getMessage();
      assertTrue(
          message.startsWith(
              "the table jobs_of_shop of the durable jobs is missing, lacks a column, or may not be"
                  + " read ("),
          message);
      assertTrue(message.toLowerCase(Locale.ROOT).contains("create table jobs_of_shop"), message);

      Db.execute(empty, message.substring(message.indexOf("create table")));
      DurableQueue<Mail> again =
          DurableQueue.builder("mails", Mail.class, (Mail m) -> f.trail.add(m.to())).build();
      f.start(DurableJobs.in(empty).table("jobs_of_shop").queue(again).build());
      again.submit("1", new Mail("ann"));
      assertEquals(List.of("ann"), f.next(1));
    }
  }

  private DataSource withOutages(DataSource real) {
    return (DataSource)
        Proxy.newProxyInstance(
            DataSource.class.getClassLoader(),
            new Class<?>[] {DataSource.class},
            (proxy, method, arguments) -> {
              if (away.get() && method.getName().equals("getConnection")) {
                refused.add(Thread.currentThread().getName());
                throw new SQLException("it is away", "08001");
              }
              if (broken.get() && Thread.currentThread().getName().endsWith("/watch")) {
                throw new AssertionError("broken driver");
              }
              try {
                return method.invoke(real, arguments);
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            });
  }
}
