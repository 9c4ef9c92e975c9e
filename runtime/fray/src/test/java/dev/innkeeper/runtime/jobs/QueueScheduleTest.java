package dev.innkeeper.runtime.jobs;

import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import dev.innkeeper.fray.Changed;
import dev.innkeeper.fray.Schedules;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.pastalab.fray.runtime.DeadlockException;

class QueueScheduleTest {

  @ParameterizedTest
  @EnumSource
  void passes(QueueStory story) throws Exception {
    Schedules.pass(restless().of(story));
  }

  /** The worker looks for a job twice, and not a hundred times, before it rests. */
  private static Changed restless() {
    return Changed.in(Backlog.class, "LOOKS = 100", "LOOKS = 1");
  }

  @Test
  void aWorkerThatDoesNotLookOnceItIsAtRestSleepsOn() throws Exception {
    Changed changed =
        restless().and(Backlog.class, "idle.add(slot);", "idle.add(slot); park(null);");
    Throwable found =
        Schedules.find(
            "a worker that does not look once it is at rest",
            changed.of(QueueStory.THE_WORKER_RESTS));
    assertInstanceOf(DeadlockException.class, found);
  }

  @Test
  void aSubmitterThatLooksForRoomBeforeItStandsInLineSleepsOn() throws Exception {
    Changed changed =
        restless()
            .and(Turnstile.class, "letIn(); boolean in = awaitRoom", "boolean in = awaitRoom");
    Throwable found =
        Schedules.find(
            "a submitter that does not look for room once it stands in line",
            changed.of(QueueStory.THERE_IS_A_LINE));
    assertInstanceOf(DeadlockException.class, found);
  }

  @Test
  void aJobThatMakesRoomAfterItHasLookedLeavesASubmitterInLine() throws Exception {
    Changed changed =
        restless()
            .and(
                Turnstile.class,
                "inside.decrementAndGet(); if (waiting > 0) { letIn(); }",
                "boolean any = waiting > 0; inside.decrementAndGet(); if (any) { letIn(); }");
    Throwable found =
        Schedules.find(
            "a job that looks for submitters before it makes room",
            changed.of(QueueStory.THERE_IS_A_LINE));
    assertInstanceOf(DeadlockException.class, found);
  }

  @Test
  void aJobThatIsPutInWithoutAnotherLookAtTheCloseHasNoEnd() throws Exception {
    Changed changed =
        restless()
            .and(
                Intake.class,
                "if (waiting.add(job)) { idle.wakeOne(); } in ="
                    + " !closing.isAtLeast(QueueStage.COMPLETING);",
                "in = !closing.isAtLeast(QueueStage.COMPLETING); if (waiting.add(job)) {"
                    + " idle.wakeOne(); }");
    Throwable found =
        Schedules.find(
            "a job that is put in after the look at the close",
            changed.of(QueueStory.IT_IS_HURRIED));
    assertInstanceOf(AssertionError.class, found);
  }

  @Test
  void aTurnThatIsTakenInTwoStepsIsTakenTwice() throws Exception {
    Changed changed =
        restless()
            .and(
                Job.class,
                "return TURN.compareAndSet(this, call, call == null ? Ended.WAITING :"
                    + " Ended.RUNNING);",
                "if (turn != call) { return false; }"
                    + " turn = call == null ? Ended.WAITING : Ended.RUNNING; return true;");
    Throwable found =
        Schedules.find(
            "a turn that is taken in two steps", changed.of(QueueStory.A_JOB_IS_CANCELLED));
    assertInstanceOf(AssertionError.class, found);
  }
}
