package dev.innkeeper.spring;

import dev.innkeeper.runtime.service.HostView;
import java.util.stream.Stream;
import org.springframework.boot.health.contributor.HealthContributors;

/** The services of the one host, or the hosts with theirs. */
final class HostsHealth implements StreamedHealth {

  private final SpringHosts hosts;

  HostsHealth(SpringHosts hosts) {
    this.hosts = hosts;
  }

  @Override
  public Stream<HealthContributors.Entry> stream() {
    var views = hosts.views();
    return views.size() == 1
        ? new HostHealth(views.getFirst()).stream()
        : views.stream().map(HostsHealth::entry);
  }

  private static HealthContributors.Entry entry(HostView host) {
    return new HealthContributors.Entry(host.name(), new HostHealth(host));
  }
}
