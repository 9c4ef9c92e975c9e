package dev.innkeeper.runtime.machine;

/**
 * What a service turned out to be when it was made, or has said of itself in its start.
 *
 * @param works it has work that goes on
 * @param observes it takes part in the steps around start and stop
 * @param drains asked to stop, it finishes what it has accepted
 */
public record Traits(boolean works, boolean observes, boolean drains) {

  static final Traits UNKNOWN = new Traits(false, false, false);
}
