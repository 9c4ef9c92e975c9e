package dev.innkeeper.spring;

import dev.innkeeper.runtime.Host;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.ApplicationContext;
import org.springframework.context.ApplicationListener;
import org.springframework.context.SmartLifecycle;
import org.springframework.context.event.ContextClosedEvent;
import org.springframework.core.Ordered;

/**
 * Begins the stop when the context is closed: readiness is refused, and the clock runs. Before the
 * web server takes no more requests it waits until load balancers have noticed. What stops before
 * that, such as listeners of messages, does so meanwhile.
 */
final class Drain implements SmartLifecycle, ApplicationListener<ContextClosedEvent>, Ordered {

  private final SpringHosts hosts;
  private final StopClock clock;
  private final EndOfApplication end;
  private final PhaseTimeouts phases;
  private final ApplicationContext context;

  private volatile boolean running;

  Drain(
      SpringHosts hosts,
      StopClock clock,
      EndOfApplication end,
      PhaseTimeouts phases,
      ApplicationContext context) {
    this.hosts = hosts;
    this.clock = clock;
    this.end = end;
    this.phases = phases;
    this.context = context;
  }

  /** Before the executors of Spring, which take no more tasks at this event. */
  @Override
  public int getOrder() {
    return HIGHEST_PRECEDENCE;
  }

  @Override
  public void onApplicationEvent(ContextClosedEvent event) {
    if (event.getApplicationContext().equals(context) && running) {
      begin();
    }
  }

  private void begin() {
    if (clock.begin()) {
      end.refuseTraffic();
      hosts.hosts().forEach(host -> host.lifetime().requestDrain());
      phases.limit(clock.leftBeforeHost());
    }
  }

  /** Just before the web server's graceful shutdown. */
  @Override
  public int getPhase() {
    return WebServerApplicationContext.GRACEFUL_SHUTDOWN_PHASE + 1;
  }

  @Override
  public void start() {
    running = true;
  }

  /** A context that is stopped and not closed comes here without having been told before. */
  @Override
  public void stop() {
    begin();
    try {
      clock.call(this::awaitDrain);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // somebody is in a hurry
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
    phases.limit(clock.leftBeforeHost());
    running = false;
  }

  /** A host that has stopped by itself has nothing left to drain. */
  private void awaitDrain() throws InterruptedException {
    for (Host host : hosts.hosts()) {
      if (host.isLive()) {
        host.awaitTermination(clock.leftOfDrain());
      }
    }
  }

  @Override
  public boolean isRunning() {
    return running;
  }
}
