package dev.innkeeper.spring;

import dev.innkeeper.runtime.report.ServiceStatus;
import dev.innkeeper.runtime.service.BackgroundService;
import dev.innkeeper.runtime.service.HostView;
import dev.innkeeper.runtime.service.ServiceContext;
import java.util.List;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ApplicationContext;

/** Contexts with the auto-configuration, and what tests ask them. */
final class Contexts {

  private Contexts() {}

  static ApplicationContextRunner with(Class<?>... configurations) {
    return new ApplicationContextRunner()
        .withConfiguration(AutoConfigurations.of(InnkeeperAutoConfiguration.class))
        .withUserConfiguration(configurations);
  }

  static BackgroundService untilStopped() {
    return ServiceContext::awaitStop;
  }

  static HostView host(ApplicationContext context) {
    return context.getBean(HostView.class);
  }

  static List<String> names(ApplicationContext context) {
    return host(context).services().stream().map(ServiceStatus::name).toList();
  }

  static List<String> dependencies(ApplicationContext context, String service) {
    return host(context).service(service).dependsOn().stream().sorted().toList();
  }

  /** What Spring Boot prints in place of a stack. */
  static FailureAnalysis analysis(Throwable failure) {
    FailureAnalysis ofConfiguration = new HostConfigurationFailureAnalyzer().analyze(failure);
    FailureAnalysis found =
        ofConfiguration == null ? new HostStartFailureAnalyzer().analyze(failure) : ofConfiguration;
    if (found == null) {
      throw new AssertionError("nobody analyzes it", failure);
    }
    return found;
  }
}
