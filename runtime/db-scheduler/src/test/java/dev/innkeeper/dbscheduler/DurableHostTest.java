package dev.innkeeper.dbscheduler;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.innkeeper.dbscheduler.Fixture.Mail;
import dev.innkeeper.runtime.Host;
import dev.innkeeper.runtime.jobs.JobGroup;
import dev.innkeeper.timer.Schedule;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import javax.sql.DataSource;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.slf4j.MDC;

/** What a host sees of durable jobs, and they of it. */
class DurableHostTest {

  @ParameterizedTest
  @EnumSource(Db.class)
  void jobsRunOnThreadsOfTheServiceBehindItsInterceptors(Db db) throws Exception {
    try (Fixture f = new Fixture(db)) {
      DurableQueue<Mail> mails =
          DurableQueue.<Mail>builderWithAttempt(
                  "mails",
                  Mail.class,
                  (mail, attempt) -> {
                    f.trail.add(Thread.currentThread().getName());
                    f.trail.add(MDC.get("job"));
                    f.trail.add(attempt.context().name());
                    assertTrue(Thread.currentThread().isVirtual());
                    assertFalse(attempt.context().isStopRequested());
                  })
              .build();
      f.add(
              Host.builder("test")
                  .add("jobs", f.jobs().queue(mails).build())
                  .mdcKey("service")
                  .intercept(call -> {
                    call.attempt().ifPresent(attempt -> f.trail.add("intercepted " + attempt.id()));
                    call.proceed();
                  }))
          .start();
      mails.submit("1", new Mail("ann"));
      assertEquals(
          List.of(
              "intercepted test/jobs/mails#1",
              "test/jobs/mails-worker-1",
              "test/jobs/mails#1",
              "jobs"),
          f.next(4));
    }
  }

  @ParameterizedTest
  @EnumSource(Db.class)
  void itIsFoundByThoseThatShowQueuesAndJobs(Db db) throws Exception {
    try (Fixture f = new Fixture(db)) {
      CountDownLatch goOn = new CountDownLatch(1);
      DurableQueue<Mail> mails =
          DurableQueue.builder("mails", Mail.class, (Mail mail) -> goOn.await()).build();
      DurableJobs jobs =
          f.jobs()
              .queue(mails)
              .recurring("report", Schedule.every(Duration.ofDays(1)), run -> {})
              .build();
      for (int i = 0; i < 4; i++) {
        mails.submit("now-" + i, new Mail("x"));
      }
      mails.submitAfter("later", new Mail("x"), Duration.ofHours(1));
      Host host = f.start(jobs);

      JobGroup group = host.instancesOf(JobGroup.class).get("jobs");
      assertEquals(Set.of("mails"), group.queues().keySet());
      assertEquals(1, group.queues().get("mails").workers());
      Fixture.await(
          () -> mails.status(), s -> s.running() == 1 && s.waiting() == 3 && s.delayed() == 1);
      assertTrue(mails.status().oldestWaiting().orElseThrow().compareTo(Duration.ZERO) > 0);
      assertTrue(group.recurringJobs().get("report").nextDue().isPresent());
      assertEquals(Optional.empty(), group.recurringJobs().get("report").lastStart());
      goOn.countDown();
    }
  }

  @ParameterizedTest
  @EnumSource(Db.class)
  void theDatabaseMayBeOpenedByAServiceOfTheHost(Db db) throws Exception {
    try (Fixture f = new Fixture(db)) {
      AtomicReference<DataSource> opened = new AtomicReference<>();
      DurableQueue<Mail> mails =
          DurableQueue.builder("mails", Mail.class, (Mail mail) -> f.trail.add(mail.to())).build();
      DurableJobs jobs = DurableJobs.in(opened::get).queue(mails).build();
      f.add(
              Host.builder("test")
                  .add("database", context -> opened.set(f.database))
                  .add("jobs", jobs, s -> s.dependsOn("database")))
          .start();

      mails.submit("7", new Mail("ann"));

      assertEquals(List.of("ann"), f.next(1));
    }
  }
}
