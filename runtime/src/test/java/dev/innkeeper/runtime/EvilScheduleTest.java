package dev.innkeeper.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ch.qos.logback.classic.Level;
import dev.innkeeper.runtime.jobs.RecurringJob;
import dev.innkeeper.runtime.report.ServiceState;
import dev.innkeeper.timer.testing.ManualTimeSource;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The text of a schedule is the user's code: whatever it does, the job is shown, and runs. */
class EvilScheduleTest {

  private static final Duration HOUR = Duration.ofHours(1);

  private final HostFixture fixture = new HostFixture();
  private final ManualTimeSource time = fixture.time;
  private final List<String> trail = fixture.trail;

  private RecurringJob job(EvilText evil) {
    return RecurringJob.on(evil.hourly()).build(run -> fixture.mark("run " + run.number()));
  }

  @ParameterizedTest
  @EnumSource
  void isShownInTheTextOfItsJob(EvilText evil) {
    assertEquals("RecurringJob[" + evil.shownHourly() + "]", job(evil).toString());
  }

  @ParameterizedTest
  @EnumSource
  void isShownInTheRefusalOfARunBeforeTheStart(EvilText evil) {
    assertEquals(
        "the recurring job ("
            + evil.shownHourly()
            + ") cannot be run yet: its service has not started; was the job added to a host"
            + " (HostBuilder.recurring), and is the host up?",
        assertThrows(RejectedExecutionException.class, () -> job(evil).runNow()).getMessage());
  }

  @ParameterizedTest
  @EnumSource
  void neitherFailsItsJobNorStopsTheHostWhenTheClockIsSetBack(EvilText evil) throws Exception {
    Host host = fixture.host().recurring("job", job(evil)).build();
    fixture.start(host);
    time.advance(HOUR.plusMinutes(1));
    time.moveWallClock(HOUR.negated());
    time.advance(HOUR.plusMinutes(2));
    assertEquals(List.of("3600 run 1", "7320 run 2"), trail);
    assertEquals(ServiceState.RUNNING, host.services().getFirst().state());
    assertTrue(fixture.stop(host).clean());
  }

  @ParameterizedTest
  @EnumSource
  void changesNothingInTheListingAndTheReportOfItsHost(EvilText evil) throws Exception {
    try (LogTrail log = LogTrail.from(Level.WARN)) {
      Host host = fixture.host().recurring("job", job(evil)).build();
      assertEquals("[job NEW]", host.services().toString());
      fixture.start(host);
      assertEquals("[job RUNNING]", host.services().toString());
      assertEquals("Host[inn, RUNNING]", host.toString());
      assertTrue(fixture.stop(host).clean());
      assertEquals(List.of(), log.lines());
    }
  }
}
