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
}
