package dev.innkeeper.runtime;

import dev.innkeeper.runtime.HostBuilder.Registration;
import dev.innkeeper.runtime.plan.ServicePlan;
import dev.innkeeper.runtime.service.LeaderElection;
import dev.innkeeper.runtime.time.Durations;
import dev.innkeeper.timer.message.Shown;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Which services of a host run only while it leads: what was chosen for them is checked here. */
final class ElectedServices {

  private static final Duration SHORTEST = Duration.ofSeconds(1);

  private ElectedServices() {}

  /**
   * Has each job's own election be that of its service.
   *
   * @throws IllegalArgumentException if its service has another
   */
  @SuppressWarnings("ReferenceEquality") // an election is one by its identity
  static void choose(List<Registration> services) {
    for (Registration service : services) {
      LeaderElection own = service.ownElection();
      LeaderElection chosen = service.options().election;
      if (own != null && chosen != null && own != chosen) {
        throw new IllegalArgumentException(
            "service '"
                + service.name()
                + "' has two elections, "
                + named(own)
                + " of its job and "
                + named(chosen)
                + " of its options: choose one of them");
      }
      if (own != null) {
        service.options().election = own;
      }
    }
  }

  /**
   * @throws IllegalArgumentException if an election cannot be used, or if a service would lose what
   *     it depends on
   */
  static void check(List<ServicePlan> services) {
    Map<String, ServicePlan> byName = new HashMap<>();
    List<LeaderElection> found = new ArrayList<>();
    for (ServicePlan service : services) {
      byName.put(service.name(), service);
      if (service.election() != null) {
        addChecked(service.election(), found);
      }
    }
    for (ServicePlan service : services) {
      for (String name : service.dependsOn()) {
        checkDependency(service, byName.get(name));
      }
    }
  }

  @SuppressWarnings("ReferenceEquality") // its identity
  private static void addChecked(LeaderElection election, List<LeaderElection> found) {
    if (found.stream().anyMatch(other -> other == election)) {
      return;
    }
    String name = Objects.requireNonNull(election.name(), "the name of an election");
    if (found.stream().anyMatch(other -> other.name().equals(name))) {
      throw new IllegalArgumentException(
          "two elections of one host are named '"
              + Shown.text(name)
              + "', and each would keep the other from leading: give their services the same"
              + " LeaderElection");
    }
    Duration lease = Durations.positive("lease duration", election.leaseDuration());
    if (lease.compareTo(SHORTEST) < 0) {
      throw new IllegalArgumentException(
          "the lease duration of "
              + named(election)
              + " is "
              + Durations.write(lease)
              + ", in which no service can be stopped: choose "
              + Durations.write(SHORTEST)
              + " or more");
    }
    found.add(election);
  }

  @SuppressWarnings("ReferenceEquality") // its identity
  private static void checkDependency(ServicePlan service, @Nullable ServicePlan dependency) {
    LeaderElection election = dependency == null ? null : dependency.election();
    if (dependency == null || election == null || election == service.election()) {
      return;
    }
    throw new IllegalArgumentException(
        "service '"
            + service.name()
            + "' depends on '"
            + dependency.name()
            + "', which stands by while another process leads "
            + named(election)
            + ": give '"
            + service.name()
            + "' whileLeader with the same election, or leave the dependency out");
  }

  private static String named(LeaderElection election) {
    return "'" + Shown.text(election.name()) + "'";
  }
}
