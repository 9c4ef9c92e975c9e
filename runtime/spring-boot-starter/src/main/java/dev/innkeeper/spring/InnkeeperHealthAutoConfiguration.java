package dev.innkeeper.spring;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.health.autoconfigure.contributor.ConditionalOnEnabledHealthIndicator;
import org.springframework.boot.health.contributor.HealthContributor;
import org.springframework.context.annotation.Bean;

/**
 * The health of each service as the contributor {@code innkeeper} of the actuator's health, if that
 * is there. {@code management.health.innkeeper.enabled=false} turns it off.
 *
 * <p>It is in no group of probes unless one includes it. Readiness may; liveness must not, because
 * to kill the process does not mend what a service waits for.
 *
 * @since 0.1
 */
@AutoConfiguration(after = InnkeeperAutoConfiguration.class)
@ConditionalOnClass({HealthContributor.class, ConditionalOnEnabledHealthIndicator.class})
@ConditionalOnBean(SpringHosts.class)
@ConditionalOnEnabledHealthIndicator("innkeeper")
public final class InnkeeperHealthAutoConfiguration {

  @Bean
  @ConditionalOnMissingBean(name = "innkeeperHealthContributor")
  HostsHealth innkeeperHealthContributor(SpringHosts hosts) {
    return new HostsHealth(hosts);
  }
}
