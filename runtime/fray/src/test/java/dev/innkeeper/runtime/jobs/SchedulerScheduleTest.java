package dev.innkeeper.runtime.jobs;

import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import dev.innkeeper.fray.Changed;
import dev.innkeeper.fray.Schedules;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.pastalab.fray.runtime.DeadlockException;

class SchedulerScheduleTest {

  @ParameterizedTest
  @EnumSource
  void passes(SchedulerStory story) throws Exception {
    Schedules.pass(Changed.standingStill().of(story));
  }

  @Test
  void aThreadThatGoesToSleepAndDoesNotSaySoIsNotWoken() throws Exception {
    Changed changed =
        Changed.standingStill()
            .and(
                Agenda.class,
                "sleepsUntil = Math.min(sleepsUntil, earliest(limits.first())); return new"
                    + " Sleep(sleepsUntil == FOR_EVER ? null : Long.valueOf(origin +"
                    + " sleepsUntil));",
                "long until = Math.min(sleepsUntil, earliest(limits.first())); sleepsUntil = AWAKE;"
                    + " return new Sleep(until == FOR_EVER ? null : Long.valueOf(origin +"
                    + " until));");
    Throwable found =
        Schedules.find(
            "a scheduler whose thread does not say that it sleeps",
            changed.of(SchedulerStory.A_JOB_COMES));
    assertInstanceOf(DeadlockException.class, found);
  }

  @Test
  void aRunThatLooksBeforeItLeavesItsNoteIsWaitedForInVain() throws Exception {
    Changed changed =
        Changed.standingStill()
            .and(
                ScheduledRun.class,
                """
                work.lock().leaveNote(this);
                if (entry.isEndAwaited() || work.agenda().isEndAwaited()) {
                """,
                """
                boolean awaited = entry.isEndAwaited() || work.agenda().isEndAwaited();
                work.lock().leaveNote(this);
                if (awaited) {
                """);
    Throwable found =
        Schedules.find(
            "a run that looks who waits for it before it leaves its note",
            changed.of(SchedulerStory.TWO_RUNS_ARE_REQUESTED));
    assertInstanceOf(DeadlockException.class, found);
  }

  @Test
  void aLockThatIsLeftWithoutALookForNotesForgetsARun() throws Exception {
    Changed changed =
        Changed.standingStill()
            .and(
                SchedulerLock.class,
                "try { return section.get(); } finally { takeIn(); }",
                "return section.get();");
    Throwable found =
        Schedules.find(
            "a scheduler that does not look for notes after a request",
            changed.of(SchedulerStory.TWO_RUNS_ARE_REQUESTED));
    assertInstanceOf(DeadlockException.class, found);
  }

  @Test
  void aTickThatIsUsedUpWhileItsJobIsPausedIsLost() throws Exception {
    Changed changed =
        Changed.standingStill()
            .and(Entry.class, "exhausted = !record.isPaused();", "exhausted = true;");
    Throwable found =
        Schedules.find(
            "a tick that is used up while its job is paused",
            changed.of(SchedulerStory.IT_IS_PAUSED));
    assertInstanceOf(DeadlockException.class, found);
  }

  @Test
  void aRunThatDoesNotWaitForItsTurnOverlaps() throws Exception {
    Changed changed =
        Changed.standingStill()
            .and(
                RunTurns.class,
                "if (next != null && (started == 0 || whenBusy() == WhenBusy.OVERLAP)) {",
                "if (next != null) {");
    Throwable found =
        Schedules.find(
            "a run that does not wait for its turn", changed.of(SchedulerStory.A_RUN_IS_REQUESTED));
    assertInstanceOf(AssertionError.class, found);
  }
}
