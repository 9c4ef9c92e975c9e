package dev.innkeeper.runtime;

import static dev.innkeeper.runtime.settings.ServiceKeys.HEALTH_CHECK_EVERY;
import static dev.innkeeper.runtime.settings.ServiceKeys.HEALTH_CHECK_TIMEOUT;

import dev.innkeeper.runtime.plan.HealthCheckPlan;
import dev.innkeeper.runtime.service.FailurePolicy;
import dev.innkeeper.runtime.service.RestartPolicy;
import dev.innkeeper.runtime.settings.Key;
import dev.innkeeper.runtime.settings.Options;
import dev.innkeeper.runtime.settings.RestartKeys;
import dev.innkeeper.runtime.settings.ServiceKeys;
import dev.innkeeper.runtime.settings.Values;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What a configuration chooses for a service. */
final class ServiceChoices {

  static final Options<ServiceOptions> OPTIONS = options();

  private static final List<Key<?>> HEALTH_CHECK =
      List.of(HEALTH_CHECK_EVERY, HEALTH_CHECK_TIMEOUT);

  private ServiceChoices() {}

  private static Options<ServiceOptions> options() {
    Options<ServiceOptions> all =
        new Options<ServiceOptions>()
            .add(
                ServiceKeys.ENABLED,
                service -> service.enabled,
                (service, enabled) -> service.enabled = enabled)
            .add(
                ServiceKeys.START_TIMEOUT,
                service -> service.startTimeout,
                ServiceOptions::startTimeout)
            .add(
                ServiceKeys.STOP_TIMEOUT,
                service -> service.stopTimeout,
                ServiceOptions::stopTimeout)
            .add(
                ServiceKeys.INTERRUPT_AFTER,
                service -> service.interruptAfter,
                ServiceOptions::interruptAfter)
            .add(
                ServiceKeys.WAIT_FOR_READY,
                service -> service.waitForReady,
                (service, wait) -> service.waitForReady = wait)
            .add(
                ServiceKeys.PLATFORM_THREADS,
                service -> service.platformThreads,
                (service, platform) -> service.platformThreads = platform)
            .add(ServiceKeys.READINESS, service -> service.readiness, ServiceOptions::readiness)
            .add(
                ServiceKeys.WATCHDOG,
                service -> service.watchdog,
                (service, watchdog) -> service.watchdog = watchdog)
            .together(
                HEALTH_CHECK_EVERY,
                service -> service.healthCheck != null,
                service -> service.healthCheck == null ? null : service.healthCheck.every())
            .together(
                HEALTH_CHECK_TIMEOUT,
                service -> service.healthCheck != null,
                service -> service.healthCheck == null ? null : service.healthCheck.timeout());
    addPolicy(all, ServiceKeys.RESTART, service -> service.failurePolicy);
    addPolicy(all, ServiceKeys.START_RESTART, service -> service.startFailurePolicy);
    return all;
  }

  private static void addPolicy(
      Options<ServiceOptions> all,
      RestartKeys keys,
      Function<ServiceOptions, @Nullable FailurePolicy> chosen) {
    all.together(keys.policy(), service -> true, chosen);
    addRestart(all, keys.first(), chosen, RestartPolicy::firstDelay);
    addRestart(all, keys.longest(), chosen, RestartPolicy::longestDelay);
    addRestart(all, keys.maxRestarts(), chosen, RestartPolicy::restarts);
    addRestart(all, keys.window(), chosen, RestartPolicy::window);
    addRestart(all, keys.orElse(), chosen, RestartPolicy::otherwise);
  }

  private static <T> void addRestart(
      Options<ServiceOptions> all,
      Key<T> key,
      Function<ServiceOptions, @Nullable FailurePolicy> chosen,
      Function<RestartPolicy, T> value) {
    all.together(
        key,
        service -> chosen.apply(service) instanceof RestartPolicy,
        service ->
            chosen.apply(service) instanceof RestartPolicy restart ? value.apply(restart) : null);
  }

  /** What cannot be set on its own. */
  static void setTogether(ServiceOptions service, Values values) {
    service.failurePolicy = policy(service.failurePolicy, ServiceKeys.RESTART, values);
    service.startFailurePolicy =
        policy(service.startFailurePolicy, ServiceKeys.START_RESTART, values);
    if (values.hasAny(HEALTH_CHECK)) {
      service.healthCheck = healthCheck(service.healthCheck, values);
    }
  }

  /** A restart that the code has chosen keeps what the configuration does not name. */
  private static @Nullable FailurePolicy policy(
      @Nullable FailurePolicy code, RestartKeys keys, Values values) {
    FailurePolicy configured = values.get(keys.policy()).orElse(null);
    FailurePolicy chosen =
        configured == null || (configured instanceof RestartPolicy && code instanceof RestartPolicy)
            ? code
            : configured;
    List<Key<?>> ofRestart = keys.ofRestart();
    if (!values.hasAny(ofRestart)) {
      return chosen;
    }
    if (chosen instanceof RestartPolicy restart) {
      return values.refusing(ofRestart, () -> keys.changed(restart, values));
    }
    FailurePolicy inForce = chosen == null ? FailurePolicy.stopHost() : chosen;
    throw values.refused(
        ofRestart,
        "there is no restart to change, since "
            + values.written(keys.policy())
            + " is "
            + keys.policy().type().writer().apply(inForce)
            + ": set it to restart, or leave this out");
  }

  private static HealthCheckPlan healthCheck(@Nullable HealthCheckPlan code, Values values) {
    if (code == null) {
      throw values.refused(
          HEALTH_CHECK, "the service has no health check: its code needs healthCheck");
    }
    return values.refusing(
        HEALTH_CHECK,
        () ->
            new HealthCheckPlan(
                values.or(HEALTH_CHECK_EVERY, code.every()),
                values.or(HEALTH_CHECK_TIMEOUT, code.timeout()),
                code.check()));
  }
}
