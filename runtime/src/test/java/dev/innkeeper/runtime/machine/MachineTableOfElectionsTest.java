package dev.innkeeper.runtime.machine;

import static dev.innkeeper.runtime.machine.MachineTableTest.IGNORED;
import static dev.innkeeper.runtime.machine.MachineTableTest.RESTARTED;
import static dev.innkeeper.runtime.machine.MachineTableTest.alone;
import static dev.innkeeper.runtime.machine.MachineTableTest.inSequence;
import static dev.innkeeper.runtime.machine.MachineTableTest.pair;
import static dev.innkeeper.runtime.machine.MachineTableTest.plays;

import dev.innkeeper.runtime.machine.Setting.Kind;
import org.junit.jupiter.api.Test;

/** The same as {@link MachineTableTest}, for services that run only while their host leads. */
class MachineTableOfElectionsTest {

  private static final Kind ELECTED = IGNORED.whileLeader();

  @Test
  void oneThatStandsByDoesNotHoldUpTheStartAndBeginsWhenItsHostLeads() {
    plays(
        inSequence(ELECTED.observing(), IGNORED),
        """
        open STARTING -> b lives 1, STARTING over
        open START -> b START
        b returns -> START over
        open STARTED -> STARTED over
        open RUN -> host runs, candidate
        lease taken -> a lives 1, a STARTING
        a returns -> a START
        a returns -> a STARTED
        a returns ->
        """);
  }

  @Test
  void thoseOfOneElectionGoDownInOrderWhenTheLeaseIsNotRenewedAndTheNextTermIsSought() {
    plays(
        pair(ELECTED, ELECTED),
        """
        open START -> START over
        open RUN -> host runs, candidate
        lease taken -> a lives 1, a START
        a returns -> b lives 1, b START
        b returns ->
        lease due -> b asked, b STOP
        b returns -> b ends, a asked, a STOP
        a returns -> a ends, gives back, candidate
        lease taken -> a lives 2, a START
        """);
  }

  @Test
  void aTimeThatIsDueIsVoidOnceTheLeaseWasRenewed() {
    plays(
        alone(ELECTED),
        """
        open START -> START over
        open RUN -> host runs, candidate
        lease taken -> a lives 1, a START
        a returns ->
        lease renewed ->
        lease due ->
        lease lost -> a asked, a STOP
        """);
  }

  @Test
  void aLeaseThatEndsAndEndsEarlierThanThatLeavesLessTimeToStop() {
    plays(
        alone(ELECTED.working()),
        """
        open START -> START over
        open RUN -> host runs, candidate
        lease taken -> a lives 1, a START
        a returns -> a EXECUTE
        lease due -> a asked
        lease earlier ->
        a due WORK -> a work interrupted
        """);
  }

  @Test
  void aStartIsGivenUpWhenTheLeaseIsLost() {
    plays(
        alone(ELECTED),
        """
        open START -> START over
        open RUN -> host runs, candidate
        lease taken -> a lives 1, a START
        lease lost -> a asked, a interrupted
        a throws -> a ends, gives back, candidate
        """);
  }

  @Test
  void oneThatIsAbandonedLetsTheLeaseExpireAndEndsTheHostIfItsPolicySaysSo() {
    plays(
        alone(Kind.PLAIN.working().whileLeader()),
        """
        open START -> START over
        open RUN -> host runs, candidate
        lease taken -> a lives 1, a START
        a returns -> a EXECUTE
        lease due -> a asked
        a due WORK -> a work interrupted
        a due GRACE -> a STOP
        a due END -> a abandoned, host is to stop, lets expire
        """);
  }

  @Test
  void aRestartHasTheSameLease() {
    plays(
        alone(RESTARTED.whileLeader()),
        """
        open START -> START over
        open RUN -> host runs, candidate
        lease taken -> a lives 1, a START
        a returns ->
        a fails -> a asked, a STOP
        a returns -> a ends
        a due RESTART -> a lives 2, a START
        """);
  }

  @Test
  void oneThatWasToBeRestartedStandsByWhenTheLeaseIsLostMeanwhile() {
    plays(
        alone(RESTARTED.whileLeader()),
        """
        open START -> START over
        open RUN -> host runs, candidate
        lease taken -> a lives 1, a START
        a returns ->
        a fails -> a asked, a STOP
        a returns -> a ends
        lease lost -> gives back, candidate
        a due RESTART ->
        lease taken -> a lives 2, a START
        """);
  }

  @Test
  void oneThatHasFailedForGoodGivesTheLeaseBack() {
    plays(
        alone(ELECTED.with(IGNORED.policy())),
        """
        open START -> START over
        open RUN -> host runs, candidate
        lease taken -> a lives 1, a START
        a throws -> a ends, gives back
        order START a -> candidate, START Reached
        """);
  }

  @Test
  void anOperatorStopsOneAndStartsItAgain() {
    plays(
        alone(ELECTED),
        """
        open START -> START over
        open RUN -> host runs, candidate
        order STOP a -> gives back, STOP Reached
        order START a -> candidate, START Reached
        lease taken -> a lives 1, a START
        a returns ->
        order STOP a -> a asked, a STOP
        a returns -> a ends, gives back, STOP Reached
        """);
  }

  @Test
  void theHostsStopGivesTheLeaseBackWhenAllAreDown() {
    plays(
        inSequence(ELECTED, IGNORED),
        """
        open START -> b lives 1, b START
        b returns -> START over
        open RUN -> host runs, candidate
        lease taken -> a lives 1, a START
        a returns ->
        stop ->
        begin ->
        open STOP -> b asked, b STOP
        b returns -> b ends, a asked, a STOP
        a returns -> a ends, STOP over, gives back
        """);
  }

  @Test
  void aLeaseThatEndsInTheHostsStopDoesNotWaitForItsTurn() {
    plays(
        inSequence(ELECTED, IGNORED),
        """
        open START -> b lives 1, b START
        b returns -> START over
        open RUN -> host runs, candidate
        lease taken -> a lives 1, a START
        a returns ->
        stop ->
        begin ->
        lease due -> a asked, a STOP
        open STOP -> b asked, b STOP
        a returns -> a ends, gives back
        b returns -> b ends, STOP over
        """);
  }
}
