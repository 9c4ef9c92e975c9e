package dev.innkeeper.cdi;

import dev.innkeeper.runtime.ServiceOptions;
import dev.innkeeper.runtime.service.FailurePolicy;
import dev.innkeeper.runtime.service.Readiness;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * How the host is to treat a service: {@link ServiceOptions} for a bean, on its class or on its
 * producer.
 *
 * <pre>{@code
 * @ApplicationScoped
 * @HostedOptions(dependsOn = "migrations", onFailure = OnFailure.RESTART)
 * class Inbox implements BackgroundService { … }
 * }</pre>
 *
 * <p>Durations are no part of it: they belong to a configuration, see {@link
 * dev.innkeeper.runtime.HostSettings}, or to a {@link HostCustomizer}.
 *
 * @since 0.1
 */
@Documented
@Inherited
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.TYPE, ElementType.METHOD, ElementType.FIELD})
public @interface HostedOptions {

  /** See {@link ServiceOptions#dependsOn}. */
  String[] dependsOn() default {};

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

  /** The policies that need no figures; a {@link HostCustomizer} can give them. */
  enum OnFailure {
    /** {@link FailurePolicy#stopHost()}. */
    STOP_HOST,
    /** {@link FailurePolicy#ignore()}. */
    IGNORE,
    /** {@link FailurePolicy#restart()}, with its defaults. */
    RESTART;

    FailurePolicy policy() {
      return switch (this) {
        case STOP_HOST -> FailurePolicy.stopHost();
        case IGNORE -> FailurePolicy.ignore();
        case RESTART -> FailurePolicy.restart();
      };
    }
  }
}
