package dev.innkeeper.dbscheduler;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.innkeeper.dbscheduler.Fixture.Mail;
import dev.innkeeper.runtime.jobs.JobGroup;
import dev.innkeeper.runtime.jobs.JobHandle.State;
import dev.innkeeper.runtime.jobs.QueueStatus;
import dev.innkeeper.runtime.jobs.RetryPolicy;
import dev.innkeeper.runtime.report.HostEvent;
import dev.innkeeper.timer.testing.ManualTimeSource;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What becomes of a job. */
class DurableQueueTest {

  @ParameterizedTest
  @EnumSource(Db.class)
  void aJobIsRunAndItsRowIsGone(Db db) throws Exception {
    try (Fixture f = new Fixture(db)) {
      DurableQueue<Mail> mails = mails(f).build();
      DurableJobs jobs = f.jobs().queue(mails).build();
      assertTrue(mails.submit("1", new Mail("ann"))); // before the start
      f.start(jobs);
      assertTrue(mails.submit("2", new Mail("bob")));

      assertEquals(List.of("ann", "bob"), f.next(2).stream().sorted().toList());
      Fixture.await(f::rows, List::isEmpty);
      assertEquals(Optional.empty(), mails.state("1"));
      QueueStatus status = Fixture.await(mails::status, s -> s.succeeded() == 2);
      assertEquals(2, status.accepted());
      assertEquals(2, status.attempts());
      assertEquals(0, status.running());
    }
  }

  @ParameterizedTest
  @EnumSource(Db.class)
  void anIdIsTakenUntilItsJobIsDone(Db db) throws Exception {
    try (Fixture f = new Fixture(db)) {
      DurableQueue<Mail> mails = mails(f).build();
      DurableJobs jobs = f.jobs().queue(mails).build();
      assertTrue(mails.submit("1", new Mail("ann")));
      assertFalse(mails.submit("1", new Mail("bob")));
      assertEquals(Optional.of(State.WAITING), mails.state("1"));

      f.start(jobs);
      assertEquals(List.of("ann"), f.next(1));
      Fixture.await(() -> mails.state("1"), Optional::isEmpty);
      assertTrue(mails.submit("1", new Mail("cid")));
      assertEquals(List.of("cid"), f.next(1));
    }
  }

  @ParameterizedTest
  @EnumSource(Db.class)
  void aJobForLaterIsRunThen(Db db) throws Exception {
    ManualTimeSource time = new ManualTimeSource();
    try (Fixture f = new Fixture(db).goesBy(time)) {
      DurableQueue<Mail> mails = mails(f).build();
      f.start(f.jobs().queue(mails).build());
      mails.submitAfter("hour", new Mail("in an hour"), Duration.ofHours(1));
      mails.submitAt("day", new Mail("in a day"), time.instant().plus(Duration.ofDays(1)));
      mails.submit("now", new Mail("now"));

      assertEquals(List.of("now"), f.next(1));
      time.advance(Duration.ofHours(1));
      assertEquals(List.of("in an hour"), f.next(1));
      time.advance(Duration.ofHours(23));
      assertEquals(List.of("in a day"), f.next(1));
    }
  }

  @ParameterizedTest
  @EnumSource(Db.class)
  void aJobThatFailsIsTriedAgainAndTheAttemptIsKnown(Db db) throws Exception {
    try (Fixture f = new Fixture(db)) {
      DurableQueue<Mail> mails =
          DurableQueue.<Mail>builderWithAttempt(
                  "mails",
                  Mail.class,
                  (mail, attempt) -> {
                    f.trail.add(attempt.id() + " " + attempt.number());
                    if (attempt.number() < 3) {
                      throw new IllegalStateException("no. " + attempt.number());
                    }
                  })
              .retry(RetryPolicy.maxRetries(2).backoff(Duration.ofMillis(1), Duration.ofMillis(5)))
              .build();
      f.start(f.jobs().queue(mails).build());
      mails.submit("7", new Mail("ann"));

      assertEquals(
          List.of("test/jobs/mails#7 1", "test/jobs/mails#7 2", "test/jobs/mails#7 3"), f.next(3));
      Fixture.await(f::rows, List::isEmpty);
      List<HostEvent.JobRetrying> told =
          Fixture.await(() -> f.events(HostEvent.JobRetrying.class), l -> l.size() == 2);
      assertEquals("test/jobs/mails#7", told.getFirst().job());
      assertEquals("jobs", told.getFirst().service());
      assertEquals(new Mail("ann"), told.getFirst().item());
      assertEquals(1, told.getFirst().attempt());
      assertEquals("no. 1", told.getFirst().failure().getMessage());
      assertEquals(2, mails.status().retries());
      assertEquals(List.of(), f.events(HostEvent.JobFailed.class));
    }
  }

  @ParameterizedTest
  @EnumSource(Db.class)
  void aJobThatHasFailedForGoodStaysAndCanBePutBack(Db db) throws Exception {
    try (Fixture f = new Fixture(db)) {
      CountDownLatch mended = new CountDownLatch(1);
      DurableQueue<Mail> mails =
          DurableQueue.<Mail>builderWithAttempt(
                  "mails",
                  Mail.class,
                  (mail, attempt) -> {
                    f.trail.add("attempt " + attempt.number());
                    if (mended.getCount() > 0) {
                      throw new IllegalStateException("broken");
                    }
                  })
              .retry(RetryPolicy.maxRetries(1).backoff(Duration.ofMillis(1), Duration.ofMillis(1)))
              .onFailed((mail, failure, attempt) ->
                  f.trail.add("given up " + mail.to() + " after " + attempt.number()))
              .build();
      f.start(f.jobs().queue(mails).build());
      Instant before = Instant.now().minusSeconds(1);
      mails.submit("7", new Mail("ann"));

      assertEquals(List.of("attempt 1", "attempt 2", "given up ann after 2"), f.next(3));
      Fixture.await(() -> mails.state("7"), s -> s.equals(Optional.of(State.FAILED)));
      JobGroup.FailedJob failed = mails.failedJobs(10).getFirst();
      assertEquals("7", failed.id());
      assertEquals(2, failed.attempts());
      assertTrue(failed.failedAt().isAfter(before));
      assertEquals("broken", failed.failure().orElseThrow().getMessage());
      List<JobGroup.FailedJob> shown = Fixture.await(mails::failedJobs, l -> l.size() == 1);
      assertEquals(failed, shown.getFirst());
      List<HostEvent.JobFailed> told =
          Fixture.await(() -> f.events(HostEvent.JobFailed.class), l -> l.size() == 1);
      assertEquals(2, told.getFirst().attempts());
      assertEquals("broken", told.getFirst().failure().getMessage());
      assertFalse(mails.submit("7", new Mail("bob")), "its id is taken");
      assertEquals(1, mails.status().failed());

      mended.countDown();
      assertFalse(mails.putBack("8"));
      assertTrue(mails.putBack("7"));
      assertEquals(List.of("attempt 1"), f.next(1));
      Fixture.await(f::rows, List::isEmpty);
      assertFalse(mails.putBack("7"));
      assertEquals(List.of(), mails.failedJobs(10));
      Fixture.await(mails::failedJobs, List::isEmpty);
    }
  }

  @ParameterizedTest
  @EnumSource(Db.class)
  void aJobThatTakesTooLongIsInterruptedAndHasFailed(Db db) throws Exception {
    try (Fixture f = new Fixture(db)) {
      DurableQueue<Mail> mails =
          DurableQueue.builder("mails", Mail.class, (Mail mail) -> new CountDownLatch(1).await())
              .timeout(Duration.ofMillis(50))
              .build();
      f.start(f.jobs().queue(mails).build());
      mails.submit("7", new Mail("ann"));

      List<HostEvent.JobFailed> told =
          Fixture.await(() -> f.events(HostEvent.JobFailed.class), l -> l.size() == 1);
      assertEquals(TimeoutException.class, told.getFirst().failure().getClass());
      assertEquals(InterruptedException.class, told.getFirst().failure().getCause().getClass());
      assertEquals(Optional.of(State.FAILED), mails.state("7"));
    }
  }

  @ParameterizedTest
  @EnumSource(Db.class)
  void aWaitingOrFailedJobCanBeCancelledAndARunningOneNot(Db db) throws Exception {
    try (Fixture f = new Fixture(db)) {
      CountDownLatch goOn = new CountDownLatch(1);
      DurableQueue<Mail> mails =
          DurableQueue.builder(
                  "mails",
                  Mail.class,
                  (Mail mail) -> {
                    f.trail.add(mail.to());
                    goOn.await();
                    throw new IllegalStateException("broken");
                  })
              .build();
      f.start(f.jobs().queue(mails).build());
      mails.submitAfter("later", new Mail("later"), Duration.ofDays(1));
      assertTrue(mails.cancel("later"));
      assertFalse(mails.cancel("later"));

      mails.submit("7", new Mail("ann"));
      f.next(1);
      assertEquals(Optional.of(State.RUNNING), mails.state("7"));
      assertEquals(1, mails.status().running());
      assertFalse(mails.cancel("7"));
      goOn.countDown();
      Fixture.await(() -> mails.state("7"), s -> s.equals(Optional.of(State.FAILED)));
      assertTrue(mails.cancel("7"));
      assertEquals(List.of(), f.rows());
    }
  }

  @ParameterizedTest
  @EnumSource(Db.class)
  void aQueueHasItsWorkersAndWaitsForNoOtherQueue(Db db) throws Exception {
    try (Fixture f = new Fixture(db)) {
      CountDownLatch goOn = new CountDownLatch(1);
      DurableQueue<Mail> slow =
          DurableQueue.builder(
                  "slow",
                  Mail.class,
                  (Mail mail) -> {
                    f.trail.add("slow");
                    goOn.await();
                  })
              .workers(2)
              .build();
      DurableQueue<Mail> mails = mails(f).build();
      DurableJobs jobs = f.jobs().queue(slow).queue(mails).build();
      for (int i = 0; i < 20; i++) {
        slow.submit("slow-" + i, new Mail("x"));
      }
      f.start(jobs);
      assertEquals(List.of("slow", "slow"), f.next(2));
      for (int i = 0; i < 5; i++) {
        mails.submit("mail-" + i, new Mail("mail"));
      }
      assertEquals(List.of("mail", "mail", "mail", "mail", "mail"), f.next(5));
      assertEquals(2, slow.status().running());
      goOn.countDown();
      f.next(18);
      Fixture.await(f::rows, List::isEmpty);
    }
  }

  @ParameterizedTest
  @EnumSource(Db.class)
  void aJobThatCannotBeReadHasFailedAndSaysSo(Db db) throws Exception {
    try (Fixture f = new Fixture(db)) {
      DurableQueue<String> old = DurableQueue.builder("mails", String.class, s -> {}).build();
      f.jobs().queue(old).build();
      old.submit("7", "of an older program");
      DurableQueue<Mail> mails = mails(f).build();
      f.start(f.jobs().queue(mails).build());

      List<HostEvent.JobFailed> told =
          Fixture.await(() -> f.events(HostEvent.JobFailed.class), l -> l.size() == 1);
      String message = told.getFirst().failure().getMessage();
      assertTrue(
          message.startsWith(
              "the item of job '7' of queue 'mails' cannot be read as " + Mail.class.getName()),
          message);
      assertEquals("7", told.getFirst().item());
      assertEquals(Optional.of(State.FAILED), mails.state("7"));
    }
  }

  private static DurableQueueBuilder<Mail> mails(Fixture f) {
    return DurableQueue.builder("mails", Mail.class, mail -> f.trail.add(mail.to()));
  }
}
