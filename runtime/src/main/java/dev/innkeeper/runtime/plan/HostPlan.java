package dev.innkeeper.runtime.plan;

import dev.innkeeper.runtime.service.LeaderElection;
import dev.innkeeper.runtime.time.Durations;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * What a host was built of: immutable, and checked.
 *
 * @param slowStart how long a start takes before it is warned of; null: never
 * @param hasPhases whether the steps around start and stop may have something to call
 */
public record HostPlan(
    String name,
    List<ServicePlan> services,
    ServiceGraph graph,
    boolean hasPhases,
    boolean startConcurrently,
    boolean stopConcurrently,
    boolean stopWhenComplete,
    @Nullable Duration startupTimeout,
    Duration shutdownTimeout,
    Duration drainDelay,
    @Nullable Duration slowStart,
    @Nullable String mdcKey,
    long randomSeed) {

  private static final Duration MOST_FOR_LOG = Duration.ofSeconds(1);

  /** The elections in which it is a candidate, each once. */
  @SuppressWarnings("ReferenceEquality") // an election is one by its identity
  public List<LeaderElection> elections() {
    List<LeaderElection> found = new ArrayList<>();
    for (ServicePlan service : services) {
      LeaderElection election = service.election();
      if (election != null && found.stream().noneMatch(other -> other == election)) {
        found.add(election);
      }
    }
    return found;
  }

  /** The numbers of the services that run only while it has won {@code election}. */
  @SuppressWarnings("ReferenceEquality") // its identity
  public int[] servicesOf(LeaderElection election) {
    return IntStream.range(0, services.size())
        .filter(number -> services.get(number).election() == election)
        .toArray();
  }

  /** How long the log has at the end to show what must be seen. */
  public Duration timeForLog() {
    return Durations.min(MOST_FOR_LOG, shutdownTimeout.dividedBy(5));
  }
}
