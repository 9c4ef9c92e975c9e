package dev.innkeeper.runtime.machine;

import dev.innkeeper.runtime.plan.ServiceGraph.Arrows;
import java.util.Arrays;

/**
 * Whose turn it is in the phase that is open: of each service whose predecessors have all passed
 * it. Kahn's algorithm, as it happens: a pass costs the arrows that go out.
 */
final class Turns {

  private final Arrows start;
  private final Arrows stop;

  private Phase open = Phase.NONE;

  /** For each service, how many of its predecessors have still to pass. */
  private final int[] missing;

  private final boolean[] passed;

  /** How many services have still to pass. */
  private int left;

  Turns(Arrows start, Arrows stop) {
    this.start = start;
    this.stop = stop;
    this.missing = new int[start.before().length];
    this.passed = new boolean[missing.length];
  }

  Phase phase() {
    return open;
  }

  void open(Phase phase) {
    open = phase;
    int[][] before = arrows().before();
    Arrays.setAll(missing, service -> before[service].length);
    Arrays.fill(passed, false);
    left = missing.length;
  }

  Arrows stop() {
    return stop;
  }

  boolean isOver() {
    return left == 0;
  }

  boolean hasPassed(int service) {
    return passed[service];
  }

  /** Its turn in {@code phase} has come. */
  boolean hasTurn(int service, Phase phase) {
    return open == phase ? missing[service] == 0 : open.hasReached(phase);
  }

  /** It passes the open phase: returns those whose turn that may be. */
  int[] pass(int service) {
    passed[service] = true;
    left--;
    int[] next = arrows().next()[service];
    for (int other : next) {
      missing[other]--;
    }
    return next;
  }

  private Arrows arrows() {
    return open.isOfStart() ? start : stop;
  }
}
