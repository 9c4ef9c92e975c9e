package dev.innkeeper.spring;

import dev.innkeeper.micrometer.HostMetrics;
import io.micrometer.core.instrument.MeterRegistry;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.context.annotation.Bean;

/**
 * The metrics of the hosts, if the application has a registry of Micrometer. To have only some of
 * them, use {@code management.metrics.enable.innkeeper}.
 *
 * @since 0.1
 */
@AutoConfiguration(
    before = InnkeeperAutoConfiguration.class,
    afterName =
        "org.springframework.boot.micrometer.metrics.autoconfigure"
            + ".CompositeMeterRegistryAutoConfiguration")
@ConditionalOnClass({MeterRegistry.class, HostMetrics.class})
@ConditionalOnBean(MeterRegistry.class)
public final class InnkeeperMetricsAutoConfiguration {

  @Bean
  EveryHostCustomizer innkeeperMetrics(MeterRegistry registry) {
    return host -> host.install(HostMetrics.to(registry));
  }
}
