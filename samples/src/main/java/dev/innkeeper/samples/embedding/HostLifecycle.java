package dev.innkeeper.samples.embedding;

import dev.innkeeper.runtime.Host;
import dev.innkeeper.runtime.HostBuilder;
import dev.innkeeper.runtime.report.ServiceState;
import dev.innkeeper.runtime.report.ServiceStatus;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.ExitCodeGenerator;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.ApplicationContext;
import org.springframework.context.SmartLifecycle;

/**
 * A host that starts and stops with a Spring context: after the beans that its services use, before
 * the web server that uses its services, and the other way round.
 *
 * <p>A host that stops by itself, because a service failed or asked for it, takes the application
 * with it: without that Spring would run on with nothing in it, and nobody would restart it.
 */
// snippet: host-lifecycle
public final class HostLifecycle implements SmartLifecycle, ExitCodeGenerator {

  private final HostBuilder builder;
  private final ApplicationContext context;

  /** Written by the thread that starts the context, read by any; null before. */
  private volatile @Nullable Host host;

  /** Written by those that start and stop the context, read by the host's callback. */
  private volatile boolean stoppedByContext;

  public HostLifecycle(HostBuilder builder, ApplicationContext context) {
    this.builder = builder;
    this.context = context;
  }

  /** Another host each time, since a host lives once and a context may be started again. */
  @Override
  public void start() {
    Host started = builder.warnIfForgotten(false).build(); // it is stopped after the web server
    stoppedByContext = false;
    host = started;
    started.start(); // throws if it cannot, and so does the context's start
    started.lifetime().onStopped(this::endApplication);
  }

  /** Back at the host's shutdown timeout at the latest, so Spring needs no timeout of its own. */
  @Override
  public void stop() {
    Host started = host;
    if (started != null) {
      stoppedByContext = true;
      started.close();
    }
  }

  /**
   * Below the web server: the host has started before the port opens, and stops when the graceful
   * shutdown has answered the last request. Spring stops what has the highest phase first.
   */
  @Override
  public int getPhase() {
    return WebServerApplicationContext.START_STOP_LIFECYCLE_PHASE - 1024;
  }

  @Override
  public boolean isRunning() {
    Host started = host;
    return started != null && started.isLive();
  }

  /**
   * On a thread of its own, since the host is not through before its callbacks are; and not on a
   * daemon, which would end with the context, before it has said the exit code.
   */
  private void endApplication() {
    if (!stoppedByContext) {
      Thread.ofPlatform().name("spring-exit").daemon(false).start(this::exit);
    }
  }

  private void exit() {
    stop(); // waits for the last word on each service
    System.exit(SpringApplication.exit(context));
  }

  /** 1 if a service has failed, for whoever restarts the process. */
  @Override
  public int getExitCode() {
    Host started = host;
    return started != null && started.services().stream().anyMatch(HostLifecycle::hasFailed)
        ? 1
        : 0;
  }

  /** For good; it may have been abandoned on top of that. */
  private static boolean hasFailed(ServiceStatus service) {
    return service.failure().isPresent()
        && (service.state() == ServiceState.FAILED || service.state() == ServiceState.ABANDONED);
  }
}
// end
