package dev.innkeeper.runtime.machine;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.innkeeper.runtime.machine.Setting.Kind;
import dev.innkeeper.runtime.service.FailurePolicy;
import org.junit.jupiter.api.Test;

/**
 * Traces at which a first version of the machine's table was wrong, each with all that the machine
 * does about each message. The numbers are those of the note on the table.
 */
class MachineTableTest {

  static final Kind IGNORED = Kind.PLAIN.with(FailurePolicy.ignore());
  static final Kind RESTARTED = Kind.PLAIN.with(Settings.RESTART_THEN_IGNORE);

  static Setting alone(Kind kind) {
    return Setting.of(9, true, new int[] {0}, kind);
  }

  /** The second depends on the first. */
  static Setting pair(Kind first, Kind second) {
    return Setting.of(9, true, new int[] {0, 1}, first, second);
  }

  /** Neither depends on the other. */
  static Setting inSequence(Kind first, Kind second) {
    return Setting.of(9, false, new int[] {0, 0}, first, second);
  }

  /** Each depends on the one before it. */
  static Setting chain(Kind first, Kind second, Kind third) {
    return Setting.of(9, true, new int[] {0, 1, 2}, first, second, third);
  }

  static void plays(Setting setting, String story) {
    assertEquals(story, PlayedHost.play(setting, story));
  }

  /** 1.1. */
  @Test
  void oneThatFailsAloneLeavesWithoutATurnInStop() {
    plays(
        alone(RESTARTED),
        """
        open START -> a lives 1, a START
        a returns -> START over
        a fails -> a asked, a STOP
        a returns -> a ends
        a due RESTART -> a lives 2, a START
        """);
  }

  /** 1.2. */
  @Test
  void whoFallsAfterItsStartGoesThroughStopping() {
    plays(
        alone(RESTARTED.observing()),
        """
        open STARTING -> a lives 1, a STARTING
        a returns -> STARTING over
        open START -> a START
        a returns -> START over
        a fails -> a STOPPING
        a returns -> a asked, a STOP
        a returns -> a STOPPED
        a returns -> a ends
        """);
  }

  /** 1.3. */
  @Test
  void aDependencyWaitsForDependentsBehindOneThatIsDown() {
    plays(
        chain(IGNORED, RESTARTED, IGNORED),
        """
        open START -> a lives 1, a START
        a returns -> b lives 1, b START
        b returns -> c lives 1, c START
        c returns -> START over
        open RUN -> host runs
        b fails -> b asked, b STOP
        b returns -> b ends
        order STOP_WITH_DEPENDENTS a -> c asked, c STOP
        c returns -> c ends, a asked, a STOP
        a returns -> a ends, STOP_WITH_DEPENDENTS Reached
        """);
  }

  /** 1.4. */
  @Test
  void oneWhoseFailureIsIgnoredGoesOn() {
    plays(
        alone(IGNORED),
        """
        open START -> a lives 1, a START
        a returns -> START over
        open RUN -> host runs
        a fails ->
        """);
  }

  private static final FailurePolicy RESTART_THEN_IGNORE = Setting.once(FailurePolicy.ignore());

  /** A first start is tried again in the turns of the host's start. */
  @Test
  void aFirstStartThatIsTriedAgainHoldsUpTheHostsStart() {
    plays(
        pair(IGNORED.atFirst(RESTART_THEN_IGNORE), IGNORED),
        """
        open START -> a lives 1, a START
        a throws -> a ends
        a due RESTART -> a lives 2, a START
        a returns -> b lives 1, b START
        b returns -> START over
        open RUN -> host runs
        """);
  }

  /** One that is dispensable has failed for good, and those that depend on it go on. */
  @Test
  void aFirstStartThatIsIgnoredLetsTheOthersStartNowAndLater() {
    plays(
        pair(IGNORED.atFirst(RESTART_THEN_IGNORE), IGNORED),
        """
        open START -> a lives 1, a START
        a throws -> a ends
        a due RESTART -> a lives 2, a START
        a throws -> a ends, b lives 1, b START
        b returns -> START over
        open RUN -> host runs
        order RESTART b -> b asked, b STOP
        b returns -> b ends, b lives 2, b START
        b returns -> RESTART Reached
        order START a -> a lives 3, a START
        a returns -> START Reached
        """);
  }

  @Test
  void aFirstStartIsNotTriedAgainInTheStop() {
    plays(
        alone(IGNORED.atFirst(RESTART_THEN_IGNORE)),
        """
        open START -> a lives 1, a START
        a throws -> a ends
        stop ->
        begin ->
        open STOP -> STOP over
        """);
  }

  /** 1.5. */
  @Test
  void aStartWaitsForADependencyThatFailedDuringItsCreation() {
    plays(
        pair(RESTARTED, IGNORED.bySupplier()),
        """
        open STARTING -> a lives 1, b lives 1, b CREATE
        a returns ->
        b returns -> STARTING over
        open START -> a START
        a returns -> b START
        b returns -> START over
        open STARTED -> STARTED over
        open RUN -> host runs
        order RESTART b -> b asked, b STOP
        b returns -> b ends, b lives 2, b CREATE
        a fails -> a asked, a STOP
        b returns ->
        a returns -> a ends
        a due RESTART -> a lives 2, a START
        a returns -> b START
        b returns -> RESTART Reached
        """);
  }

  /** 1.6. */
  @Test
  void oneWhoseDependencyDoesNotComeIsNotBegun() {
    plays(
        pair(IGNORED, IGNORED),
        """
        open START -> a lives 1, a START
        a returns -> b lives 1, b START
        b returns -> START over
        open RUN -> host runs
        order RESTART_WITH_DEPENDENTS a -> b asked, b STOP
        b returns -> b ends, a asked, a STOP
        a returns -> a ends, a lives 2, a START
        a throws -> a ends, RESTART_WITH_DEPENDENTS Failed
        """);
  }

  /** 1.7. */
  @Test
  void aRestartWithoutItsDependencyIsAFailedStart() {
    plays(
        pair(IGNORED, RESTARTED),
        """
        open START -> a lives 1, a START
        a returns -> b lives 1, b START
        b returns -> START over
        open RUN -> host runs
        b fails -> b asked, b STOP
        b returns -> b ends
        order RESTART_WITH_DEPENDENTS a -> a asked, a STOP
        a due END -> a abandoned, RESTART_WITH_DEPENDENTS Failed
        """);
  }

  /** 1.8. */
  @Test
  void oneThatIsDeafInStoppingIsAskedWhenItsTurnInStopComes() {
    plays(
        alone(IGNORED.observing()),
        """
        open STARTING -> a lives 1, a STARTING
        a returns -> STARTING over
        open START -> a START
        a returns -> START over
        open STARTED -> a STARTED
        a returns -> STARTED over
        open RUN -> host runs
        stop ->
        begin ->
        open STOPPING -> a STOPPING
        a due STEP -> STOPPING over
        open STOP -> a asked
        a due END -> a abandoned, STOP over
        """);
  }

  /** 1.9. */
  @Test
  void oneInStartedHasTheStepsTimeFromItsTurnOn() {
    plays(
        alone(IGNORED.observing()),
        """
        open STARTING -> a lives 1, a STARTING
        a returns -> STARTING over
        open START -> a START
        a returns -> START over
        open STARTED -> a STARTED
        stop ->
        begin -> a interrupted
        open STOPPING ->
        a due STEP -> STOPPING over
        open STOP -> a asked
        a returns -> a STOP
        a returns -> STOP over
        """);
  }

  /** 1.10. */
  @Test
  void oneThatHangsInItsStopIsAbandoned() {
    plays(
        alone(RESTARTED),
        """
        open START -> a lives 1, a START
        a returns -> START over
        a fails -> a asked, a STOP
        a due END -> a abandoned
        """);
  }
}
