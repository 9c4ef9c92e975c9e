package dev.innkeeper.runtime.machine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.innkeeper.runtime.machine.MutatedMachine.Change;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The exploration finds a fault in the machine: without that its silence would say nothing. */
@Tag("nightly")
class PlantedFaultsTest {

  /** A fault, where it is, and a word of what is found. */
  record Fault(String name, String found, List<Change> changes) {
    Fault(String name, String found, Change... changes) {
      this(name, found, List.of(changes));
    }

    @Override
    public String toString() {
      return name;
    }
  }

  private static Change service(String from, String to) {
    return new Change("ServiceMachine", from, to);
  }

  private static Change table(String from, String to) {
    return new Change("StageTable", from, to);
  }

  private static Change ladder(String from, String to) {
    return new Change("Ladder", from, to);
  }

  private static Change supervision(String from, String to) {
    return new Change("Supervision", from, to);
  }

  private static Change host(String from, String to) {
    return new Change("HostMachine", from, to);
  }

  private static Change orders(String from, String to) {
    return new Change("Orders", from, to);
  }

  private static Change elections(String from, String to) {
    return new Change("Elections", from, to);
  }

  static Stream<Fault> faults() {
    return Stream.concat(faultsOfLives(), faultsOfElections());
  }

  private static Stream<Fault> faultsOfElections() {
    return Stream.of(
        new Fault(
            "a life begins before the lease is held",
            "its host does not lead",
            table(
                "|| s.supervision().isDelayed() || !s.isAllowed()",
                "|| s.supervision().isDelayed()")),
        new Fault(
            "a service that was won is not woken",
            "a service can still go on",
            elections("election.services.forEach(service -> host.wake(service.number()));", "")),
        new Fault(
            "a lease of an old candidacy counts",
            "a life that nobody wanted",
            elections(
                "|| message.candidacy() != election.candidacy) { return; // it was given back",
                ") { return; // it was given back")),
        new Fault(
            "the lease is given back while its services run",
            "it gives up before a has ended",
            elections(
                "case LEADING -> !wanted && election.areAllDown();", "case LEADING -> !wanted;")),
        new Fault(
            "a lease that ends is given up at once",
            "it gives up before a has ended",
            elections("case ENDING -> election.areAllDown();", "case ENDING -> true;")),
        new Fault(
            "the lease of an abandoned service is given back",
            "given back, and code runs on",
            elections(
                "if (runsOn) { effects.letExpire(election.number); } else {",
                "if (runsOn && election.candidacy < 0) { effects.letExpire(election.number); }"
                    + " else {")),
        new Fault(
            "it stays a candidate for nobody",
            "it is a candidate for nobody",
            elections("case CANDIDATE -> !wanted;", "case CANDIDATE -> false;")),
        new Fault(
            "it becomes a candidate in the stop",
            "it is a candidate, and does not run",
            elections(
                "host.isRunning() && !host.isStopRequested() && election.isWanted()",
                "host.isRunning() && election.isWanted()")),
        new Fault(
            "a service goes on without its lease",
            "its host does not lead",
            service("|| life().ends || !isAllowed();", "|| life().ends;")),
        new Fault(
            "the end of a lease is no deadline",
            "without a time",
            elections("ladder.leaseEnds(service, now);", "")));
  }

  private static Stream<Fault> faultsOfLives() {
    return Stream.of(
        new Fault(
            "a turn is given when the start begins",
            "START is over without",
            service(
                "case START -> isPastStart(Stage.BEFORE_READY)",
                "case START -> isPastStart(Stage.BEFORE_START)")),
        new Fault(
            "ready is not awaited",
            "START is over without",
            table("life.ready && ready(s);", "ready(s);")),
        new Fault(
            "the stop is forgotten after a failed started",
            "no stop for a start",
            table(
                "case STARTED -> s.falls() ? s.to(Stage.BEFORE_STOPPING)",
                "case STARTED -> s.falls() ? end(s, now)")),
        new Fault(
            "a deadline of an old life is taken",
            "NullPointerException", // its stack may be left out by the JIT
            ladder("|| due.life() != s.lives()", "")),
        new Fault(
            "a failure of an old life counts",
            "a failure of an old life",
            new Change("FailureRules", "ofLife != service.lives()", "ofLife > service.lives()")),
        new Fault(
            "the policy revives after an order to stop",
            "waits for nothing",
            new Change("FailureRules", "|| goal == Goal.DOWN", ""),
            new Change(
                "Supervision",
                "ordered = false; delayed = true;",
                "goal = Goal.UP; delayed = true;")),
        new Fault(
            "an order to stop is never answered",
            "is not answered",
            orders(
                "pending.add(new Pending",
                "(isUp ? pending : new ArrayList<Pending>()).add(new Pending")),
        new Fault(
            "an order is answered between two lives",
            "is answered too early",
            orders(
                "isUp ? service.isInTransit()",
                "isUp ? service.isInTransit() && service.stage().isLife()")),
        new Fault(
            "it leaves before its dependents",
            "is asked before b is down",
            table(
                "&& !life.ends && s.neighbours().dependentsUp > 0",
                "&& !life.ends && s.neighbours().dependentsUp > 9")),
        new Fault(
            "it passes a phase without its turn",
            "passes STOP without its turn",
            host("&& turns.hasTurn(number, turns.phase()) && service.isPast", "&& service.isPast")),
        new Fault(
            "the back-off is not ended by the stop",
            "is not gone",
            table(
                "if (host.isStopRequested() || s.isAbandoned()) {",
                "if ((host.isStopRequested() && !s.supervision().isDelayed()) ||"
                    + " s.isAbandoned()) {")),
        new Fault(
            "work begins though it falls",
            "works and falls",
            table("life.traits.works() && !s.falls()", "life.traits.works()")),
        new Fault(
            "one that is abandoned is waited for",
            "a: up 1",
            service(
                "(stage.isLife() && !abandoned) || neighbours", "stage.isLife() || neighbours")),
        new Fault(
            "dependents are not told",
            "a service can still go on",
            new Change("Counts", "if (of.inTransit == 0) { host.wake(dependent); }", "")),
        new Fault(
            "a start that is given up has no time",
            "goes down without a time",
            ladder("interruptStart(s); endsBy(s, now + timeToStop(s));", "interruptStart(s);")),
        new Fault(
            "an order changes its services one by one",
            "b lives before a",
            orders("concerned.forEach(host::settle);", "")),
        new Fault(
            "a first start that is tried again is passed over",
            "START is over without",
            service(": !supervision.isFirstStart());", ": true);")),
        new Fault(
            "a first start goes by the policy for later failures",
            "did not start, and the host goes on",
            supervision("by(isFirstStart() ? ofFirstStart : later,", "by(later,")),
        new Fault(
            "the second attempt of a first start has no turn",
            "a waits in BEFORE_START for ever",
            table(
                "if (s.supervision().isFirstStart()) { return hasTurn(s, host.firstPhase())",
                "if (s.lives() == 0) { return hasTurn(s, host.firstPhase())")),
        new Fault(
            "one that is dispensed with hides what it depends on",
            "a service can still go on",
            new Change("Counts", "countForDependents(host.services()[dependent]);", "")));
  }

  @ParameterizedTest
  @MethodSource("faults")
  void isFound(Fault fault, @TempDir Path folder) throws Exception {
    String found = MutatedMachine.explore(folder, fault.changes());
    System.out.println(fault + ":\n  " + found);
    assertTrue(found.contains(fault.found()), () -> fault + ": " + found);
  }

  @Test
  void withoutAFaultNothingIsFound(@TempDir Path folder) throws Exception {
    assertEquals("", MutatedMachine.explore(folder, List.of()));
  }
}
