package dev.innkeeper.spring;

import dev.innkeeper.runtime.Host;
import dev.innkeeper.runtime.HostBuilder;
import dev.innkeeper.runtime.service.HostedService;
import dev.innkeeper.timer.TimeSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.core.env.Environment;

/**
 * The hosts of a context before they are built: one for each {@link HostBuilder} bean, and one for
 * the beans that are services and in none of these.
 */
final class HostsToBe {

  private static final Logger LOG = LoggerFactory.getLogger(HostsToBe.class);
  private static final String DEFAULT_NAME = "innkeeper";

  private final ConfigurableListableBeanFactory beans;
  private final Environment environment;
  private final Settings settings;
  private final Times times;
  private final TimeSource time;

  /** The one for the beans; null: they are yet to be gathered. */
  private @Nullable HostBuilder ofBeans;

  private List<HostBuilder> further = List.of();

  HostsToBe(
      ConfigurableListableBeanFactory beans,
      Environment environment,
      Settings settings,
      Times times,
      TimeSource time) {
    this.beans = beans;
    this.environment = environment;
    this.settings = settings;
    this.times = times;
    this.time = time;
  }

  /**
   * Gathers the services, once all singletons are there, and makes the hosts, so that what is wrong
   * is said now, and not when some beans have started.
   *
   * @throws HostConfigurationException if a host cannot be made of them
   */
  List<Host> gather() {
    further = beans.getBeanProvider(HostBuilder.class).orderedStream().toList();
    Set<HostedService> taken = Collections.newSetFromMap(new IdentityHashMap<>());
    further.forEach(
        builder -> taken.addAll(build(builder).instancesOf(HostedService.class).values()));
    List<ServiceBean> services = new ServiceBeans(beans).find(bean -> !taken.contains(bean));
    List<HostCustomizer> customizers =
        beans.getBeanProvider(HostCustomizer.class).orderedStream().toList();
    ofBeans = ofBeans(services, customizers);
    for (HostBuilder builder : further) {
      builder.warnIfForgotten(false);
      customizers.stream()
          .filter(EveryHostCustomizer.class::isInstance)
          .forEach(customizer -> customizer.customize(builder));
    }
    List<Host> hosts = build();
    if (hosts.isEmpty()) {
      LOG.info("No bean is a HostedService, so there is no host");
    }
    return hosts;
  }

  private HostBuilder ofBeans(List<ServiceBean> services, List<HostCustomizer> customizers) {
    HostBuilder builder =
        Host.builder(name()).timeSource(time).warnIfForgotten(false); // it stops after the server
    services.forEach(service -> service.addTo(builder));
    customizers.forEach(customizer -> customizer.customize(builder));
    List<String> names = services.stream().map(ServiceBean::name).toList();
    return builder.settings(settings.forHost(names, times.whole(), times.drain()));
  }

  private String name() {
    String chosen = settings.value("name");
    if (chosen != null) {
      return chosen;
    }
    String application = environment.getProperty("spring.application.name");
    return application == null || application.isBlank() ? DEFAULT_NAME : application;
  }

  /** Makes them, the one of the beans first, if it has any services. */
  List<Host> build() {
    List<Host> hosts = new ArrayList<>();
    HostBuilder main = ofBeans;
    if (main != null) {
      Host host = build(main);
      if (!host.services().isEmpty()) {
        hosts.add(host);
      }
    }
    further.forEach(builder -> hosts.add(build(builder)));
    return hosts;
  }

  private Host build(HostBuilder builder) {
    try {
      return builder.build();
    } catch (IllegalArgumentException e) {
      String message = String.valueOf(e.getMessage());
      Setting setting = settings.complainedOf(message);
      if (setting != null) {
        throw setting.unusable(message, e);
      }
      throw new HostConfigurationException(
          "The host cannot be built from these services: " + message + ".",
          "A service's name is that of its bean, and it depends on the services that its bean"
              + " depends on. Correct the beans, the HostCustomizer or the HostBuilder.",
          e);
    }
  }
}
