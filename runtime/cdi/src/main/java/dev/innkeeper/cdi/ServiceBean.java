package dev.innkeeper.cdi;

import dev.innkeeper.cdi.HostedOptions.OnFailure;
import dev.innkeeper.runtime.ServiceOptions;
import dev.innkeeper.runtime.service.HostedService;
import dev.innkeeper.runtime.service.Readiness;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Dependent;
import jakarta.enterprise.inject.spi.Bean;
import jakarta.enterprise.inject.spi.BeanContainer;
import jakarta.inject.Singleton;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A bean that is a service of the host. */
record ServiceBean(String name, Bean<? extends HostedService> bean) {

  private static final Set<Class<?>> SCOPES = Set.of(ApplicationScoped.class, Singleton.class);

  /** One that the host cannot run is refused. */
  static ServiceBean of(Bean<? extends HostedService> bean) {
    ServiceBean service = new ServiceBean(nameOf(bean), bean);
    service.refuseOtherScopes();
    return service;
  }

  /** As {@code @Named} would name it, if it has none. */
  private static String nameOf(Bean<?> bean) {
    if (bean.getName() != null) {
      return bean.getName();
    }
    if (!isClass(bean)) {
      throw new IllegalStateException(
          "a producer in "
              + bean.getBeanClass().getName()
              + " makes a service that has no name: add @Named(\"…\") to it; it makes "
              + bean.getTypes());
    }
    String name = bean.getBeanClass().getSimpleName();
    return Character.toLowerCase(name.charAt(0)) + name.substring(1);
  }

  private static boolean isClass(Bean<?> bean) {
    return bean.getTypes().contains(bean.getBeanClass());
  }

  private void refuseOtherScopes() {
    Class<?> scope = bean.getScope();
    if (SCOPES.contains(scope)) {
      return;
    }
    String why =
        scope.equals(Dependent.class)
            ? "the host would run an instance that no other bean has"
            : "an instance does not live as long as the host";
    throw new IllegalStateException(
        "service '"
            + name
            + "' of "
            + bean.getBeanClass().getName()
            + " is @"
            + scope.getSimpleName()
            + ", so "
            + why
            + ": make it @ApplicationScoped or @Singleton; or hide it from the host by @Typed,"
            + " without HostedService among the types");
  }

  /**
   * Itself, and not the proxy that would be injected: a proxy has the types that the bean declares,
   * and the host looks for all that it has, such as {@code execute}.
   */
  HostedService instance(BeanContainer beans) {
    return instance(bean, beans);
  }

  private static <T extends HostedService> T instance(Bean<T> bean, BeanContainer beans) {
    return beans.getContext(bean.getScope()).get(bean, beans.createCreationalContext(bean));
  }

  /** What its annotation says, where that is not the default: settings need not overrule it. */
  void applyTo(ServiceOptions options) {
    HostedOptions said = annotation();
    if (said == null) {
      return;
    }
    options.dependsOn(said.dependsOn());
    if (said.onFailure() != OnFailure.STOP_HOST) {
      options.onFailure(said.onFailure().policy());
    }
    if (said.onStartFailure() != OnFailure.STOP_HOST) {
      options.onStartFailure(said.onStartFailure().policy());
    }
    if (said.waitForReady()) {
      options.waitForReady();
    }
    if (said.platformThreads()) {
      options.platformThreads();
    }
    if (said.readiness() != Readiness.STARTED) {
      options.readiness(said.readiness());
    }
  }

  private @Nullable HostedOptions annotation() {
    return isClass(bean)
        ? bean.getBeanClass().getAnnotation(HostedOptions.class)
        : Producer.of(name, bean.getBeanClass()).getAnnotation(HostedOptions.class);
  }
}
