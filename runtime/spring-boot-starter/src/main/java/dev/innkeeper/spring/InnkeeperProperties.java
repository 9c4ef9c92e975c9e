package dev.innkeeper.spring;

import dev.innkeeper.runtime.HostSettings;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The properties, for the metadata that IDEs complete from. Nothing is bound to it: {@link
 * Settings} reads the properties, and {@link HostSettings} says what is wrong with one.
 *
 * @param enabled Whether there is a host at all.
 * @param name Name of the host. Default: the value of spring.application.name, or else "innkeeper".
 * @param phase Phase of the lifecycle in which the host starts and stops. Default: before the port
 *     of the web server opens, and after it has answered its last request.
 * @param exitWhenStopped Whether the JVM exits when the host has stopped by itself, with code 1 if
 *     a service has failed. The context is closed in any case.
 * @param shutdownTimeout Time for the whole stop, from the close of the context: the drain, the web
 *     server's graceful shutdown and the host share it, and a fifth of it is the host's.
 * @param drainDelay How long a stop waits, with readiness refused, before the web server takes no
 *     more requests. Part of the shutdown timeout.
 * @param startupTimeout Time for the start of all services. Default: no limit.
 * @param startConcurrently Whether each service starts as soon as those that it depends on have.
 * @param stopConcurrently Whether each service stops as soon as those that depend on it have.
 * @param stopWhenComplete Whether the host, and with it the application, stops when the work of all
 *     background services is done.
 * @param warnAboutSlowStart How long the start of a service may take before the log warns of it.
 *     Zero: never.
 * @param mdcKey Key under which the name of a service is in the MDC of its threads. Empty: none.
 * @param services Options of single services, by the names of their beans.
 */
@ConfigurationProperties("innkeeper")
record InnkeeperProperties(
    @DefaultValue("true") boolean enabled,
    @Nullable String name,
    @Nullable Integer phase,
    @DefaultValue("true") boolean exitWhenStopped,
    @DefaultValue("25s") Duration shutdownTimeout,
    @DefaultValue("0s") Duration drainDelay,
    @Nullable Duration startupTimeout,
    @DefaultValue("false") boolean startConcurrently,
    @DefaultValue("false") boolean stopConcurrently,
    @DefaultValue("false") boolean stopWhenComplete,
    @DefaultValue("10s") Duration warnAboutSlowStart,
    @DefaultValue("service") String mdcKey,
    @Nullable Map<String, Service> services) {

  /**
   * Those of one service.
   *
   * @param startTimeout How long its start may take. Default: no limit of its own.
   * @param stopTimeout How long its stop may take. Default: its share of the shutdown timeout.
   * @param interruptAfter How long after being asked to stop its work is interrupted.
   * @param onFailure What follows when it fails after it has started.
   * @param onStartFailure What follows when its first start fails.
   * @param waitForReady Whether it counts as started only when it has called ready().
   * @param platformThreads Whether it runs on platform threads.
   */
  record Service(
      @Nullable Duration startTimeout,
      @Nullable Duration stopTimeout,
      @Nullable Duration interruptAfter,
      @DefaultValue("stop-host") OnFailure onFailure,
      @DefaultValue("stop-host") OnFailure onStartFailure,
      @DefaultValue("false") boolean waitForReady,
      @DefaultValue("false") boolean platformThreads) {}
}
