package dev.innkeeper.cdi;

import dev.innkeeper.runtime.Host;
import dev.innkeeper.runtime.HostBuilder;
import dev.innkeeper.runtime.HostSettings;
import dev.innkeeper.runtime.service.HostedService;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.Shutdown;
import jakarta.enterprise.event.Startup;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import jakarta.enterprise.inject.Produces;
import jakarta.enterprise.inject.spi.Bean;
import jakarta.enterprise.inject.spi.BeanContainer;
import jakarta.inject.Inject;
import jakarta.interceptor.Interceptor;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The host of a container, from its Startup to its Shutdown. */
@ApplicationScoped
class ContainerHost {

  private static final Logger LOG = LoggerFactory.getLogger(ContainerHost.class);

  @Inject BeanContainer beans;
  @Inject @Any Instance<HostedService> services; // also tells Quarkus that these beans are in use
  @Inject @Any Instance<HostCustomizer> customizers;
  @Inject Instance<HostBuilder> builder;
  @Inject Instance<HostSettings> settings;
  @Inject Instance<ApplicationExit> exit;

  /** Written by the thread that starts the container, read by any; null before. */
  private volatile @Nullable Host host;

  /** Written by the thread that stops the container, read by the host's callback. */
  private volatile boolean stoppedByContainer;

  /** Behind the observers of the application, which may open what the services use. */
  void start(@Observes @Priority(Interceptor.Priority.LIBRARY_AFTER) Startup startup) {
    ApplicationExit end = Objects.requireNonNullElse(only(exit, "ApplicationExit"), System::exit);
    Host made = build();
    if (made.services().isEmpty()) {
      LOG.warn(
          "{}: no bean is a HostedService, so the host has nothing to do. A class is a bean if it"
              + " has a scope, such as @ApplicationScoped, and its archive has a"
              + " META-INF/beans.xml.",
          made.name());
    }
    host = made;
    made.start(); // throws if it cannot, and so does the container's start
    made.lifetime().onStopped(() -> stopped(made, end));
  }

  private Host build() {
    HostBuilder chosen = only(builder, "HostBuilder");
    HostBuilder made = chosen == null ? Host.builder("app") : chosen;
    List<HostCustomizer> all = customizers.stream().toList();
    all.forEach(customizer -> customizer.customize(made));
    serviceBeans()
        .forEach((name, service) ->
            made.add(
                name,
                service.instance(beans),
                options -> {
                  service.applyTo(options);
                  all.forEach(customizer -> customizer.customize(name, options));
                }));
    HostSettings configured = only(settings, "HostSettings");
    if (configured != null) {
      made.settings(configured);
    }
    return made.warnIfForgotten(false).build(); // containers stop it late
  }

  private Map<String, ServiceBean> serviceBeans() {
    Map<String, ServiceBean> found = new TreeMap<>();
    for (Instance.Handle<HostedService> handle : services.handles()) {
      ServiceBean service = ServiceBean.of(handle.getBean());
      ServiceBean other = found.put(service.name(), service);
      if (other != null) {
        throw new IllegalStateException(
            "two services are named '"
                + service.name()
                + "': of "
                + other.bean().getBeanClass().getName()
                + " and of "
                + service.bean().getBeanClass().getName()
                + "; tell them apart by @Named");
      }
    }
    return found;
  }

  /** Null: there is none. */
  private static <T> @Nullable T only(Instance<T> found, String type) {
    if (found.isAmbiguous()) {
      List<String> where =
          found
              .handlesStream()
              .map(Instance.Handle::getBean)
              .map(Bean::getBeanClass)
              .map(Class::getName)
              .sorted()
              .toList();
      throw new IllegalStateException(
          "there are several beans of type " + type + ", one is allowed: they are from " + where);
    }
    return found.isUnsatisfied() ? null : found.get();
  }

  /** Before the observers of the application, which may close what the services use. */
  void stop(@Observes @Priority(Interceptor.Priority.LIBRARY_BEFORE) Shutdown shutdown) {
    Host started = host;
    if (started != null) {
      stoppedByContainer = true;
      started.lifetime().requestStop("its container shuts down");
      started.close();
    }
  }

  /** On a thread of its own, since the host is not through before its callbacks are. */
  private void stopped(Host ended, ApplicationExit end) {
    if (!stoppedByContainer) {
      Thread.ofPlatform().name(ended.name() + "/exit").daemon(false).start(() -> exit(ended, end));
    }
  }

  private static void exit(Host ended, ApplicationExit end) {
    ended.close(); // waits for the last word on each service
    end.exit(ended.failure().isPresent() ? 1 : 0);
  }

  /** For probes and pages. */
  @Produces
  Host host() {
    Host made = host;
    if (made == null) {
      throw new IllegalStateException(
          "the host is made when the container has started, of beans that are there by then: inject"
              + " Instance<Host> and ask it later; a service has it as context.host()");
    }
    return made;
  }
}
