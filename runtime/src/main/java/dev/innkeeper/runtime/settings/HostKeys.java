package dev.innkeeper.runtime.settings;

import java.time.Duration;

/** Keys of the host. */
public final class HostKeys {

  static final Keys ALL = new Keys(Group.HOST);

  public static final Key<Boolean> START_CONCURRENTLY =
      ALL.add(
          "startConcurrently",
          Type.FLAG,
          "false",
          "Start each service as soon as its dependencies have started.");

  public static final Key<Boolean> STOP_CONCURRENTLY =
      ALL.add(
          "stopConcurrently",
          Type.FLAG,
          "false",
          "Stop each service as soon as its dependents have stopped.");

  public static final Key<Boolean> STOP_WHEN_COMPLETE =
      ALL.add(
          "stopWhenComplete",
          Type.FLAG,
          "false",
          "Stop the host when the work of all background services has ended.");

  public static final Key<Duration> STARTUP_TIMEOUT =
      ALL.add("startupTimeout", Type.POSITIVE, null, "How long the whole start may take.");

  public static final Key<Duration> SHUTDOWN_TIMEOUT =
      ALL.add("shutdownTimeout", Type.POSITIVE, "25s", "How long the whole stop may take.");

  public static final Key<Duration> DRAIN_DELAY =
      ALL.add(
          "drainDelay",
          Type.ZERO_OR_MORE,
          "0s",
          "How long a stop waits, with the host not ready, before it stops the first service.");

  public static final Key<Duration> WARN_ABOUT_SLOW_START =
      ALL.add(
          "warnAboutSlowStart",
          Type.ZERO_OR_MORE,
          "10s",
          "How long the start of a service may take before a warning; 0s means never.");

  public static final Key<Boolean> WARN_IF_FORGOTTEN =
      ALL.add(
          "warnIfForgotten",
          Type.FLAG,
          "true",
          "Warn when the JVM ends and nobody has asked the started host to stop.");

  public static final Key<String> MDC_KEY =
      ALL.add(
          "mdcKey",
          Type.TEXT,
          "service",
          "The MDC key for the name of a service; empty means none.");

  public static final Key<Long> RANDOM_SEED =
      ALL.add(
          "randomSeed",
          Type.LONG,
          null,
          "The seed of all jitter, for tests that must be repeatable.");

  private HostKeys() {}
}
