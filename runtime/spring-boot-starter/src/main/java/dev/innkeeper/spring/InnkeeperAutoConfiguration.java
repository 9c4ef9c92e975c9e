package dev.innkeeper.spring;

import dev.innkeeper.runtime.service.HostView;
import dev.innkeeper.runtime.service.HostedService;
import dev.innkeeper.timer.TimeSource;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.LazyInitializationExcludeFilter;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.core.env.Environment;

/**
 * A host for the beans of type {@link HostedService}, which starts and stops with the context: each
 * is a service named as its bean, and depends on the services that its bean depends on.
 *
 * <pre>{@code
 * @Bean
 * BackgroundService inbox(DataSource db) {    // nothing else to write
 *   return context -> …;
 * }
 * }</pre>
 *
 * <p>It starts before the port of a web server opens, and stops after the last request was
 * answered. A bean of type {@link HostView} is what others see of it. {@code
 * innkeeper.enabled=false} turns all of this off.
 *
 * @since 0.1
 */
@AutoConfiguration
@ConditionalOnBooleanProperty(name = "innkeeper.enabled", matchIfMissing = true)
public final class InnkeeperAutoConfiguration {

  /** It starts before the port opens, and stops after that is closed. */
  private static final int BEFORE_WEB_SERVER =
      WebServerApplicationContext.START_STOP_LIFECYCLE_PHASE - 1024;

  /** Spring's own sign of a test's context. */
  private static final String IN_A_TEST =
      "org.springframework.boot.test.context.SpringBootTestContextBootstrapper";

  /** With lazy initialization nobody would ask for a service, so none would start. */
  @Bean
  static LazyInitializationExcludeFilter innkeeperIsNotLazy() {
    return LazyInitializationExcludeFilter.forBeanTypes(
        HostedService.class, SpringHosts.class, Drain.class);
  }

  @Bean
  Settings innkeeperSettings(Environment environment) {
    return Settings.of(environment);
  }

  @Bean
  StopClock innkeeperStopClock(
      Settings settings, Environment environment, ObjectProvider<TimeSource> time) {
    return new StopClock(time.getIfAvailable(TimeSource::system), Times.of(settings, environment));
  }

  @Bean
  EndOfApplication innkeeperEndOfApplication(
      Environment environment, ConfigurableApplicationContext context) {
    boolean exits =
        Binder.get(environment).bind("innkeeper.exit-when-stopped", Boolean.class).orElse(true);
    boolean inTest = environment.getProperty(IN_A_TEST, Boolean.class, false);
    return new EndOfApplication(context, exits && !inTest);
  }

  @Bean
  PhaseTimeouts innkeeperPhaseTimeouts(ConfigurableApplicationContext context) {
    return new PhaseTimeouts(context);
  }

  @Bean
  SpringHosts innkeeperHosts(
      ConfigurableListableBeanFactory beans,
      Environment environment,
      Settings settings,
      StopClock clock,
      EndOfApplication end,
      PhaseTimeouts phases) {
    HostsToBe toBe = new HostsToBe(beans, environment, settings, clock.times(), clock.time());
    return new SpringHosts(toBe, clock, phase(environment), end, phases);
  }

  private static int phase(Environment environment) {
    return Binder.get(environment).bind("innkeeper.phase", Integer.class).orElse(BEFORE_WEB_SERVER);
  }

  @Bean
  Drain innkeeperDrain(
      SpringHosts hosts,
      StopClock clock,
      EndOfApplication end,
      PhaseTimeouts phases,
      ConfigurableApplicationContext context) {
    return new Drain(hosts, clock, end, phases, context);
  }

  @Bean
  HostView innkeeperHost(SpringHosts hosts) {
    return new SpringHostView(hosts);
  }
}
