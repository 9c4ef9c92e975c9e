package dev.innkeeper.spring;

import dev.innkeeper.runtime.Host;
import dev.innkeeper.runtime.report.Health;
import dev.innkeeper.runtime.report.HostState;
import dev.innkeeper.runtime.report.ServiceStatus;
import dev.innkeeper.runtime.report.ServiceStatus.StuckThread;
import dev.innkeeper.runtime.service.ApplicationLifetime;
import dev.innkeeper.runtime.service.HostView;
import dev.innkeeper.runtime.service.ServiceControl;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The host of the beans that is there now: a context that is started again has another. */
final class SpringHostView implements HostView {

  private final SpringHosts hosts;

  SpringHostView(SpringHosts hosts) {
    this.hosts = hosts;
  }

  private HostView now() {
    List<Host> all = hosts.hosts();
    if (all.isEmpty()) {
      throw new IllegalStateException("there is no host: no bean is a HostedService");
    }
    return all.getFirst();
  }

  @Override
  public String name() {
    return now().name();
  }

  @Override
  public HostState state() {
    return now().state();
  }

  @Override
  public boolean isLive() {
    return now().isLive();
  }

  @Override
  public boolean isReady() {
    return now().isReady();
  }

  @Override
  public Health health() {
    return now().health();
  }

  @Override
  public List<ServiceStatus> services() {
    return now().services();
  }

  @Override
  public ServiceStatus service(String name) {
    return now().service(name);
  }

  @Override
  public List<StuckThread> threads(String name) {
    return now().threads(name);
  }

  @Override
  public <S> Map<String, S> instancesOf(Class<S> type) {
    return now().instancesOf(type);
  }

  @Override
  public Optional<Throwable> failure() {
    return now().failure();
  }

  @Override
  public ServiceControl control(String name) {
    return now().control(name);
  }

  @Override
  public Ping ping() {
    return now().ping();
  }

  @Override
  public ApplicationLifetime lifetime() {
    return now().lifetime();
  }

  @Override
  public String toString() {
    return "HostView";
  }
}
