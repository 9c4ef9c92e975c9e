package dev.innkeeper.runtime;

import static dev.innkeeper.runtime.HostFixture.seconds;
import static dev.innkeeper.runtime.HostFixture.states;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.innkeeper.runtime.report.HostState;
import dev.innkeeper.runtime.report.StopReport;
import dev.innkeeper.timer.testing.ManualTimeSource;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A host has one life: it starts once. */
class HostLifeTest {

  private final HostFixture fixture = new HostFixture();
  private final ManualTimeSource time = fixture.time;
  private final List<String> trail = fixture.trail;
  private final MarkingServices marking = new MarkingServices(fixture);

  @Test
  void aHostIsStartedOnceWhateverBecameOfIt() throws Exception {
    Host starting = fixture.host().add("a", marking.service("a", 5, 0)).build();
    time.start("starter", starting::start);
    time.advance(seconds(1));
    assertEquals("STARTING", refusal(starting));
    time.advance(seconds(9));
    assertEquals("RUNNING", refusal(starting));
    assertTrue(fixture.stop(starting).clean());
    assertEquals("STOPPED", refusal(starting));
    Host failed = fixture.host().add("bad", marking.failing("bad", 0, new IOException())).build();
    fixture.startFails(failed);
    assertEquals("STOPPED", refusal(failed));
    assertEquals(List.of("0 a starts", "5 a started", "10 a stops", "10 bad starts"), trail);
  }

  private static String refusal(Host host) {
    String ofStart = assertThrows(IllegalStateException.class, host::start).getMessage();
    String ofRun = assertThrows(IllegalStateException.class, host::run).getMessage();
    assertEquals(ofStart, ofRun);
    return ofStart.replaceAll(
        "host 'inn' cannot be started, it is (.*): a host starts once, by start\\(\\) or by"
            + " run\\(\\); for another start build\\(\\) another host",
        "$1");
  }

  @Test
  void aStartAfterAStopIsRefused() throws Exception {
    Host host = fixture.host().add("a", marking.service("a")).build();
    fixture.stop(host);
    assertThrows(IllegalStateException.class, host::start);
    time.advance(seconds(1));
    assertEquals(List.of(), trail);
  }

  @Test
  void aStopBeforeTheStartTouchesNoServiceAndIsSeenByTheLifetime() throws Exception {
    Host host =
        fixture
            .host()
            .add("a", marking.service("a"))
            .background("w", context -> fixture.mark("works"))
            .build();
    fixture.markLifetime(host);
    host.lifetime().requestStop();
    assertEquals(HostState.NEW, host.state());
    StopReport report = host.stop();
    host.lifetime().onStopped(() -> fixture.mark("too late, so at once"));
    assertEquals(List.of("a NEW", "w NEW"), states(report));
    assertTrue(report.clean());
    assertEquals(List.of("0 stopping", "0 stopped", "0 too late, so at once"), trail);
    assertEquals(HostState.STOPPED, host.state());
  }
}
