package dev.innkeeper.spring;

import dev.innkeeper.runtime.ServiceOptions;
import dev.innkeeper.runtime.service.HostedService;
import dev.innkeeper.runtime.service.Readiness;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * How the host is to treat a bean that is a service: on its class, or on its {@code @Bean} method,
 * which wins over the class.
 *
 * <pre>{@code
 * @Bean
 * @HostedOptions(onFailure = OnFailure.RESTART, waitForReady = true, stopTimeout = "10s")
 * BackgroundService feed(Broker broker) { … }
 * }</pre>
 *
 * <p>Each element is the option of {@link ServiceOptions} with its name, and has its default.
 * Durations are like {@code 250ms}, {@code 20s}, {@code 1.5s} or {@code PT1M30S}; empty: not
 * chosen. A property such as {@code innkeeper.services.feed.stop-timeout} wins over the annotation,
 * and a line of the log says so.
 *
 * <p>What a service depends on is no option: it is what its bean depends on, and what
 * {@code @DependsOn} says. On a bean that is no {@link HostedService} it has no effect.
 *
 * @since 0.1
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.TYPE, ElementType.METHOD})
public @interface HostedOptions {

  /** See {@link ServiceOptions#startTimeout}. */
  String startTimeout() default "";

  /** See {@link ServiceOptions#stopTimeout}. */
  String stopTimeout() default "";

  /** See {@link ServiceOptions#interruptAfter}. */
  String interruptAfter() default "";

  /** See {@link ServiceOptions#onFailure}. */
  OnFailure onFailure() default OnFailure.STOP_HOST;

  /** See {@link ServiceOptions#onStartFailure}. */
  OnFailure onStartFailure() default OnFailure.STOP_HOST;

  /** See {@link ServiceOptions#waitForReady()}. */
  boolean waitForReady() default false;

  /** See {@link ServiceOptions#platformThreads()}. */
  boolean platformThreads() default false;

  /** See {@link ServiceOptions#readiness}. */
  Readiness readiness() default Readiness.STARTED;

  /** See {@link ServiceOptions#watchdog}. */
  boolean watchdog() default false;
}
