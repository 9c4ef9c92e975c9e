package dev.innkeeper.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.innkeeper.runtime.report.ServiceStatus;
import dev.innkeeper.runtime.service.HostedLifecycleService;
import dev.innkeeper.runtime.service.ServiceContext;
import org.junit.jupiter.api.Test;

/** An order that comes when the host has started, and not a moment later: on real threads. */
class RestartAtOnceIT {

  private static final int HOSTS = 500;

  private static HostBuilder host() {
    return Host.builder("host")
        .add("a", context -> {})
        .add("b", context -> {})
        .background("c", ServiceContext::awaitStop)
        .startConcurrently()
        .stopConcurrently();
  }

  @Test
  void restartsEachServiceOfAHostThatHasStarted() throws Exception {
    restartAll(host());
  }

  @Test
  void restartsEachServiceOfAHostWithStepsAroundItsStart() throws Exception {
    restartAll(host().add("steps", new HostedLifecycleService() {}));
  }

  private static void restartAll(HostBuilder builder) throws Exception {
    for (int i = 0; i < HOSTS; i++) {
      try (Host host = builder.build()) {
        host.start();
        for (ServiceStatus service : host.services()) {
          assertEquals(1, host.control(service.name()).restart().restarts(), service.name());
        }
      }
    }
  }
}
