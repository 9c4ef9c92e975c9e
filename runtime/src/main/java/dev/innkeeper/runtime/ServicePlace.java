package dev.innkeeper.runtime;

import dev.innkeeper.runtime.machine.Phase;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/**
 * The place of one service in the order of the others, and how far it is: which {@link Phase} it
 * has passed. A service has its turn in a phase when the host has opened it and all who come before
 * it in the graph have passed it.
 */
final class ServicePlace {

  private final ServiceRunner runner;
  private final HostCore core;
  private final HostMonitor monitor;

  /** Set once, before the runner's thread starts. */
  private Neighbours neighbours = Neighbours.NONE;

  // Guarded by the monitor:
  private Phase passed = Phase.NONE;

  /** Whether it was up when the stop began: it goes through the steps around it. */
  private boolean takesPart;

  /** Nobody waits for it in a stop: it has stopped, or was abandoned. */
  private boolean ended;

  ServicePlace(ServiceRunner runner, HostCore core) {
    this.runner = runner;
    this.core = core;
    this.monitor = core.monitor();
  }

  void link(Neighbours others) {
    neighbours = others;
  }

  Neighbours neighbours() {
    return neighbours;
  }

  // ---- how far it is, under the monitor

  boolean hasPassed(Phase phase) {
    return passed.hasReached(phase);
  }

  boolean hasTurn(Phase phase) {
    return core.isOpen(phase)
        && neighbours.before(phase).stream().allMatch(r -> r.place().hasPassed(phase));
  }

  /** In the steps around the stop. */
  boolean takesPart() {
    return takesPart;
  }

  void takePart(boolean part) {
    takesPart = part;
  }

  boolean hasEnded() {
    return ended;
  }

  /** Returns false if it had ended before. */
  boolean end() {
    boolean first = !ended;
    ended = true;
    return first;
  }

  /** As {@link #end}, of one that will not go through the last step either. */
  boolean endForGood() {
    takesPart = false;
    return end();
  }

  private boolean passNow(Phase phase) {
    if (passed.hasReached(phase)) {
      return false;
    }
    core.onePassed(passed, phase);
    passed = phase;
    return true;
  }

  // ---- turns, on any thread, without the monitor

  /** Those behind it go on. */
  void pass(Phase phase) {
    pass(phase, () -> {});
  }

  /** {@code before} is done under the monitor: who sees that this has passed sees that as well. */
  void pass(Phase phase, Runnable before) {
    boolean first =
        monitor.get(() -> {
          before.run();
          return passNow(phase);
        });
    if (first) {
      wave(neighbours.behind(phase), phase);
      core.lookAgain();
    }
  }

  /** It has ended, or is down: whoever may wait for that looks again. */
  void tellThatItEnded() {
    wave(List.of(runner), monitor.get(core::openPhase));
    neighbours.dependencies().forEach(ServiceRunner::lookAgain);
    neighbours.dependents().forEach(ServiceRunner::lookAgain);
    core.lookAgain();
  }

  /**
   * It may be their turn. Who has nothing to do in this phase passes it, but only when its turn has
   * come: what is behind it must not overtake what is before it. A loop, for a chain may be long.
   */
  static void wave(List<ServiceRunner> first, Phase phase) {
    Deque<ServiceRunner> reached = new ArrayDeque<>(first);
    while (!reached.isEmpty()) {
      ServiceRunner next = reached.remove();
      if (next.place().passesIdly(phase)) {
        reached.addAll(next.place().neighbours.behind(phase));
      } else if (phase == Phase.STOP) {
        next.askIfItsTurn();
      } else {
        next.lookAgain();
      }
    }
  }

  private boolean passesIdly(Phase phase) {
    return monitor.get(() -> isIdle(phase) && hasTurn(phase) && passNow(phase));
  }

  private boolean isIdle(Phase phase) {
    return switch (phase) {
      case STOPPING, STOPPED -> !takesPart;
      case STOP -> ended;
      case STARTED -> passed == Phase.START && runner.isDown(); // failed meanwhile
      default -> false;
    };
  }
}
