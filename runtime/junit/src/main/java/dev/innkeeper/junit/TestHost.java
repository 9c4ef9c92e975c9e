package dev.innkeeper.junit;

import dev.innkeeper.runtime.report.Health;
import dev.innkeeper.runtime.report.HostState;
import dev.innkeeper.runtime.report.ServiceState;
import dev.innkeeper.runtime.report.ServiceStatus;
import dev.innkeeper.runtime.service.ApplicationLifetime;
import dev.innkeeper.runtime.service.HostView;
import dev.innkeeper.runtime.service.HostedService;
import dev.innkeeper.runtime.service.ServiceControl;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** The host that there is not, as its one service sees it. */
final class TestHost implements HostView {

  /** How the service stands. */
  private record Status(
      String name,
      ServiceState state,
      Optional<Throwable> failure,
      Health health,
      boolean ready,
      Instant since)
      implements ServiceStatus {

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
    public List<StuckThread> stuckIn() {
      return List.of();
    }
  }

  /** The test alone starts and stops the service. */
  private final class Control implements ServiceControl {

    @Override
    public ServiceStatus status() {
      return TestHost.this.status();
    }

    @Override
    public ServiceStatus stop() {
      throw refusal();
    }

    @Override
    public ServiceStatus stopWithDependents() {
      throw refusal();
    }

    @Override
    public ServiceStatus start() {
      throw refusal();
    }

    @Override
    public ServiceStatus restart() {
      throw refusal();
    }

    @Override
    public ServiceStatus restartWithDependents() {
      throw refusal();
    }

    private UnsupportedOperationException refusal() {
      return new UnsupportedOperationException(
          "service '"
              + context.name()
              + "' is started and stopped by its test: where orders matter, test it in a Host");
    }
  }

  private final TestContext context;

  TestHost(TestContext context) {
    this.context = context;
  }

  @Override
  public String name() {
    return "test";
  }

  @Override
  public HostState state() {
    return context.testLifetime().now().state();
  }

  @Override
  public boolean isLive() {
    return state() != HostState.STOPPED;
  }

  @Override
  public boolean isReady() {
    TestLifetime.Now now = context.testLifetime().now();
    return now.state() == HostState.RUNNING && !now.drains();
  }

  @Override
  public Health health() {
    return context.health();
  }

  @Override
  public List<ServiceStatus> services() {
    return List.of(status());
  }

  @Override
  public ServiceStatus service(String name) {
    checkName(name);
    return status();
  }

  private ServiceStatus status() {
    TestLifetime.Now now = context.testLifetime().now();
    List<Throwable> failures = context.failures();
    return new Status(
        context.name(),
        failures.isEmpty() ? stateOf(now.state()) : ServiceState.FAILED,
        failures.stream().findFirst(),
        context.health(),
        now.state() == HostState.RUNNING,
        now.since());
  }

  private ServiceState stateOf(HostState state) {
    return switch (state) {
      case NEW -> ServiceState.NEW;
      case STARTING -> ServiceState.STARTING;
      case RUNNING -> context.hasEndedItsWork() ? ServiceState.COMPLETED : ServiceState.RUNNING;
      case STOPPING -> ServiceState.STOPPING;
      case STOPPED -> ServiceState.STOPPED;
    };
  }

  @Override
  public <S> Map<String, S> instancesOf(Class<S> type) {
    Objects.requireNonNull(type, "type");
    HostedService service = context.service();
    return type.isInstance(service) ? Map.of(context.name(), type.cast(service)) : Map.of();
  }

  /** Nothing follows from a failure here. */
  @Override
  public Optional<Throwable> failure() {
    return Optional.empty();
  }

  @Override
  public ServiceControl control(String name) {
    checkName(name);
    return new Control();
  }

  private void checkName(String name) {
    if (!name.equals(context.name())) {
      throw new IllegalArgumentException(
          "a TestContext has one service, '" + context.name() + "', and none named '" + name + "'");
    }
  }

  @Override
  public ApplicationLifetime lifetime() {
    return context.lifetime();
  }

  @Override
  public String toString() {
    return "TestHost[" + context.name() + ", " + state() + "]";
  }
}
