package dev.innkeeper.runtime;

import dev.innkeeper.runtime.machine.Phase;
import java.util.List;

/**
 * The other services that one has to do with.
 *
 * @param startsAfter whom it waits for before it starts
 * @param startsBefore who waits for it to start
 * @param stopsAfter whom it waits for before it stops
 * @param stopsBefore who waits for it to stop
 * @param dependencies whom it depends on
 * @param dependents who depends on it
 */
record Neighbours(
    List<ServiceRunner> startsAfter,
    List<ServiceRunner> startsBefore,
    List<ServiceRunner> stopsAfter,
    List<ServiceRunner> stopsBefore,
    List<ServiceRunner> dependencies,
    List<ServiceRunner> dependents) {

  static final Neighbours NONE =
      new Neighbours(List.of(), List.of(), List.of(), List.of(), List.of(), List.of());

  /** Whom it waits for in this phase. */
  List<ServiceRunner> before(Phase phase) {
    return phase.hasReached(Phase.STOPPING) ? stopsAfter : startsAfter;
  }

  /** Who waits for it in this phase. */
  List<ServiceRunner> behind(Phase phase) {
    return phase.hasReached(Phase.STOPPING) ? stopsBefore : startsBefore;
  }
}
