package dev.innkeeper.runtime;

import java.time.Duration;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Every log line of a host. What a logger throws (a binding that prints an exception calls its
 * {@code getMessage()}, which is user code) must not harm the host, and there is nowhere left to
 * tell it.
 */
final class HostLog {

  private static final Logger LOG = LoggerFactory.getLogger(Host.class);

  private final String host;

  HostLog(String host) {
    this.host = host;
  }

  // ---- the host

  void started(int services, Duration took) {
    String what = services == 1 ? "1 service" : services + " services";
    write(() -> LOG.info("{} started: {} in {}", host, what, Durations.show(took)));
  }

  void stopping(String reason) {
    write(() -> LOG.info("{} is stopping: {}", host, reason));
  }

  void stopped(StopReport report) {
    if (report.clean()) {
      write(() -> LOG.info("{}", report.summary()));
      write(() -> LOG.debug("{}", report));
    } else {
      write(() -> LOG.warn("{}", report));
    }
  }

  void callbackFailed(String event, Throwable thrown) {
    write(() -> LOG.error("{}: a callback for '{}' failed", host, event, thrown));
  }

  void callbacksOverdue(String event) {
    write(() -> LOG.warn("{}: goes on without waiting for the callbacks for '{}'", host, event));
  }

  void keptAliveBy(List<String> threads) {
    write(() ->
        LOG.info("{} has stopped; the JVM runs on until these threads end: {}", host, threads));
  }

  void broken(Throwable thrown) {
    write(() -> LOG.error("{}: the host thread failed; this is a bug of Innkeeper", host, thrown));
  }

  // ---- its services

  void serviceStarting(String service) {
    write(() -> LOG.debug("{}/{} is starting", host, service));
  }

  void serviceStarted(String service, Duration took) {
    write(() -> LOG.debug("{}/{} started in {}", host, service, Durations.show(took)));
  }

  void serviceStopping(String service) {
    write(() -> LOG.debug("{}/{} is asked to stop", host, service));
  }

  void serviceStopped(String service, Duration took) {
    write(() -> LOG.debug("{}/{} stopped in {}", host, service, Durations.show(took)));
  }

  void serviceCompleted(String service) {
    write(() -> LOG.debug("{}/{} has completed its work", host, service));
  }

  void startGivenUp(String service) {
    write(() -> LOG.debug("{}/{}: start was given up", host, service));
  }

  void serviceFailed(String service, String where, Throwable thrown) {
    write(() -> LOG.error("{}/{} failed {}", host, service, where, thrown));
  }

  void interrupted(String service, Duration after) {
    write(() ->
        LOG.warn(
            "{}/{} is interrupted: it has not stopped {} after it was asked",
            host,
            service,
            Durations.show(after)));
  }

  void endedLate(String service) {
    write(() -> LOG.info("{}/{} has ended after all; it had been abandoned", host, service));
  }

  private static void write(Runnable line) {
    try {
      line.run();
    } catch (RuntimeException | LinkageError e) {
      return;
    }
  }
}
