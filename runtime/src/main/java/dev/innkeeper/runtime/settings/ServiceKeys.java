package dev.innkeeper.runtime.settings;

import dev.innkeeper.runtime.service.FailurePolicy;
import dev.innkeeper.runtime.service.Readiness;
import java.time.Duration;

/** Keys of each service. */
public final class ServiceKeys {

  static final Keys ALL = new Keys(Group.SERVICES);

  public static final Key<Boolean> ENABLED =
      ALL.add("enabled", Type.FLAG, "true", "Whether the service is part of the host.");

  public static final Key<Duration> START_TIMEOUT =
      ALL.add("startTimeout", Type.POSITIVE, null, "How long its start may take.");

  public static final Key<Duration> STOP_TIMEOUT =
      ALL.add(
          "stopTimeout",
          Type.POSITIVE,
          null,
          "How long its stop may take before it is abandoned; by default, its fair share.");

  public static final Key<Duration> INTERRUPT_AFTER =
      ALL.add(
          "interruptAfter",
          Type.ZERO_OR_MORE,
          null,
          "How long after it was asked to stop its work is interrupted.");

  public static final Key<Boolean> WAIT_FOR_READY =
      ALL.add(
          "waitForReady",
          Type.FLAG,
          "false",
          "Count it as started only once it has called context.ready().");

  public static final Key<Boolean> PLATFORM_THREADS =
      ALL.add("platformThreads", Type.FLAG, "false", "Run it on platform threads.");

  public static final Key<Readiness> READINESS =
      ALL.add("readiness", Type.READINESS, "started", "What the host's readiness asks of it.");

  public static final Key<Boolean> WATCHDOG =
      ALL.add(
          "watchdog",
          Type.FLAG,
          "false",
          "Withhold the signal to an external watchdog while this service is down.");

  public static final Key<Duration> HEALTH_CHECK_EVERY =
      ALL.add(
          "healthCheck.every",
          Type.POSITIVE,
          null,
          "How often its health check runs; needs a healthCheck in the code.");

  public static final Key<Duration> HEALTH_CHECK_TIMEOUT =
      ALL.add(
          "healthCheck.timeout",
          Type.POSITIVE,
          null,
          "How long a health check may take; shorter than its period.");

  public static final Key<FailurePolicy> ON_FAILURE =
      ALL.add("onFailure", Type.POLICY, "stopHost", "What follows when it fails while it runs.");

  public static final RestartKeys RESTART = RestartKeys.of(ALL, ON_FAILURE, "restart");

  public static final Key<FailurePolicy> ON_START_FAILURE =
      ALL.add(
          "onStartFailure", Type.POLICY, "stopHost", "What follows when its first start fails.");

  public static final RestartKeys START_RESTART =
      RestartKeys.of(ALL, ON_START_FAILURE, "startRestart");

  private ServiceKeys() {}
}
