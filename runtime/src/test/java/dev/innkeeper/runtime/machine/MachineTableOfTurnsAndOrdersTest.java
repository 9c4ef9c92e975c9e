package dev.innkeeper.runtime.machine;

import static dev.innkeeper.runtime.machine.MachineTableTest.IGNORED;
import static dev.innkeeper.runtime.machine.MachineTableTest.RESTARTED;
import static dev.innkeeper.runtime.machine.MachineTableTest.alone;
import static dev.innkeeper.runtime.machine.MachineTableTest.chain;
import static dev.innkeeper.runtime.machine.MachineTableTest.inSequence;
import static dev.innkeeper.runtime.machine.MachineTableTest.pair;
import static dev.innkeeper.runtime.machine.MachineTableTest.plays;

import org.junit.jupiter.api.Test;

/** The same as {@link MachineTableTest}, for whose turn it is and for operators' orders. */
class MachineTableOfTurnsAndOrdersTest {

  /** 2.1. */
  @Test
  void aSecondLifeDoesNotPassTheStartAgain() {
    plays(
        inSequence(RESTARTED, IGNORED),
        """
        open START -> a lives 1, a START
        a returns -> b lives 1, b START
        a fails -> a asked, a STOP
        a returns -> a ends
        a due RESTART -> a lives 2, a START
        a returns ->
        b returns -> START over
        """);
  }

  /** 2.2. */
  @Test
  void oneThatIsDownDoesNotHoldUpTheStart() {
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
        open STARTED -> STARTED over
        a due RESTART -> a lives 2, a STARTING
        a returns -> a START
        a throws -> a ends
        open RUN -> host runs
        """);
  }

  /** 2.3. */
  @Test
  void oneThatIsAbandonedPassesAPhaseInItsTurn() {
    plays(
        chain(IGNORED, RESTARTED, IGNORED),
        """
        open START -> a lives 1, a START
        a returns -> b lives 1, b START
        b returns -> c lives 1, c START
        b fails -> b asked, b STOP
        stop ->
        begin -> c asked, c interrupted
        open STOP ->
        b due END -> b abandoned
        c throws -> c ends, a asked, a STOP
        a returns -> a ends, STOP over
        """);
  }

  /** 3.1. */
  @Test
  void anAcceptedStopIsCarriedOutAndALaterStartIsTheNextLife() {
    plays(
        chain(IGNORED, IGNORED, IGNORED),
        """
        open START -> a lives 1, a START
        a returns -> b lives 1, b START
        b returns -> c lives 1, c START
        c returns -> START over
        open RUN -> host runs
        order RESTART_WITH_DEPENDENTS a -> c asked, c STOP
        order START b ->
        c returns -> c ends, b asked, b STOP
        b returns -> b ends, a asked, a STOP
        a returns -> a ends, a lives 2, a START
        a returns -> b lives 2, b START
        b returns -> c lives 2, c START, START Reached
        c returns -> RESTART_WITH_DEPENDENTS Reached
        """);
  }

  /** 3.2. */
  @Test
  void oneThatComesUpIsTakenAlong() {
    plays(
        pair(IGNORED, IGNORED),
        """
        open START -> a lives 1, a START
        a returns -> b lives 1, b START
        b returns -> START over
        open RUN -> host runs
        order RESTART b -> b asked, b STOP
        b returns -> b ends, b lives 2, b START
        order RESTART_WITH_DEPENDENTS a -> b asked, b interrupted
        b throws -> b ends, a asked, a STOP
        a returns -> a ends, a lives 2, a START
        a returns -> b lives 3, b START
        b returns -> RESTART Reached, RESTART_WITH_DEPENDENTS Reached
        """);
  }

  /** 3.3. */
  @Test
  void aRestartIsRefusedIfOneOfThoseTakenAlongCouldNotComeAgain() {
    plays(
        Setting.of(9, true, new int[] {0, 0, 3}, IGNORED, RESTARTED, IGNORED),
        """
        open START -> a lives 1, a START, b lives 1, b START
        a returns ->
        b returns -> c lives 1, c START
        c returns -> START over
        open RUN -> host runs
        b fails -> b asked, b STOP
        b returns -> b ends
        b due RESTART -> b lives 2, b START
        b throws -> b ends
        order RESTART_WITH_DEPENDENTS a -> RESTART_WITH_DEPENDENTS Refused
        """);
  }

  /** Found by the exploration. */
  @Test
  void nothingBeginsAfterAFailedStartHasDecidedThatTheHostStops() {
    plays(
        pair(IGNORED, IGNORED),
        """
        open START -> a lives 1, a START
        a throws -> host is to stop, a ends, b ends
        stop ->
        begin ->
        open STOP -> STOP over
        """);
  }

  /** Found by the exploration. */
  @Test
  void anOrderIsForAllItsServicesBeforeOneGoesOn() {
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
        a returns -> a ends, a lives 2, a START
        a returns -> b lives 2, b START
        b returns -> RESTART_WITH_DEPENDENTS Reached
        """);
  }
}
