package dev.innkeeper.dbscheduler;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.innkeeper.dbscheduler.Fixture.Mail;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What a dead instance had is run by another one; a job that lives long is not dead. */
class HandOverTest {

  private static final Duration HEARTBEAT = Duration.ofMillis(100);

  @ParameterizedTest
  @EnumSource(Db.class)
  void whatADeadInstanceHadIsRunAgainAsAnotherAttempt(Db db) throws Exception {
    try (Fixture f = new Fixture(db)) {
      DurableQueue<Mail> mails =
          DurableQueue.<Mail>builderWithAttempt(
                  "mails",
                  Mail.class,
                  (mail, attempt) -> f.trail.add(mail.to() + " " + attempt.number()))
              .build(); // not even one retry: a death is no failure
      DurableJobs jobs = f.jobs().heartbeat(HEARTBEAT).queue(mails).build();
      mails.submit("1", new Mail("ann"));
      Db.execute(
          f.database,
          "update scheduled_tasks set picked = true, picked_by = 'dead', last_heartbeat ="
              + " current_timestamp - interval '1' minute, version = version + 1");
      f.start(jobs);
      assertEquals(List.of("ann 2"), f.next(1));
      Fixture.await(f::rows, List::isEmpty);
    }
  }

  @ParameterizedTest
  @EnumSource(Db.class)
  void aJobThatTakesLongerThanTheHeartbeatsIsLeftAlone(Db db) throws Exception {
    try (Fixture f = new Fixture(db)) {
      CountDownLatch goOn = new CountDownLatch(1);
      DurableQueue<Mail> slow = slow(f, "one", goOn);
      DurableQueue<Mail> others = slow(f, "other", goOn);
      f.start(f.jobs().heartbeat(HEARTBEAT).queue(slow).build());
      slow.submit("1", new Mail("ann"));
      f.next(1);
      DurableQueue<Mail> ticks =
          DurableQueue.<Mail>builderWithAttempt(
                  "ticks", Mail.class, (mail, attempt) -> f.trail.add("tick"))
              .build();
      f.start(f.jobs().heartbeat(HEARTBEAT).queue(others).queue(ticks).build());
      for (int i = 0; i < 10; i++) { // more than four heartbeats, by the other's time
        ticks.submitAfter("" + i, new Mail("x"), HEARTBEAT.multipliedBy(i));
      }
      assertTrue(f.next(10).stream().allMatch("tick"::equals));
      goOn.countDown();
      Fixture.await(f::rows, List::isEmpty);
      assertTrue(f.trail.isEmpty(), f.trail::toString);
    }
  }

  /** It stood still for so long that it was taken for dead: done twice, and said so. */
  @ParameterizedTest
  @EnumSource(Db.class)
  void aJobThatSomebodyElseHasTakenMeanwhileIsNotTakenFromHim(Db db) throws Exception {
    try (Fixture f = new Fixture(db)) {
      CountDownLatch goOn = new CountDownLatch(1);
      DurableQueue<Mail> slow = slow(f, "one", goOn);
      f.start(f.jobs().queue(slow).build());
      slow.submit("1", new Mail("ann"));
      f.next(1);
      Db.execute(
          f.database, "update scheduled_tasks set picked_by = 'another', version = version + 2");
      goOn.countDown();
      Fixture.await(slow::status, s -> s.succeeded() == 1);
      assertEquals(List.of("slow/1 picked, 0 failures"), f.rows());
    }
  }

  private static DurableQueue<Mail> slow(Fixture f, String who, CountDownLatch goOn) {
    return DurableQueue.builder(
            "slow",
            Mail.class,
            (Mail mail) -> {
              f.trail.add(who);
              goOn.await();
            })
        .build();
  }
}
