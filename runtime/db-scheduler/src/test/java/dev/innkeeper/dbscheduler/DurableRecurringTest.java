package dev.innkeeper.dbscheduler;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.innkeeper.runtime.Host;
import dev.innkeeper.runtime.jobs.RecurringJob;
import dev.innkeeper.runtime.report.HostEvent;
import dev.innkeeper.runtime.report.RunOutcome;
import dev.innkeeper.timer.MissedTicks;
import dev.innkeeper.timer.Schedule;
import dev.innkeeper.timer.Signal;
import dev.innkeeper.timer.ZonedSchedule;
import dev.innkeeper.timer.testing.ManualTimeSource;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Ticks that are kept in the database. The time is turned by hand; it is noon at first. */
class DurableRecurringTest {

  private static final Instant NOON = Instant.parse("2026-03-28T12:00:00Z");

  private final ManualTimeSource time = new ManualTimeSource(NOON);

  @ParameterizedTest
  @EnumSource(Db.class)
  void eachTickIsRunByOneOfTheInstances(Db db) throws Exception {
    try (Fixture f = new Fixture(db).goesBy(time)) {
      f.start(hourly(f, "one", MissedTicks.BURST));
      f.start(hourly(f, "other", MissedTicks.BURST));
      time.advance(Duration.ofHours(1));
      assertEquals("13:00", tickOf(f));
      time.advance(Duration.ofHours(1));
      assertEquals("14:00", tickOf(f));
      assertTrue(f.trail.isEmpty());
    }
  }

  @ParameterizedTest
  @EnumSource(Db.class)
  void ticksThatNobodyWasThereForAreRunAfterwards(Db db) throws Exception {
    try (Fixture f = new Fixture(db).goesBy(time)) {
      f.start(hourly(f, "one", MissedTicks.BURST)).stop();
      time.advance(Duration.ofHours(3));
      f.start(hourly(f, "other", MissedTicks.BURST));
      assertEquals(List.of("13:00", "14:00", "15:00"), List.of(tickOf(f), tickOf(f), tickOf(f)));
      time.advance(Duration.ofHours(1));
      assertEquals("16:00", tickOf(f));
    }
  }

  @ParameterizedTest
  @EnumSource(Db.class)
  void orTheFirstOfThemIsRunAndTheOthersAreSkipped(Db db) throws Exception {
    try (Fixture f = new Fixture(db).goesBy(time)) {
      f.start(hourly(f, "one", MissedTicks.SKIP)).stop();
      time.advance(Duration.ofHours(3));
      DurableJobs other = hourly(f, "other", MissedTicks.SKIP);
      f.start(other);
      assertEquals("13:00", tickOf(f));
      RecurringJob.Status status =
          Fixture.await(() -> other.recurringJobs().get("report"), s -> s.skipped() > 0);
      assertEquals(2, status.skipped());
      assertEquals(Optional.of(at("16:00")), status.nextDue());
      time.advance(Duration.ofHours(1));
      assertEquals("16:00", tickOf(f));
    }
  }

  @ParameterizedTest
  @EnumSource(Db.class)
  void aRunThatFailsIsToldAndTheNextComesAtItsTime(Db db) throws Exception {
    try (Fixture f = new Fixture(db).goesBy(time)) {
      DurableJobs jobs =
          f.jobs()
              .recurring(
                  "report",
                  Schedule.hourly(ZoneOffset.UTC),
                  run -> {
                    f.trail.add("run " + run.number());
                    if (run.number() == 1) {
                      throw new IllegalStateException("broken");
                    }
                  })
              .build();
      f.start(jobs);
      time.advance(Duration.ofHours(1));
      f.next(1);
      List<HostEvent.JobFailed> told =
          Fixture.await(() -> f.events(HostEvent.JobFailed.class), l -> l.size() == 1);
      assertEquals("test/jobs/report#1", told.getFirst().job());
      assertEquals("report", told.getFirst().item());
      assertEquals("broken", told.getFirst().failure().getMessage());
      assertEquals(
          List.of("report/recurring waits, 1 failures"),
          Fixture.await(f::rows, rows -> rows.getFirst().contains("waits")));
      time.advance(Duration.ofHours(1));
      assertEquals(List.of("run 2"), f.next(1));
      RecurringJob.Status status =
          Fixture.await(
              () -> jobs.recurringJobs().get("report"),
              s -> s.lastOutcome().equals(Optional.of(RunOutcome.SUCCEEDED)));
      assertEquals(2, status.runs());
      assertEquals(1, status.failures());
      assertEquals(0, status.failuresInARow());
      assertEquals(Optional.of(at("14:00")), status.lastScheduled());
    }
  }

  @ParameterizedTest
  @EnumSource(Db.class)
  void aRunThatIsInterruptedByTheStopIsDoneAgainForTheSameTick(Db db) throws Exception {
    try (Fixture f = new Fixture(db).goesBy(time)) {
      CountDownLatch begun = new CountDownLatch(1);
      DurableJobs jobs =
          f.jobs()
              .recurring(
                  "report",
                  Schedule.hourly(ZoneOffset.UTC),
                  run -> {
                    begun.countDown();
                    new Signal(time).await();
                  })
              .build();
      Host host = f.start(jobs);
      time.advance(Duration.ofHours(1));
      begun.await();
      assertTrue(time.drive(host::stop).clean());
      assertEquals(
          Optional.of(RunOutcome.INTERRUPTED), jobs.recurringJobs().get("report").lastOutcome());

      f.start(hourly(f, "other", MissedTicks.BURST));
      assertEquals("13:00", tickOf(f));
    }
  }

  /** On 29 March the clocks of Berlin go from 2:00 to 3:00. */
  @ParameterizedTest
  @EnumSource(Db.class)
  void theChoiceForDaylightSavingHolds(Db db) throws Exception {
    ZoneId berlin = ZoneId.of("Europe/Berlin");
    try (Fixture f = new Fixture(db).goesBy(time)) {
      DurableJobs jobs =
          f.jobs()
              .recurring(
                  "after",
                  Schedule.daily(LocalTime.of(2, 30), berlin),
                  run -> f.trail.add("after " + run.scheduled()))
              .recurring(
                  "skipped",
                  Schedule.daily(LocalTime.of(2, 30), berlin).onGap(ZonedSchedule.Gap.SKIP),
                  run -> f.trail.add("skipped " + run.scheduled()))
              .build();
      f.start(jobs);
      time.advance(Duration.ofDays(1));
      assertEquals(List.of("after 2026-03-29T01:00:00Z"), f.next(1));
      time.advance(Duration.ofDays(1));
      assertEquals(
          List.of("after 2026-03-30T00:30:00Z", "skipped 2026-03-30T00:30:00Z"),
          f.next(2).stream().sorted().toList());
    }
  }

  @ParameterizedTest
  @EnumSource(Db.class)
  void anotherScheduleUnderTheOldNameCountsFromTheNextStart(Db db) throws Exception {
    try (Fixture f = new Fixture(db).goesBy(time)) {
      f.start(hourly(f, "one", MissedTicks.BURST)).stop();
      DurableJobs other =
          f.jobs()
              .recurring(
                  "report",
                  Schedule.hourlyAt(45, ZoneOffset.UTC),
                  run -> f.trail.add(run.scheduled().toString()))
              .build();
      f.start(other);
      assertEquals(
          Optional.of(at("12:45")),
          Fixture.await(() -> other.recurringJobs().get("report").nextDue(), Optional::isPresent));
      time.advance(Duration.ofHours(1));
      assertEquals(List.of(at("12:45").toString()), f.next(1));
      assertTrue(f.trail.isEmpty());
    }
  }

  @ParameterizedTest
  @EnumSource(Db.class)
  void aScheduleThatEndsOrBreaksIsNotRunAnyMore(Db db) throws Exception {
    try (Fixture f = new Fixture(db).goesBy(time)) {
      Schedule once = after -> after.isBefore(at("13:00")) ? at("13:00") : null;
      Schedule broken =
          after -> {
            if (after.isBefore(at("13:00"))) {
              return at("13:00");
            }
            throw new IllegalStateException("no idea");
          };
      DurableJobs jobs =
          f.jobs()
              .recurring("once", once, run -> f.trail.add("once"))
              .recurring("broken", broken, run -> f.trail.add("broken"))
              .build();
      f.start(jobs);
      time.advance(Duration.ofHours(2));
      assertEquals(List.of("broken", "once"), f.next(2).stream().sorted().toList());
      List<HostEvent.JobFailed> told =
          Fixture.await(() -> f.events(HostEvent.JobFailed.class), l -> l.size() == 1);
      assertEquals("no idea", told.getFirst().failure().getMessage());
      assertEquals(
          List.of("broken/recurring waits, 1 failures"),
          Fixture.await(f::rows, rows -> rows.size() == 1 && rows.getFirst().contains("waits")));
    }
  }

  private static DurableJobs hourly(Fixture f, String who, MissedTicks missed) {
    return f.jobs()
        .recurring(
            "report",
            Schedule.hourly(ZoneOffset.UTC),
            missed,
            run -> f.trail.add(who + " " + run.scheduled()))
        .build();
  }

  /** Whoever runs it. */
  private static String tickOf(Fixture f) throws InterruptedException {
    return f.next(1).getFirst().replaceAll(".*T|:00Z", "");
  }

  private static Instant at(String time) {
    return Instant.parse("2026-03-28T" + time + ":00Z");
  }
}
