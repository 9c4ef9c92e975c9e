package dev.innkeeper.ops;

import dev.innkeeper.runtime.report.Health;
import dev.innkeeper.runtime.report.HostState;
import dev.innkeeper.runtime.report.ServiceStatus;
import dev.innkeeper.runtime.service.ApplicationLifetime;
import dev.innkeeper.runtime.service.HostView;
import dev.innkeeper.runtime.service.ServiceControl;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/** A host that stands as a test wants it to. */
final class FakeHost implements HostView, ApplicationLifetime {

  volatile HostState state = HostState.RUNNING;
  volatile boolean ready = true;
  volatile Health health = Health.up();
  volatile List<ServiceStatus> services = List.of();
  volatile Optional<String> stopReason = Optional.empty();
  volatile Runnable onStarted = () -> {};

  /** Runs on the thread that asks whether it is live. */
  volatile Runnable whenAskedForLife = () -> {};

  /** Whether it answers, also what it was asked before. */
  volatile boolean answers = true;

  final AtomicInteger pings = new AtomicInteger();

  static FakeHost starting() {
    FakeHost host = new FakeHost();
    host.state = HostState.STARTING;
    host.ready = false;
    return host;
  }

  void has(FakeService... all) {
    services = List.of(all);
  }

  @Override
  public Ping ping() {
    pings.incrementAndGet();
    return () -> answers;
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
    whenAskedForLife.run();
    return state != HostState.NEW && state != HostState.STOPPED;
  }

  @Override
  public boolean isReady() {
    return ready;
  }

  @Override
  public Health health() {
    return health;
  }

  @Override
  public List<ServiceStatus> services() {
    return services;
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
  public Optional<Throwable> failure() {
    return Optional.empty();
  }

  @Override
  public ServiceControl control(String name) {
    throw new UnsupportedOperationException();
  }

  @Override
  public ApplicationLifetime lifetime() {
    return this;
  }

  @Override
  public void onStarted(Runnable callback) {
    onStarted = callback;
  }

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
}
