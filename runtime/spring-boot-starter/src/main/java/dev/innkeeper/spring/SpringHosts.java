package dev.innkeeper.spring;

import dev.innkeeper.runtime.Host;
import dev.innkeeper.runtime.report.HostState;
import dev.innkeeper.runtime.service.HostView;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.boot.ExitCodeGenerator;
import org.springframework.context.SmartLifecycle;

/**
 * Starts the hosts of a context, and stops them.
 *
 * <p>A host that stops by itself takes the application with it: Spring would run on with nothing in
 * it, and nobody would restart it.
 */
final class SpringHosts
    implements SmartLifecycle, SmartInitializingSingleton, DisposableBean, ExitCodeGenerator {

  /** The hosts of one life of the context. */
  private record Life(List<Host> hosts, KeepAlive keepAlive, AtomicBoolean stoppedByContext) {

    Life(List<Host> hosts) {
      this(hosts, new KeepAlive(), new AtomicBoolean());
    }
  }

  private final HostsToBe toBe;
  private final StopClock clock;
  private final int phase;
  private final EndOfApplication end;
  private final PhaseTimeouts phases;

  /** Built but not started before the first start; null until the singletons exist. */
  private final AtomicReference<@Nullable Life> life = new AtomicReference<>();

  /** From a start to a stop of the context, even if the hosts have stopped by themselves. */
  private volatile boolean running;

  SpringHosts(
      HostsToBe toBe, StopClock clock, int phase, EndOfApplication end, PhaseTimeouts phases) {
    this.toBe = toBe;
    this.clock = clock;
    this.phase = phase;
    this.end = end;
    this.phases = phases;
  }

  @Override
  public void afterSingletonsInstantiated() {
    life.set(new Life(toBe.gather()));
  }

  /** The current hosts; that of the beans, if there is one, comes first. */
  List<Host> hosts() {
    Life now = life.get();
    if (now == null) {
      throw new IllegalStateException(
          "the host is created once all singletons exist: use it from a service, a request or a"
              + " listener, not from a constructor");
    }
    return now.hosts();
  }

  /** As views. */
  List<HostView> views() {
    return List.copyOf(hosts());
  }

  @Override
  public int getPhase() {
    return phase;
  }

  @Override
  public boolean isRunning() {
    return running;
  }

  // ---- start

  /** Another host each time, since a host lives once and a context may be started again. */
  @Override
  public void start() {
    clock.reset();
    phases.limit(clock.leftBeforeHost()); // what the last stop had left is void
    running = true;
    Life now = life.get();
    if (now == null || now.hosts().stream().anyMatch(SpringHosts::hasLived)) {
      now = new Life(toBe.build());
      life.set(now);
    }
    try {
      start(now);
    } catch (RuntimeException e) {
      stop();
      throw e;
    }
  }

  private static boolean hasLived(Host host) {
    return !host.state().equals(HostState.NEW);
  }

  private void start(Life now) {
    for (Host host : now.hosts()) {
      call(host::start);
      host.lifetime().onStopping(end::refuseTraffic);
      host.lifetime().onStopped(() -> hostHasStopped(now));
    }
    if (!now.hosts().isEmpty()) {
      now.keepAlive().begin();
    }
  }

  private void hostHasStopped(Life now) {
    if (!now.stoppedByContext().get()) {
      end.begin();
    }
  }

  // ---- stop

  /** Returns by the hosts' deadline, so Spring needs no timeout for this phase. */
  @Override
  public void stop() {
    clock.begin();
    running = false;
    Life now = life.get();
    if (now != null) {
      now.stoppedByContext().set(true);
      List<Host> reversed = new ArrayList<>(now.hosts()).reversed();
      reversed.forEach(host -> host.lifetime().requestStop("the application context is closed"));
      try {
        call(() -> reversed.forEach(Host::close));
      } finally { // close() refuses a thread of its own host
        now.keepAlive().end();
        phases.limit(clock.leftOfWhole()); // for the phases below, such as Spring's executors
      }
    }
  }

  /** A refresh that fails elsewhere destroys the beans, and may not stop them first. */
  @Override
  public void destroy() {
    if (running) {
      stop();
    }
  }

  private void call(Runnable call) {
    try {
      clock.call(call::run);
    } catch (RuntimeException e) {
      throw e;
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  /** 1 if a service has failed, for whoever restarts the process. */
  @Override
  public int getExitCode() {
    Life now = life.get();
    return now != null && now.hosts().stream().anyMatch(host -> host.failure().isPresent()) ? 1 : 0;
  }
}
