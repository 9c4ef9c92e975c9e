package dev.innkeeper.ops;

import dev.innkeeper.runtime.report.Health;
import dev.innkeeper.runtime.report.HostState;
import dev.innkeeper.runtime.report.ServiceState;
import dev.innkeeper.runtime.report.ServiceStatus;
import dev.innkeeper.runtime.report.StopReport;
import dev.innkeeper.runtime.service.ApplicationLifetime;
import dev.innkeeper.runtime.service.HostView;
import dev.innkeeper.runtime.service.ServiceControl;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A host whose state is set by a test. */
final class WatchedHost implements HostView {

  /** A service of it. */
  record Service(String name, ServiceState state, Health health, boolean watchdog)
      implements ServiceStatus {

    Service with(Health other) {
      return new Service(name, state, other, watchdog);
    }

    Service withWatchdog() {
      return new Service(name, state, health, true);
    }

    @Override
    public List<String> dependsOn() {
      return List.of();
    }

    @Override
    public int restarts() {
      return 0;
    }

    @Override
    public Optional<Duration> startTook() {
      return Optional.empty();
    }

    @Override
    public Optional<Duration> stopTook() {
      return Optional.empty();
    }

    @Override
    public Optional<Throwable> failure() {
      return Optional.empty();
    }

    @Override
    public List<StuckThread> stuckIn() {
      return List.of();
    }
  }

  static Service service(String name, ServiceState state) {
    return new Service(name, state, Health.up(), false);
  }

  /** How its stop went. */
  record Report(List<ServiceStatus> services) implements StopReport {

    @Override
    public String host() {
      return "orders";
    }

    @Override
    public Duration took() {
      return Duration.ZERO;
    }

    @Override
    public boolean clean() {
      return in(ServiceState.ABANDONED).isEmpty() && in(ServiceState.FAILED).isEmpty();
    }

    @Override
    public List<ServiceStatus> in(ServiceState state) {
      return services.stream().filter(s -> s.state() == state).toList();
    }

    @Override
    public String summary() {
      return "";
    }
  }

  HostState state = HostState.STARTING;
  Health health = Health.up();
  final List<ServiceStatus> services = new ArrayList<>();
  Optional<String> stopReason = Optional.empty();

  /** Whether it answers, also what it was asked before. */
  boolean answers = true;

  int pings;

  void has(Service... all) {
    services.clear();
    services.addAll(List.of(all));
  }

  @Override
  public String name() {
    return "orders";
  }

  @Override
  public HostState state() {
    return state;
  }

  @Override
  public boolean isLive() {
    return true;
  }

  @Override
  public boolean isReady() {
    return state == HostState.RUNNING;
  }

  @Override
  public Health health() {
    return health;
  }

  @Override
  public List<ServiceStatus> services() {
    return List.copyOf(services);
  }

  @Override
  public Ping ping() {
    pings++;
    return () -> answers;
  }

  @Override
  public ApplicationLifetime lifetime() {
    return new ApplicationLifetime() {
      @Override
      public void onStarted(Runnable callback) {}

      @Override
      public void onStopping(Runnable callback) {}

      @Override
      public void onStopped(Runnable callback) {}

      @Override
      public void requestStop() {}

      @Override
      public Optional<String> stopReason() {
        return stopReason;
      }
    };
  }

  @Override
  public Optional<Throwable> failure() {
    return Optional.empty();
  }

  @Override
  public ServiceStatus service(String name) {
    throw new UnsupportedOperationException();
  }

  @Override
  public <S> Map<String, S> instancesOf(Class<S> type) {
    throw new UnsupportedOperationException();
  }

  @Override
  public ServiceControl control(String name) {
    throw new UnsupportedOperationException();
  }
}
