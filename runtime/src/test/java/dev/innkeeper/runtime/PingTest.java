package dev.innkeeper.runtime;

import static dev.innkeeper.runtime.HostFixture.seconds;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.innkeeper.runtime.report.HostEvent;
import dev.innkeeper.runtime.service.BackgroundService;
import dev.innkeeper.runtime.service.FailurePolicy;
import dev.innkeeper.runtime.service.HostView;
import dev.innkeeper.timer.testing.ManualTimeSource;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a watchdog asks a host. */
class PingTest {

  private final HostFixture fixture = new HostFixture();
  private final ManualTimeSource time = fixture.time;

  private boolean isAnswered(Host host) {
    HostView.Ping ping = host.ping();
    time.advance(seconds(1));
    return ping.isAnswered();
  }

  @Test
  void isAnsweredByAHostThatRuns() throws Exception {
    Host host = fixture.host().add("a", context -> {}).build();
    assertFalse(isAnswered(host), "not started");
    fixture.start(host);
    assertTrue(isAnswered(host));
    fixture.stop(host);
    assertFalse(isAnswered(host), "stopped");
  }

  @Test
  void isAnsweredWhateverServicesAndListenersDo() throws Exception {
    BackgroundService down =
        context -> {
          throw new IllegalStateException("broken");
        };
    Host host =
        fixture
            .host()
            .add("down", down, s -> s.onFailure(FailurePolicy.ignore()))
            .add("slow", context -> HostFixture.sleep(time, seconds(100)))
            .listener(this::hang)
            .build();
    time.start("starter", host::start);
    time.advance(seconds(1));
    assertTrue(isAnswered(host));
    fixture.stop(host);
  }

  private void hang(HostEvent event) {
    if (event instanceof HostEvent.ServiceFailed) {
      try {
        HostFixture.sleep(time, seconds(10));
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }

  @Test
  void goesByTheServicesThatAreMarked() {
    Host host =
        fixture
            .host()
            .add("db", context -> {}, ServiceOptions::watchdog)
            .add("mail", context -> {})
            .build();
    assertEquals(
        List.of("db true", "mail false"),
        host.services().stream().map(s -> s.name() + " " + s.watchdog()).toList());
  }
}
