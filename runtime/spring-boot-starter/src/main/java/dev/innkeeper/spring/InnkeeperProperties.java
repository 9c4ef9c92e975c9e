package dev.innkeeper.spring;

import dev.innkeeper.runtime.HostSettings;
import dev.innkeeper.runtime.jobs.WhenBusy;
import dev.innkeeper.runtime.jobs.WhenDuplicate;
import dev.innkeeper.runtime.service.Readiness;
import java.time.Duration;
import java.time.ZoneId;
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
 * @param randomSeed The seed of all jitter, for tests that must be repeatable.
 * @param services Options of single services, by the names of their beans.
 * @param queues Options of job queues, by the names of their beans.
 * @param jobs Options of recurring jobs, by the names of their beans.
 * @param schedulers Options of job schedulers, by the names of their beans.
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
    @Nullable Long randomSeed,
    @Nullable Map<String, Service> services,
    @Nullable Map<String, Queue> queues,
    @Nullable Map<String, Job> jobs,
    @Nullable Map<String, Scheduler> schedulers) {

  /**
   * Those of one service.
   *
   * @param enabled Whether the host has it at all.
   * @param startTimeout How long its start may take. Default: no limit of its own.
   * @param stopTimeout How long its stop may take. Default: its share of the shutdown timeout.
   * @param interruptAfter How long after being asked to stop its work is interrupted.
   * @param waitForReady Whether it counts as started only when it has called ready().
   * @param platformThreads Whether it runs on platform threads.
   * @param readiness What the host's readiness asks of it.
   * @param watchdog Whether a watchdog outside the process hears nothing while it is down.
   * @param healthCheck Times of its health check, which the code has chosen.
   * @param onFailure What follows when it fails after it has started.
   * @param restart Limits of the restarts of on-failure.
   * @param onStartFailure What follows when its first start fails.
   * @param startRestart Limits of the restarts of on-start-failure.
   */
  record Service(
      @DefaultValue("true") boolean enabled,
      @Nullable Duration startTimeout,
      @Nullable Duration stopTimeout,
      @Nullable Duration interruptAfter,
      @DefaultValue("false") boolean waitForReady,
      @DefaultValue("false") boolean platformThreads,
      @DefaultValue("started") Readiness readiness,
      @DefaultValue("false") boolean watchdog,
      @Nullable HealthCheck healthCheck,
      @DefaultValue("stop-host") OnFailure onFailure,
      @Nullable Restart restart,
      @DefaultValue("stop-host") OnFailure onStartFailure,
      @Nullable Restart startRestart) {}

  /**
   * Times of a health check.
   *
   * @param every Its period.
   * @param timeout How long a check may take; shorter than its period.
   */
  record HealthCheck(@Nullable Duration every, @Nullable Duration timeout) {}

  /**
   * Limits of restarts.
   *
   * @param first The longest wait before the first restart.
   * @param longest The longest wait before any restart.
   * @param maxRestarts How many restarts there may be within the window.
   * @param window How far back restarts count.
   * @param orElse What follows when no restart is left: stop-host or ignore.
   */
  record Restart(
      @DefaultValue("100ms") Duration first,
      @DefaultValue("30s") Duration longest,
      @DefaultValue("10") int maxRestarts,
      @DefaultValue("10m") Duration window,
      @DefaultValue("stop-host") OnFailure orElse) {}

  /**
   * Those of one job queue.
   *
   * @param workers How many jobs are run at a time.
   * @param capacity How many jobs there may be that have not ended.
   * @param spareWorkers How many workers are in reserve for those whose job was given up.
   * @param timeout How long one attempt at a job may take.
   * @param retry How a job that has failed is tried again.
   * @param rateLimit How many attempts may begin within a period.
   * @param whenDuplicate What becomes of a second job with the same key.
   * @param batching Limits of batches, of a queue that has batches.
   */
  record Queue(
      @DefaultValue("1") int workers,
      @DefaultValue("1000") int capacity,
      @DefaultValue("0") int spareWorkers,
      @Nullable Duration timeout,
      @Nullable Retry retry,
      @Nullable RateLimit rateLimit,
      @Nullable WhenDuplicate whenDuplicate,
      @Nullable Batching batching) {}

  /**
   * Retries of a job.
   *
   * @param maxRetries How often a job that has failed is tried again.
   * @param first The longest wait before the first retry.
   * @param longest The longest wait before any retry.
   */
  record Retry(
      @DefaultValue("0") int maxRetries,
      @DefaultValue("100ms") Duration first,
      @DefaultValue("30s") Duration longest) {}

  /**
   * A rate.
   *
   * @param number How many attempts may begin within the period.
   * @param period The period.
   */
  record RateLimit(@Nullable Integer number, @Nullable Duration period) {}

  /**
   * Limits of batches.
   *
   * @param maxSize How many jobs a batch has.
   * @param linger How long the first job of a batch waits for others.
   */
  record Batching(@Nullable Integer maxSize, @Nullable Duration linger) {}

  /**
   * Those of one recurring job.
   *
   * @param cron When it runs, as a cron expression.
   * @param zone The time zone of cron. Default: that of the schedule in the code.
   * @param every Its period, if it runs once in each.
   * @param fixedDelay How long after the end of a run the next one is due.
   * @param timeout How long a run may take before it is interrupted.
   * @param jitter Each run waits a random time, less than this.
   * @param initialRun Whether it also runs when the service has started.
   * @param paused Whether it begins paused.
   * @param whenBusy What becomes of a tick that comes while a run is going on: skip or queue-one.
   * @param failAfter How many runs in a row may fail before its service does. Default: any number.
   */
  record Job(
      @Nullable String cron,
      @Nullable ZoneId zone,
      @Nullable Duration every,
      @Nullable Duration fixedDelay,
      @Nullable Duration timeout,
      @DefaultValue("0s") Duration jitter,
      @DefaultValue("false") boolean initialRun,
      @DefaultValue("false") boolean paused,
      @DefaultValue("skip") WhenBusy whenBusy,
      @Nullable Integer failAfter) {}

  /**
   * Those of one job scheduler.
   *
   * @param tolerance By how much runs may be late, so that they share wake-ups.
   */
  record Scheduler(@DefaultValue("1ms") Duration tolerance) {}
}
