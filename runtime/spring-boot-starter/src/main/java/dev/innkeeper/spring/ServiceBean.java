package dev.innkeeper.spring;

import dev.innkeeper.runtime.HostBuilder;
import dev.innkeeper.runtime.ServiceOptions;
import dev.innkeeper.runtime.service.HostedService;
import dev.innkeeper.runtime.service.Readiness;
import java.time.Duration;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A bean that is a service, and how its host is to treat it. */
record ServiceBean(
    String name,
    HostedService service,
    int order,
    Set<String> dependencies,
    @Nullable HostedOptions options) {

  void addTo(HostBuilder host) {
    host.add(name, service, this::choose);
  }

  private void choose(ServiceOptions chosen) {
    chosen.dependsOn(dependencies.toArray(String[]::new));
    if (options != null) {
      choose(chosen, options);
    }
  }

  /** What is left at its default is not chosen: then no line says that a property overrules it. */
  private void choose(ServiceOptions chosen, HostedOptions wanted) {
    duration("startTimeout", wanted.startTimeout(), chosen::startTimeout);
    duration("stopTimeout", wanted.stopTimeout(), chosen::stopTimeout);
    duration("interruptAfter", wanted.interruptAfter(), chosen::interruptAfter);
    if (!wanted.onFailure().equals(OnFailure.STOP_HOST)) {
      chosen.onFailure(wanted.onFailure().policy());
    }
    if (!wanted.onStartFailure().equals(OnFailure.STOP_HOST)) {
      chosen.onStartFailure(wanted.onStartFailure().policy());
    }
    if (wanted.waitForReady()) {
      chosen.waitForReady();
    }
    if (wanted.platformThreads()) {
      chosen.platformThreads();
    }
    if (!wanted.readiness().equals(Readiness.STARTED)) {
      chosen.readiness(wanted.readiness());
    }
    if (wanted.watchdog()) {
      chosen.watchdog();
    }
  }

  private void duration(String element, String text, Consumer<Duration> option) {
    if (text.isEmpty()) {
      return;
    }
    try {
      option.accept(Amounts.duration(text));
    } catch (IllegalArgumentException e) {
      throw new HostConfigurationException(
          "@HostedOptions("
              + element
              + " = \""
              + text
              + "\") of the bean '"
              + name
              + "' cannot be used: "
              + e.getMessage()
              + ".",
          "Write a duration such as 20s, 250ms, 5m or PT20S.",
          e);
    }
  }
}
