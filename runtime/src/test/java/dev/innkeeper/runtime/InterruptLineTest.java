package dev.innkeeper.runtime;

import static dev.innkeeper.runtime.HostFixture.seconds;
import static dev.innkeeper.runtime.HostFixture.sleep;
import static dev.innkeeper.runtime.HostFixture.sleepDeaf;
import static org.junit.jupiter.api.Assertions.assertEquals;

import ch.qos.logback.classic.Level;
import dev.innkeeper.runtime.service.HostedLifecycleService;
import dev.innkeeper.runtime.service.HostedService;
import dev.innkeeper.runtime.service.ServiceContext;
import dev.innkeeper.timer.testing.ManualTimeSource;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The log line of an interrupt says since when its service was asked to stop, if it was. */
class InterruptLineTest {

  private final HostFixture fixture = new HostFixture();
  private final ManualTimeSource time = fixture.time;

  private List<String> interruptsInTheStopOf(HostBuilder builder) throws Exception {
    try (LogTrail log = LogTrail.from(Level.WARN)) {
      fixture.stop(fixture.start(builder));
      return interruptsIn(log);
    }
  }

  private static List<String> interruptsIn(LogTrail log) {
    return log.lines().stream().filter(line -> line.contains("is interrupted")).toList();
  }

  private HostedLifecycleService hangingBeforeItsStop() {
    return new HostedLifecycleService() {
      @Override
      public void stopping(ServiceContext context) throws InterruptedException {
        sleep(time, Duration.ofDays(1));
      }
    };
  }

  private HostedLifecycleService hangingAfterItsStop() {
    return new HostedLifecycleService() {
      @Override
      public void stopped(ServiceContext context) throws InterruptedException {
        sleep(time, Duration.ofDays(1));
      }
    };
  }

  private HostedService hangingInItsStop() {
    return new HostedService() {
      @Override
      public void start(ServiceContext context) {}

      @Override
      public void stop(ServiceContext context) throws InterruptedException {
        sleep(time, Duration.ofDays(1));
      }
    };
  }

  @Test
  void saysSinceWhen() throws Exception {
    assertEquals(
        List.of("WARN inn/w is interrupted: it has not stopped 9.88 s after it was asked"),
        interruptsInTheStopOf(fixture.host().add("w", hangingInItsStop())));
  }

  @Test
  void saysNoTimeBelowAMillisecond() throws Exception {
    assertEquals(
        List.of("WARN inn/w is interrupted"),
        interruptsInTheStopOf(
            fixture
                .host()
                .background(
                    "w",
                    context -> sleep(time, Duration.ofDays(1)),
                    s -> s.interruptAfter(Duration.ofNanos(999_999)))));
  }

  @Test
  void saysNoTimeOfAServiceThatHangsBeforeItIsAsked() throws Exception {
    assertEquals(
        List.of("WARN inn/w is interrupted"),
        interruptsInTheStopOf(fixture.host().add("w", hangingBeforeItsStop())));
  }

  @Test
  void saysNoTimeOfAServiceThatHangsAfterItHasStopped() throws Exception {
    assertEquals(
        List.of("WARN inn/w is interrupted"),
        interruptsInTheStopOf(fixture.host().add("w", hangingAfterItsStop())));
  }

  @Test
  void countsFromTheTurnOfTheServiceAndNotFromTheStopOfTheHost() throws Exception {
    assertEquals(
        List.of(
            "WARN inn/deaf is interrupted: it has not stopped 2.00 s after it was asked",
            "WARN inn/w is interrupted: it has not stopped 500 ms after it was asked"),
        interruptsInTheStopOf(
            fixture
                .host()
                .background("w", context -> sleep(time, Duration.ofDays(1)))
                .background(
                    "deaf",
                    context -> sleepDeaf(time, Duration.ofDays(1)),
                    s -> s.stopTimeout(Duration.ofHours(1)))));
  }

  @Test
  void countsNoTimeInWhichTheProcessStoodStill() throws Exception {
    try (LogTrail log = LogTrail.from(Level.WARN)) {
      Host host =
          fixture.start(
              fixture
                  .host()
                  .background("w", context -> sleep(time, Duration.ofDays(1)))
                  .add("slow", hangingInItsStop()));
      host.lifetime().requestStop();
      time.advance(seconds(1));
      time.freeze(seconds(60));
      fixture.stop(host);
      assertEquals(
          List.of(
              "WARN inn/slow is interrupted: it has not stopped 160 ms after it was asked",
              "WARN inn/w is interrupted: it has not stopped 117 ms after it was asked"),
          interruptsIn(log));
    }
  }

  @Test
  void isNotWrittenForAStartThatIsGivenUp() throws Exception {
    try (LogTrail log = LogTrail.from(Level.WARN)) {
      Host host =
          fixture.starting(fixture.host().add("w", context -> sleep(time, Duration.ofDays(1))));
      time.advance(seconds(1));
      fixture.stop(host);
      assertEquals(List.of(), log.lines());
    }
  }
}
