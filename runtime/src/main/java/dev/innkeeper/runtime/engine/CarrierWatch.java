package dev.innkeeper.runtime.engine;

import dev.innkeeper.runtime.report.Health;
import dev.innkeeper.runtime.report.ServiceStatus.StuckThread;
import dev.innkeeper.runtime.snapshot.Events;
import dev.innkeeper.runtime.time.Durations;
import dev.innkeeper.timer.TimeSource;
import java.time.Duration;
import java.util.List;

/**
 * Notices when virtual threads do not get to run, because something holds their carriers: services
 * that compute without an end, or, on JDK 21 to 23, that wait in {@code synchronized}. Every five
 * seconds a virtual thread is started that does nothing; the host thread, which has no need of a
 * carrier, looks five seconds later whether it has run.
 *
 * <p>On the host thread alone. A host in manual time is not watched: its time says nothing about
 * threads.
 */
final class CarrierWatch {

  private static final long PATIENCE = Duration.ofSeconds(5).toNanos();

  /** That it has run is written by itself. */
  private static final class Canary implements Runnable {
    private volatile boolean hasRun;

    @Override
    public void run() {
      hasRun = true;
    }
  }

  private final Engine engine;
  private Canary canary = new Canary();
  private boolean stalled;

  CarrierWatch(Engine engine) {
    this.engine = engine;
  }

  void begin() {
    if (engine.time() == TimeSource.system()) {
      send();
    }
  }

  private void send() {
    long now = engine.clock().now();
    canary = new Canary();
    try {
      Thread.ofVirtual()
          .name(engine.plan().name() + "/carrier-watch")
          .inheritInheritableThreadLocals(false)
          .start(canary);
    } catch (Throwable t) { // there is no memory for it, which says nothing about carriers
      canary.hasRun = true;
    }
    lookAgain(now, now);
  }

  private void lookAgain(long now, long sent) {
    engine.deadlines().look(now + PATIENCE, () -> look(sent));
  }

  private void look(long sent) {
    if (engine.isStopRequested()) {
      engine.hostHealth().isOfItself(Health.up());
      return;
    }
    long now = engine.clock().now();
    if (canary.hasRun) {
      if (stalled) {
        stalled = false;
        engine.hostHealth().isOfItself(Health.up());
        engine.events().write(notices -> notices.carriersAreFree());
      }
      send();
      return;
    }
    if (!stalled) {
      stalled = true;
      tell(Duration.ofNanos(now - sent));
    }
    lookAgain(now, sent);
  }

  private void tell(Duration after) {
    List<StuckThread> holders = engine.stacks().ofCarriers();
    engine
        .hostHealth()
        .isOfItself(
            Health.degraded(
                "virtual threads have not been able to run for "
                    + Durations.show(after)
                    + ": their carriers are held"));
    engine.events().announce(new Events.CarriersHeld(engine.plan().name(), after, holders), null);
  }
}
