package dev.innkeeper.dbscheduler;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.innkeeper.dbscheduler.Fixture.Mail;
import dev.innkeeper.runtime.HostStartException;
import dev.innkeeper.timer.Schedule;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

/** What is wrong is told, by name, with what to do. */
class DurableMistakesTest {

  private static final Schedule HOURLY = Schedule.hourly(ZoneOffset.UTC);

  @Test
  void names() {
    assertEquals("a durable queue needs a name, not ' '", illegal(() -> queue(" ")));
    assertEquals(
        "the name of a durable queue has at most 100 characters, as the column task_name: '"
            + "x".repeat(101)
            + "' has 101",
        illegal(() -> queue("x".repeat(101))));
    assertEquals(
        "the name of a durable queue stands in SQL, and may have no quote and no backslash: o'neil",
        illegal(() -> queue("o'neil")));
    assertEquals(
        "the name of a durable queue has the control character U+000A at position 1: 'a\\u000A'",
        illegal(() -> queue("a\n")));
    assertEquals(
        "the name of a durable queue", thrown(NullPointerException.class, () -> queue(null)));
  }

  @Test
  void twoWithOneName() throws Exception {
    try (Fixture f = new Fixture(Db.H2)) {
      DurableJobsBuilder jobs = f.jobs().queue(queue("mails"));
      String message =
          "there are two durable jobs with the name 'mails': a name stands for its rows in the"
              + " table, so each queue and each recurring job needs its own";
      assertEquals(message, illegal(() -> jobs.queue(queue("mails"))));
      assertEquals(message, illegal(() -> jobs.recurring("mails", HOURLY, run -> {})));
    }
  }

  @Test
  void aQueueWithoutATableOrInTwo() throws Exception {
    try (Fixture f = new Fixture(Db.H2)) {
      DurableQueue<Mail> mails = queue("mails");
      assertEquals(
          "queue 'mails' has no table yet: add it to a DurableJobs, and build that",
          thrown(IllegalStateException.class, () -> mails.submit("1", new Mail("ann"))));
      assertEquals(0, mails.status().waiting());
      f.jobs().queue(mails).build();
      assertEquals(
          "queue 'mails' belongs to other durable jobs already: make a queue for each",
          thrown(IllegalStateException.class, () -> f.jobs().queue(mails).build()));
    }
  }

  @Test
  void nothingToDo() throws Exception {
    try (Fixture f = new Fixture(Db.H2)) {
      assertEquals(
          "there is neither a queue nor a recurring job: add one, or leave the DurableJobs out",
          thrown(IllegalStateException.class, () -> f.jobs().build()));
    }
  }

  @Test
  void aSupplierWithoutADatabase() throws Exception {
    DurableQueue<Mail> mails = queue("mails");
    DurableJobs.in(() -> null).queue(mails).build();
    assertEquals(
        "the supplier of the DataSource of durable jobs returned null",
        thrown(NullPointerException.class, () -> mails.submit("1", new Mail("ann"))));
  }

  @Test
  void numbersAndTimes() throws Exception {
    try (Fixture f = new Fixture(Db.H2)) {
      DurableQueueBuilder<Mail> queue = DurableQueue.builder("mails", Mail.class, (Mail m) -> {});
      assertEquals("workers must be positive: 0", illegal(() -> queue.workers(0)));
      assertEquals("timeout must be positive: PT0S", illegal(() -> queue.timeout(Duration.ZERO)));
      assertEquals(
          "heartbeat must be at least 10 ms: PT0.009S",
          illegal(() -> f.jobs().heartbeat(Duration.ofMillis(9))));
      assertEquals(
          "pollEvery must be at least 10 ms: PT0S",
          illegal(() -> f.jobs().pollEvery(Duration.ZERO)));
      assertEquals(
          "the name of a table has letters, digits and underscores, and may have a schema before"
              + " it, as in jobs.scheduled_tasks: 'a; drop table b' does not",
          illegal(() -> f.jobs().table("a; drop table b")));
    }
  }

  @Test
  void jobs() throws Exception {
    try (Fixture f = new Fixture(Db.H2)) {
      DurableQueue<Mail> mails = queue("mails");
      f.jobs().queue(mails).build();
      Mail mail = new Mail("ann");
      assertEquals(
          "the id of a job of queue 'mails'",
          thrown(NullPointerException.class, () -> mails.submit(null, mail)));
      assertEquals(
          "a job of queue 'mails' needs an id, not ''", illegal(() -> mails.submit("", mail)));
      assertEquals(
          "the id of a job has at most 100 characters, as the column task_instance; one for queue"
              + " 'mails' has 101: "
              + "x".repeat(100)
              + "…",
          illegal(() -> mails.submit("x".repeat(101), mail)));
      assertEquals("item", thrown(NullPointerException.class, () -> mails.submit("1", null)));
      assertEquals(
          "connection", thrown(NullPointerException.class, () -> mails.submit(null, "1", mail)));
      assertEquals(
          "delay must be zero or more: PT-1S",
          illegal(() -> mails.submitAfter("1", mail, Duration.ofSeconds(-1))));
      assertEquals(
          "job '1' of queue 'mails' cannot wait until +1000000000-12-31T23:59:59.999999999Z: the"
              + " last day is 9999-12-31T00:00:00Z",
          illegal(() -> mails.submitAt("1", mail, Instant.MAX)));
      assertEquals(
          "delay", thrown(NullPointerException.class, () -> mails.submitAfter("1", mail, null)));
      assertEquals("most must be positive: 0", illegal(() -> mails.failedJobs(0)));
      mails.submitAt("1", mail, Instant.EPOCH); // at once
    }
  }

  @Test
  @SuppressWarnings({"unchecked", "rawtypes"})
  void itemsThatCannotBeWritten() throws Exception {
    try (Fixture f = new Fixture(Db.H2)) {
      record Report(String name) {
        @SuppressWarnings({"unused", "EffectivelyPrivate", "DoNotCallSuggester"}) // a property
        public String getContents() {
          throw new IllegalStateException("not to be written");
        }
      }
      DurableQueue<Report> reports =
          DurableQueue.builder("reports", Report.class, (Report r) -> {}).build();
      DurableQueue<Mail> mails = queue("mails");
      f.jobs().queue(reports).queue(mails).build();
      String message = illegal(() -> reports.submit("1", new Report("daily")));
      assertTrue(
          message.startsWith(
              "the item of job '1' of queue 'reports', of " + Report.class.getName()),
          message);
      assertTrue(message.contains("not to be written"), message);
      assertEquals(
          "queue 'mails' takes items of "
              + Mail.class.getName()
              + ", and not of java.lang.String (job '1')",
          illegal(() -> ((DurableQueue) mails).submit("1", "a string")));
    }
  }

  @Test
  void oneDurableJobsInTwoHosts() throws Exception {
    try (Fixture f = new Fixture(Db.H2)) {
      DurableJobs jobs = f.jobs().queue(queue("mails")).build();
      f.start(jobs);
      HostStartException thrown =
          assertThrows(HostStartException.class, () -> f.host(jobs).start());
      assertEquals(
          "these durable jobs are a service already; a second one needs a DurableJobs of its own",
          thrown.getCause().getMessage());
    }
  }

  private static DurableQueue<Mail> queue(String name) {
    return DurableQueue.builder(name, Mail.class, (Mail mail) -> {}).build();
  }

  private static String illegal(Executable call) {
    return thrown(IllegalArgumentException.class, call);
  }

  private static String thrown(Class<? extends Exception> type, Executable call) {
    return assertThrows(type, call).getMessage();
  }
}
