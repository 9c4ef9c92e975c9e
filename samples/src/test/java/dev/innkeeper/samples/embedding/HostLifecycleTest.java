package dev.innkeeper.samples.embedding;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.innkeeper.runtime.Host;
import dev.innkeeper.runtime.service.HostedService;
import dev.innkeeper.runtime.service.ServiceContext;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.SmartLifecycle;
import org.springframework.context.support.GenericApplicationContext;

/** What Spring does to a life cycle, in this process. */
class HostLifecycleTest {

  private final List<String> trail = new CopyOnWriteArrayList<>();

  private final HostedService service =
      new HostedService() {
        @Override
        public void start(ServiceContext context) {
          trail.add("start");
        }

        @Override
        public void stop(ServiceContext context) {
          trail.add("stop");
        }
      };

  @Test
  void aContextThatIsStoppedAndStartedAgainHasAnotherHost() {
    try (GenericApplicationContext context = new GenericApplicationContext()) {
      HostLifecycle lifecycle =
          new HostLifecycle(Host.builder("orders").add("service", service), context);
      context.registerBean(HostLifecycle.class, () -> lifecycle);
      context.refresh();
      assertTrue(lifecycle.isRunning());
      context.stop();
      assertFalse(lifecycle.isRunning());
      context.start();
      assertTrue(lifecycle.isRunning());
    }
    assertEquals(List.of("start", "stop", "start", "stop"), trail);
  }

  @Test
  void theHostIsThereBeforeAndAfterAllThatMayUseItsServices() {
    try (GenericApplicationContext context = new GenericApplicationContext()) {
      context.registerBean(
          "listener", Part.class, () -> new Part("listener", SmartLifecycle.DEFAULT_PHASE));
      context.registerBean(
          HostLifecycle.class,
          () -> new HostLifecycle(Host.builder("orders").add("service", service), context));
      context.registerBean(
          "port",
          Part.class,
          () -> new Part("port", WebServerApplicationContext.START_STOP_LIFECYCLE_PHASE));
      context.registerBean(
          "requests",
          Part.class,
          () -> new Part("requests", WebServerApplicationContext.GRACEFUL_SHUTDOWN_PHASE));
      context.refresh();
    }
    assertEquals(
        List.of(
            "start",
            "port start",
            "requests start",
            "listener start",
            "listener stop",
            "requests stop",
            "port stop",
            "stop"),
        trail);
  }

  /** Something else of the application that starts and stops in a phase of its own. */
  private final class Part implements SmartLifecycle {

    private final String name;
    private final int phase;
    private volatile boolean running;

    Part(String name, int phase) {
      this.name = name;
      this.phase = phase;
    }

    @Override
    public void start() {
      running = true;
      trail.add(name + " start");
    }

    @Override
    public void stop() {
      running = false;
      trail.add(name + " stop");
    }

    @Override
    public boolean isRunning() {
      return running;
    }

    @Override
    public int getPhase() {
      return phase;
    }
  }
}
