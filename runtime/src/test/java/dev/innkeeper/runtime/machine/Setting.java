package dev.innkeeper.runtime.machine;

import dev.innkeeper.runtime.plan.HostPlan;
import dev.innkeeper.runtime.plan.ServiceGraph;
import dev.innkeeper.runtime.plan.ServicePlan;
import dev.innkeeper.runtime.service.BackgroundService;
import dev.innkeeper.runtime.service.FailurePolicy;
import dev.innkeeper.runtime.service.HostedLifecycleService;
import dev.innkeeper.runtime.service.HostedService;
import dev.innkeeper.runtime.service.LeaderElection;
import dev.innkeeper.runtime.service.Lease;
import dev.innkeeper.runtime.service.Readiness;
import dev.innkeeper.runtime.service.ServiceContext;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A host that is explored, or lives at random: its services, their arrows, and what may happen.
 *
 * @param arrows for each service the bits of those that it depends on
 * @param orders how many operators' orders may be accepted
 * @param cuts whether the time for all may be over before that of each, in the start and the stop
 */
@SuppressWarnings("ArrayRecordComponent") // compared by nobody
record Setting(
    List<Kind> services,
    int[] arrows,
    boolean startConcurrently,
    boolean stopConcurrently,
    int orders,
    boolean cuts) {

  /** What is around a call may fail, too, and a thread be inside System.exit. */
  enum Trouble {
    NONE,
    FAILS,
    ALL
  }

  /** What a service is. */
  record Kind(
      boolean supplied,
      boolean works,
      boolean observes,
      boolean waits,
      boolean hooks,
      boolean startTimeout,
      FailurePolicy atFirst,
      FailurePolicy policy,
      Trouble trouble,
      boolean elected) {

    private static final FailurePolicy STOP = FailurePolicy.stopHost();

    static final Kind PLAIN =
        new Kind(false, false, false, false, false, false, STOP, STOP, Trouble.NONE, false);

    Kind working() {
      return new Kind(
          supplied, true, observes, waits, hooks, startTimeout, atFirst, policy, trouble, elected);
    }

    Kind observing() {
      return new Kind(
          supplied, works, true, waits, hooks, startTimeout, atFirst, policy, trouble, elected);
    }

    Kind waiting() {
      return new Kind(
          supplied, works, observes, true, hooks, startTimeout, atFirst, policy, trouble, elected);
    }

    Kind timed() {
      return new Kind(
          supplied, works, observes, waits, hooks, true, atFirst, policy, trouble, elected);
    }

    Kind bySupplier() {
      return new Kind(
          true, works, observes, waits, hooks, startTimeout, atFirst, policy, trouble, elected);
    }

    Kind whileLeader() {
      return new Kind(
          supplied, works, observes, waits, hooks, startTimeout, atFirst, policy, trouble, true);
    }

    Kind with(FailurePolicy other) {
      return new Kind(
          supplied, works, observes, waits, hooks, startTimeout, atFirst, other, trouble, elected);
    }

    Kind atFirst(FailurePolicy other) {
      return new Kind(
          supplied, works, observes, waits, hooks, startTimeout, other, policy, trouble, elected);
    }

    Kind with(Trouble other) {
      return new Kind(
          supplied, works, observes, waits, hooks, startTimeout, atFirst, policy, other, elected);
    }

    Traits traits() {
      return new Traits(works, observes, false);
    }

    private HostedService instance() {
      return works ? (observes ? BOTH : BACKGROUND) : observes ? LIFECYCLE : SERVICE;
    }

    private ServicePlan plan(String name, List<String> dependsOn) {
      Duration timeout = startTimeout ? Duration.ofSeconds(30) : null;
      return new ServicePlan(
          name,
          supplied ? null : instance(),
          supplied ? this::instance : null,
          dependsOn,
          timeout,
          null,
          null,
          atFirst,
          policy,
          waits,
          false,
          Readiness.STARTED,
          null,
          false,
          elected ? ELECTION : null);
    }

    @Override
    public String toString() {
      return (supplied ? "supplied " : "")
          + (works ? "background " : "")
          + (observes ? "lifecycle " : "")
          + (waits ? "waits " : "")
          + (hooks ? "hooks " : "")
          + (startTimeout ? "timed " : "")
          + (elected ? "elected " : "")
          + (trouble == Trouble.NONE ? "" : trouble + " ")
          + (atFirst == STOP ? "" : "at first " + show(atFirst) + ", then ")
          + show(policy);
    }
  }

  private static String show(FailurePolicy policy) {
    return policy.toString().replaceAll(".*, else ", "restart, else ");
  }

  /** Is restarted once. */
  static FailurePolicy once(FailurePolicy otherwise) {
    return FailurePolicy.restart()
        .backoff(Duration.ofSeconds(1), Duration.ofSeconds(1))
        .maxRestarts(1, Duration.ofDays(9999))
        .orElse(otherwise);
  }

  private static final class Both implements BackgroundService, HostedLifecycleService {
    @Override
    public void execute(ServiceContext context) {}

    @Override
    public void start(ServiceContext context) {}
  }

  private static final LeaderElection ELECTION =
      new LeaderElection() {
        @Override
        public String name() {
          return "election";
        }

        @Override
        public Duration leaseDuration() {
          return Duration.ofSeconds(15);
        }

        @Override
        public Optional<Lease> tryAcquire() {
          throw new AssertionError("a machine calls nobody");
        }
      };

  private static final HostedService SERVICE = context -> {};
  private static final BackgroundService BACKGROUND = context -> {};
  private static final HostedLifecycleService LIFECYCLE = new HostedLifecycleService() {};
  private static final HostedService BOTH = new Both();

  private static final List<String> NAMES = List.of("a", "b", "c", "d", "e", "f", "g", "h");

  static Setting of(int orders, boolean concurrently, int[] arrows, Kind... kinds) {
    return new Setting(List.of(kinds), arrows, concurrently, concurrently, orders, false);
  }

  Setting cut() {
    return new Setting(services, arrows, startConcurrently, stopConcurrently, orders, true);
  }

  int size() {
    return services.size();
  }

  boolean dependsOn(int service, int dependency) {
    return (arrows[service] >> dependency & 1) != 0;
  }

  boolean isElected(int service) {
    return services.get(service).elected;
  }

  boolean hasPhases() {
    return services.stream().anyMatch(kind -> kind.supplied || kind.observes);
  }

  static String name(int service) {
    return NAMES.get(service);
  }

  HostPlan plan(long seed) {
    List<ServicePlan> plans = new ArrayList<>();
    for (int i = 0; i < size(); i++) {
      List<String> dependsOn = new ArrayList<>();
      for (int j = 0; j < size(); j++) {
        if (dependsOn(i, j)) {
          dependsOn.add(name(j));
        }
      }
      plans.add(services.get(i).plan(name(i), dependsOn));
    }
    return new HostPlan(
        "host",
        plans,
        new ServiceGraph(plans),
        hasPhases(),
        startConcurrently,
        stopConcurrently,
        false,
        cuts ? Duration.ofSeconds(60) : null,
        Duration.ofSeconds(25),
        Duration.ZERO,
        null,
        null,
        seed);
  }

  @Override
  public String toString() {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < size(); i++) {
      text.append(name(i)).append(": ").append(services.get(i));
      for (int j = 0; j < size(); j++) {
        if (dependsOn(i, j)) {
          text.append(" -> ").append(name(j));
        }
      }
      text.append("; ");
    }
    return text
        + (startConcurrently ? "starts concurrently, " : "starts in sequence, ")
        + (stopConcurrently ? "stops concurrently, " : "stops in sequence, ")
        + orders
        + " orders"
        + (cuts ? ", cuts" : "");
  }
}
