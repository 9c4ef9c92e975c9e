package dev.innkeeper.runtime;

import java.time.Duration;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Every log line of a host. */
final class HostLog {

  private static final Logger LOG = LoggerFactory.getLogger(Host.class);

  private final String host;

  HostLog(String host) {
    this.host = host;
  }

  // ---- the host

  void started(int services, Duration took) {
    String what = services == 1 ? "1 service" : services + " services";
    LOG.info("{} started: {} in {}", host, what, Durations.show(took));
  }

  void stopping(String reason) {
    LOG.info("{} is stopping: {}", host, reason);
  }

  void stopped(StopReport report) {
    if (report.clean()) {
      LOG.info("{}", report.summary());
      LOG.debug("{}", report);
    } else {
      LOG.warn("{}", report);
    }
  }

  void callbackFailed(String event, Throwable thrown) {
    LOG.error("{}: a callback for '{}' failed", host, event, thrown);
  }

  void callbacksOverdue(String event) {
    LOG.warn("{}: goes on without waiting for the callbacks for '{}'", host, event);
  }

  void keptAliveBy(List<String> threads) {
    LOG.info("{} has stopped; the JVM runs on until these threads end: {}", host, threads);
  }

  void broken(Throwable thrown) {
    LOG.error("{}: the host thread failed; this is a bug of Innkeeper", host, thrown);
  }

  // ---- its services

  void serviceStarting(String service) {
    LOG.debug("{}/{} is starting", host, service);
  }

  void serviceStarted(String service, Duration took) {
    LOG.debug("{}/{} started in {}", host, service, Durations.show(took));
  }

  void serviceStopping(String service) {
    LOG.debug("{}/{} is asked to stop", host, service);
  }

  void serviceStopped(String service, Duration took) {
    LOG.debug("{}/{} stopped in {}", host, service, Durations.show(took));
  }

  void serviceCompleted(String service) {
    LOG.debug("{}/{} has completed its work", host, service);
  }

  void startGivenUp(String service) {
    LOG.debug("{}/{}: start was given up", host, service);
  }

  void serviceFailed(String service, String where, Throwable thrown) {
    LOG.error("{}/{} failed {}", host, service, where, thrown);
  }

  void interrupted(String service, Duration after) {
    LOG.warn(
        "{}/{} is interrupted: it has not stopped {} after it was asked",
        host,
        service,
        Durations.show(after));
  }

  void endedLate(String service) {
    LOG.info("{}/{} has ended after all; it had been abandoned", host, service);
  }
}
