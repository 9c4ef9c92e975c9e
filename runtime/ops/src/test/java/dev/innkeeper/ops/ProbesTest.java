package dev.innkeeper.ops;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.innkeeper.runtime.Host;
import dev.innkeeper.runtime.HostBuilder;
import dev.innkeeper.runtime.HostExtension;
import dev.innkeeper.runtime.HostStartException;
import dev.innkeeper.runtime.report.Health;
import dev.innkeeper.runtime.report.HostEvent.HostStopped;
import dev.innkeeper.runtime.report.StopReport;
import dev.innkeeper.runtime.service.HostView;
import dev.innkeeper.runtime.service.HostedService;
import dev.innkeeper.runtime.service.ServiceContext;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Probes of hosts: when they are answered, and what keeps a host from its start. */
class ProbesTest {

  private static final List<String> PATHS = List.of("/livez", "/readyz", "/startupz");

  private final Probes probes = Probes.on(0);
  private final List<String> trail = Collections.synchronizedList(new ArrayList<>());

  private static HostBuilder orders(Probes probes) {
    return Host.builder("orders").warnIfForgotten(false).install(probes);
  }

  private void probe(String when) {
    for (String path : PATHS) {
      try {
        trail.add(when + ": " + ProbeClient.get(probes.port(), path));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  /** A service that probes in its start and in its stop. */
  private HostedService probing() {
    return new HostedService() {
      @Override
      public void start(ServiceContext context) {
        probe("starting");
      }

      @Override
      public void stop(ServiceContext context) {
        probe("stopping");
      }
    };
  }

  @Test
  void areAnsweredFromBeforeTheStartUntilAfterTheReport() throws Exception {
    HostExtension later =
        new HostExtension() {
          @Override
          public void opened(HostView host) {
            probe("opened");
          }

          @Override
          public void closed(StopReport report) {
            probe("closing");
          }
        };
    Host host =
        orders(probes)
            .install(later)
            .add(
                "db",
                () -> {
                  probe("created");
                  return probing();
                })
            .listener(event -> {
              if (event instanceof HostStopped) {
                probe("reported");
              }
            })
            .build();
    assertThrows(IllegalStateException.class, probes::port);
    host.start();
    probe("running");
    int port = probes.port();
    host.lifetime().requestDrain();
    probe("draining");
    host.stop();
    assertThrows(ConnectException.class, () -> ProbeClient.get(port, "/livez"));
    assertThrows(IllegalStateException.class, probes::port);
    assertEquals(
        List.of(
            "opened: 200 live",
            "opened: 503 not ready: waiting for db (new)",
            "opened: 503 not started: waiting for db (new)",
            "created: 200 live",
            "created: 503 not ready: waiting for db (starting)",
            "created: 503 not started: waiting for db (starting)",
            "starting: 200 live",
            "starting: 503 not ready: waiting for db (starting)",
            "starting: 503 not started: waiting for db (starting)",
            "running: 200 live",
            "running: 200 ready",
            "running: 200 started",
            "draining: 200 live",
            "draining: 503 not ready: a drain was requested",
            "draining: 200 started",
            "stopping: 200 live",
            "stopping: 503 not ready: the host is stopping",
            "stopping: 200 started",
            "reported: 200 live",
            "reported: 503 not ready: the host is stopping",
            "reported: 200 started",
            "closing: 200 live",
            "closing: 503 not ready: the host is stopping",
            "closing: 200 started"),
        trail);
  }

  @Test
  void areAnsweredWhileAStartIsRolledBack() {
    Host host =
        orders(probes)
            .add(
                "db",
                new HostedService() {
                  @Override
                  public void start(ServiceContext context) {}

                  @Override
                  public void stop(ServiceContext context) {
                    probe("rolled back");
                  }
                })
            .add(
                "inbox",
                context -> {
                  throw new IOException("no");
                })
            .build();
    assertThrows(HostStartException.class, host::start);
    assertEquals(
        List.of(
            "rolled back: 200 live",
            "rolled back: 503 not ready: the host is stopping",
            "rolled back: 503 not started: the host is stopping"),
        trail);
  }

  @Test
  void tellTheHealthOfAService() throws Exception {
    try (Host host =
        orders(probes)
            .background(
                "inbox/1",
                context -> {
                  context.health(Health.down("a secret"));
                  probe("in its work");
                  trail.clear();
                  context.awaitStop();
                })
            .build()) {
      host.start();
      while (host.health().status() != Health.Status.DOWN) {
        Thread.onSpinWait();
      }
      assertEquals(
          "503 inbox/1 (running): down", ProbeClient.get(probes.port(), "/healthz/inbox%2F1"));
      assertEquals(
          "503 the host (running): down\ninbox/1 (running): down",
          ProbeClient.get(probes.port(), "/healthz"));
      assertEquals("404", ProbeClient.get(probes.port(), "/healthz/mails").substring(0, 3));
    }
  }

  @Test
  void tellReasonsIfThatWasChosen() throws Exception {
    Probes talkative = probes.withReasons();
    try (Host host =
        orders(talkative)
            .add("db", (HostedService) context -> context.health(Health.degraded("it is slow")))
            .build()) {
      host.start();
      while (host.health().status() != Health.Status.DEGRADED) {
        Thread.onSpinWait();
      }
      assertEquals(
          "200 db (running): degraded: it is slow",
          ProbeClient.get(talkative.port(), "/healthz/db"));
      assertThrows(IllegalStateException.class, probes::port);
    }
  }

  @Test
  void areForOneHostAtATime() throws Exception {
    try (Host first = orders(probes).build();
        Host second = Host.builder("shop").install(probes).build()) {
      first.start();
      HostStartException thrown = assertThrows(HostStartException.class, second::start);
      assertEquals(
          "Probes on all addresses, port 0: open for host 'orders', so not for host 'shop' too:"
              + " install another instance in that one",
          thrown.getCause().getMessage());
      assertEquals("200 ready", ProbeClient.get(probes.port(), "/readyz"));
    }
  }

  @Test
  void areForOneHostAfterTheOtherOnTheSamePort() throws Exception {
    int port;
    try (Host first = orders(probes).build()) {
      first.start();
      port = probes.port();
      assertEquals("200 ready", ProbeClient.get(port, "/readyz"));
    }
    Probes fixed = Probes.on("127.0.0.1", port);
    for (int i = 0; i < 3; i++) {
      try (Host next = orders(fixed).build();
          ProbeClient half = startAndConnect(next, port)) {
        assertEquals(port, fixed.port());
        assertEquals("200 ready", ProbeClient.get(port, "/readyz"));
        next.stop();
        assertTrue(half.isDropped());
      }
    }
  }

  private static ProbeClient startAndConnect(Host host, int port) throws IOException {
    host.start();
    return ProbeClient.that(port, "GET /readyz HT");
  }

  @Test
  void haveAPlatformDaemonThreadWhileTheHostIsOpen() throws Exception {
    Host host = orders(probes).build();
    assertEquals(List.of(), threads());
    host.start();
    assertEquals(List.of("orders/probes daemon"), threads());
    host.stop();
    assertEquals(List.of(), threads());
  }

  private static List<String> threads() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().endsWith("/probes"))
        .map(thread -> thread.getName() + (thread.isDaemon() ? " daemon" : ""))
        .toList();
  }
}
