package dev.innkeeper.spring;

import dev.innkeeper.runtime.service.HostView;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.health.contributor.CompositeHealthContributor;
import org.springframework.boot.health.contributor.HealthContributor;
import org.springframework.boot.health.contributor.HealthContributors;

/** The services of the one host, or the hosts with theirs. */
final class HostsHealth implements CompositeHealthContributor {

  private final SpringHosts hosts;

  HostsHealth(SpringHosts hosts) {
    this.hosts = hosts;
  }

  @Override
  public @Nullable HealthContributor getContributor(String name) {
    return stream()
        .filter(entry -> entry.name().equals(name))
        .map(HealthContributors.Entry::contributor)
        .findFirst()
        .orElse(null);
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
