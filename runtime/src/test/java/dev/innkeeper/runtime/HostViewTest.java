package dev.innkeeper.runtime;

import static dev.innkeeper.runtime.HostFixture.seconds;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.innkeeper.runtime.jobs.RecurringJob;
import dev.innkeeper.runtime.report.HostState;
import dev.innkeeper.runtime.service.HostView;
import dev.innkeeper.runtime.service.HostedService;
import dev.innkeeper.timer.testing.ManualTimeSource;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** A host as its services and those around it see it. */
class HostViewTest {

  private final HostFixture fixture = new HostFixture();
  private final ManualTimeSource time = fixture.time;
  private final List<String> trail = fixture.trail;
  private final MarkingServices marking = new MarkingServices(fixture);

  @Test
  void isWhatAServiceReadsFromItsContext() throws Exception {
    Host host =
        fixture.start(
            fixture
                .host()
                .add("a", marking.service("a"))
                .background(
                    "http",
                    context -> {
                      while (!context.awaitStop(seconds(1))) {
                        HostView view = context.host();
                        fixture.mark(
                            view.name()
                                + " "
                                + view.state()
                                + ", ready: "
                                + view.isReady()
                                + ", live: "
                                + view.isLive()
                                + ", a: "
                                + view.service("a").state());
                      }
                    }));
    trail.clear();
    time.advance(seconds(1));
    host.control("a").status();
    time.drive(() -> host.control("a").stop());
    time.advance(seconds(1));
    host.lifetime().requestDrain();
    time.advance(seconds(1));
    fixture.stop(host);
    assertEquals(
        List.of(
            "1 inn RUNNING, ready: true, live: true, a: RUNNING",
            "1 a stops",
            "2 inn RUNNING, ready: true, live: true, a: STOPPED",
            "3 inn RUNNING, ready: false, live: true, a: STOPPED"),
        trail);
  }

  @Test
  void letsAServiceGiveOrdersToOthers() throws Exception {
    Host host =
        fixture.start(
            fixture
                .host()
                .add("a", marking.service("a"))
                .background(
                    "operator",
                    context -> {
                      context.awaitStop(seconds(1));
                      context.host().control("a").restart();
                    }));
    time.advance(seconds(2));
    fixture.stop(host);
    assertEquals(List.of("0 a starts", "1 a stops", "1 a starts", "2 a stops"), trail);
  }

  @Test
  void hasTheServicesOfAType() {
    HostedService plain = marking.service("a");
    RecurringJob job = RecurringJob.every(seconds(1)).build(run -> {});
    HostView host =
        fixture
            .host()
            .add("a", plain)
            .recurring("job", job)
            .add("made", () -> RecurringJob.every(seconds(1)).build(run -> {}))
            .build();
    assertEquals(Set.of("job"), host.instancesOf(RecurringJob.class).keySet());
    assertEquals(List.of("a", "job"), List.copyOf(host.instancesOf(HostedService.class).keySet()));
    assertThrows(NullPointerException.class, () -> host.instancesOf(null));
  }

  @Test
  void saysWhyTheHostStops() throws Exception {
    Host host = fixture.host().build();
    assertEquals(Optional.empty(), host.lifetime().stopReason());
    fixture.start(host);
    assertEquals(Optional.empty(), host.lifetime().stopReason());
    assertThrows(NullPointerException.class, () -> host.lifetime().requestStop(null));
    host.lifetime().requestStop("the licence has expired");
    host.lifetime().requestStop("and more");
    fixture.stop(host);
    assertEquals(Optional.of("the licence has expired"), host.lifetime().stopReason());
  }

  @Test
  void saysWhatRunWouldThrow() throws Exception {
    Host host =
        fixture
            .host()
            .background(
                "w",
                context -> {
                  context.awaitStop(seconds(1));
                  throw new IOException("crash");
                })
            .build();
    fixture.start(host);
    assertEquals(Optional.empty(), host.failure());
    time.advance(seconds(2));
    assertEquals(HostState.STOPPED, host.state());
    Throwable failure = host.failure().orElseThrow();
    assertEquals(ServiceFailedException.class, failure.getClass());
    assertEquals("crash", failure.getCause().getMessage());
  }

  @Test
  void saysWhatTheStartHasFailedBy() throws Exception {
    Host host =
        fixture
            .host()
            .add(
                "bad",
                context -> {
                  throw new IOException("in use");
                })
            .build();
    HostStartException thrown = fixture.startFails(host);
    assertEquals(thrown.getMessage(), host.failure().orElseThrow().getMessage());
  }

  @Test
  void namesTheServicesThatThereAreIfAskedForAnother() {
    HostView host = fixture.host().add("mails", marking.service("mails")).build();
    assertEquals(
        "host 'inn' has no service 'mail'; did you mean 'mails'? There are [mails]",
        assertThrows(IllegalArgumentException.class, () -> host.service("mail")).getMessage());
  }
}
