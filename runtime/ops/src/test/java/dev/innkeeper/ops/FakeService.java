package dev.innkeeper.ops;

import dev.innkeeper.runtime.report.Health;
import dev.innkeeper.runtime.report.ServiceState;
import dev.innkeeper.runtime.report.ServiceStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** A service as it is seen from outside. */
record FakeService(String name, ServiceState state, Health health, boolean ready, boolean watchdog)
    implements ServiceStatus {

  FakeService(String name, ServiceState state, Health health, boolean ready) {
    this(name, state, health, ready, false);
  }

  static FakeService service(String name, ServiceState state) {
    return new FakeService(name, state, Health.up(), state == ServiceState.RUNNING);
  }

  FakeService with(Health other) {
    return new FakeService(name, state, other, ready, watchdog);
  }

  FakeService withWatchdog() {
    return new FakeService(name, state, health, ready, true);
  }

  static FakeService running(String name) {
    return new FakeService(name, ServiceState.RUNNING, Health.up(), true);
  }

  static FakeService running(String name, Health health) {
    return new FakeService(name, ServiceState.RUNNING, health, true);
  }

  static FakeService unready(String name, ServiceState state) {
    return new FakeService(name, state, Health.up(), false);
  }

  @Override
  public Instant since() {
    return Instant.parse("2026-12-01T08:00:00Z");
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
