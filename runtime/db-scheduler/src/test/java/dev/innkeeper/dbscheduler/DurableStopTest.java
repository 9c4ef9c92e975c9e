package dev.innkeeper.dbscheduler;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.innkeeper.dbscheduler.Fixture.Mail;
import dev.innkeeper.runtime.Host;
import dev.innkeeper.runtime.report.ServiceState;
import dev.innkeeper.runtime.report.StopReport;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The stop ladder; a dead instance would be found after an hour. */
class DurableStopTest {

  private final CountDownLatch begun = new CountDownLatch(1);
  private final CountDownLatch goOn = new CountDownLatch(1);

  @ParameterizedTest
  @EnumSource(Db.class)
  void aStopWaitsForTheJobInProgressAndBeginsNoOther(Db db) throws Exception {
    try (Fixture f = new Fixture(db)) {
      DurableQueue<Mail> mails = waiting(f);
      Host host = f.start(f.jobs().queue(mails).build());
      mails.submit("1", new Mail("ann"));
      begun.await();
      mails.submit("2", new Mail("bob"));

      host.lifetime().requestStop();
      assertFalse(host.awaitTermination(Duration.ofMillis(100)));
      assertTrue(mails.submit("3", new Mail("cid")), "others may run it");
      goOn.countDown();

      assertTrue(host.stop().clean());
      assertEquals(List.of("ann begins", "ann done"), f.next(2));
      assertEquals(List.of("mails/2 waits, 0 failures", "mails/3 waits, 0 failures"), f.rows());
    }
  }

  @ParameterizedTest
  @EnumSource(Db.class)
  void aJobThatIsInterruptedIsRunByAnotherInstanceAtOnceAndHasNotFailed(Db db) throws Exception {
    try (Fixture f = new Fixture(db)) {
      DurableQueue<Mail> mails = waiting(f);
      Host host = f.start(f.jobs().queue(mails).build());
      mails.submit("1", new Mail("ann"));
      begun.await();
      DurableQueue<Mail> others =
          DurableQueue.<Mail>builderWithAttempt(
                  "mails",
                  Mail.class,
                  (mail, attempt) -> f.trail.add(mail.to() + " again, " + attempt.number()))
              .build();
      f.start(f.jobs().queue(others).build());

      StopReport report = host.stop();

      assertTrue(report.clean(), report::summary);
      assertEquals(List.of("ann begins", "ann interrupted", "ann again, 1"), f.next(3));
      assertEquals(1, mails.status().handedBack());
      Fixture.await(f::rows, List::isEmpty);
    }
  }

  @ParameterizedTest
  @EnumSource(Db.class)
  void theNextStartRunsWhatWasInterrupted(Db db) throws Exception {
    try (Fixture f = new Fixture(db)) {
      DurableQueue<Mail> mails = waiting(f);
      DurableJobs jobs = f.jobs().queue(mails).build();
      Host host = f.start(jobs);
      mails.submit("1", new Mail("ann"));
      begun.await();
      host.stop();
      assertEquals(List.of("mails/1 waits, 0 failures"), f.rows());
      goOn.countDown();

      f.start(jobs); // the same objects in another host
      assertEquals(List.of("ann begins", "ann interrupted", "ann begins", "ann done"), f.next(4));
    }
  }

  @ParameterizedTest
  @EnumSource(Db.class)
  void aJobThatReturnsAfterItsInterruptIsDone(Db db) throws Exception {
    try (Fixture f = new Fixture(db)) {
      DurableQueue<Mail> mails =
          DurableQueue.builder(
                  "mails",
                  Mail.class,
                  (Mail mail) -> {
                    begun.countDown();
                    try {
                      goOn.await();
                    } catch (InterruptedException e) {
                      f.trail.add("done in a hurry");
                    }
                  })
              .build();
      Host host = f.start(f.jobs().queue(mails).build());
      mails.submit("1", new Mail("ann"));
      begun.await();
      assertTrue(host.stop().clean());
      assertEquals(List.of("done in a hurry"), f.next(1));
      assertEquals(List.of(), f.rows());
      assertEquals(1, mails.status().succeeded());
    }
  }

  @ParameterizedTest
  @EnumSource(Db.class)
  void aJobThatIgnoresItsInterruptIsAbandonedAndNobodyElseHasIt(Db db) throws Exception {
    try (Fixture f = new Fixture(db)) {
      DurableQueue<Mail> mails =
          DurableQueue.builder(
                  "mails",
                  Mail.class,
                  (Mail mail) -> {
                    begun.countDown();
                    awaitWhateverHappens();
                  })
              .build();
      Host host = f.start(f.jobs().queue(mails).build());
      mails.submit("1", new Mail("ann"));
      begun.await();

      StopReport report = host.stop();
      assertEquals("jobs", report.in(ServiceState.ABANDONED).getFirst().name());
      assertEquals(List.of("mails/1 picked, 0 failures"), f.rows());
      goOn.countDown();
      Fixture.await(f::rows, List::isEmpty); // it was done after all
    }
  }

  @ParameterizedTest
  @EnumSource(Db.class)
  void aServiceThatIsRestartedGoesOn(Db db) throws Exception {
    try (Fixture f = new Fixture(db)) {
      DurableQueue<Mail> mails =
          DurableQueue.builder("mails", Mail.class, (Mail mail) -> f.trail.add(mail.to())).build();
      Host host = f.start(f.jobs().queue(mails).build());
      mails.submit("1", new Mail("ann"));
      assertEquals(List.of("ann"), f.next(1));
      host.control("jobs").stop();
      assertTrue(mails.submit("2", new Mail("bob")));
      host.control("jobs").start();
      assertEquals(List.of("bob"), f.next(1));
      host.control("jobs").restart();
      assertTrue(mails.submit("3", new Mail("cid")));
      assertEquals(List.of("cid"), f.next(1));
    }
  }

  private DurableQueue<Mail> waiting(Fixture f) {
    return DurableQueue.builder(
            "mails",
            Mail.class,
            (Mail mail) -> {
              f.trail.add(mail.to() + " begins");
              begun.countDown();
              try {
                goOn.await();
              } catch (InterruptedException e) {
                f.trail.add(mail.to() + " interrupted");
                throw e;
              }
              f.trail.add(mail.to() + " done");
            })
        .build();
  }

  private void awaitWhateverHappens() {
    while (goOn.getCount() > 0) {
      try {
        goOn.await();
      } catch (InterruptedException e) {
        begun.countDown(); // it has been seen
      }
    }
  }
}
