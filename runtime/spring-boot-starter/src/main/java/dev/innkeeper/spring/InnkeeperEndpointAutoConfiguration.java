package dev.innkeeper.spring;

import org.springframework.boot.actuate.autoconfigure.endpoint.condition.ConditionalOnAvailableEndpoint;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.context.annotation.Bean;

/**
 * The endpoint {@code innkeeper} of the actuator, for whom it is exposed to: {@code
 * management.endpoints.web.exposure.include=health,innkeeper}. It shows the hosts; {@code
 * management.endpoint.innkeeper.access=unrestricted} lets it give orders to services, too.
 *
 * @since 0.1
 */
@AutoConfiguration(after = InnkeeperAutoConfiguration.class)
@ConditionalOnClass(ConditionalOnAvailableEndpoint.class)
@ConditionalOnAvailableEndpoint(InnkeeperEndpoint.class)
@ConditionalOnBean(SpringHosts.class)
public final class InnkeeperEndpointAutoConfiguration {

  @Bean
  InnkeeperEndpoint innkeeperEndpoint(SpringHosts hosts) {
    return new InnkeeperEndpoint(hosts);
  }
}
