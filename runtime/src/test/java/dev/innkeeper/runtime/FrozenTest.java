package dev.innkeeper.runtime;

import static dev.innkeeper.runtime.CrashingServices.FOR_EVER;
import static dev.innkeeper.runtime.HostFixture.seconds;
import static dev.innkeeper.runtime.HostFixture.sleep;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ch.qos.logback.classic.Level;
import dev.innkeeper.runtime.jobs.JobHandle;
import dev.innkeeper.runtime.jobs.JobQueue;
import dev.innkeeper.runtime.report.HostEvent;
import dev.innkeeper.runtime.report.ServiceState;
import dev.innkeeper.runtime.service.FailurePolicy;
import dev.innkeeper.timer.testing.ManualTimeSource;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** A process that stood still (suspended, a debugger's breakpoint) takes nobody's time. */
class FrozenTest {

  private final HostFixture fixture = new HostFixture();
  private final ManualTimeSource time = fixture.time;
  private final List<String> trail = fixture.trail;
  private final MarkingServices marking = new MarkingServices(fixture);
  private final CrashingServices crashing = new CrashingServices(fixture);

  /** A keeper of the host's time that wakes in the middle, so that the freeze is seen. */
  private static HostBuilder looking(HostBuilder builder) {
    return builder.add("clock", context -> {}, s -> s.startTimeout(Duration.ofDays(1)));
  }

  @Test
  void doesNotCountAgainstAStartTimeout() throws Exception {
    Host host =
        fixture
            .host()
            .add("slow", marking.service("slow", 5, 0), s -> s.startTimeout(seconds(8)))
            .build();
    time.start("starter", host::start);
    time.advance(seconds(4));
    time.freeze(seconds(30));
    time.advance(seconds(10));
    assertTrue(host.isReady(), "the start took five seconds of the eight");
    fixture.stop(host);
  }

  @Test
  void doesNotCountAgainstTheTimeoutOfAJob() throws Exception {
    JobQueue<String, Void> queue =
        JobQueue.<String>builder(
                "jobs",
                item -> {
                  fixture.mark("begins");
                  for (int i = 0; i < 3; i++) {
                    sleep(time, seconds(1));
                  }
                  fixture.mark("done");
                })
            .timeout(seconds(5))
            .build();
    Host host = fixture.host().queue(queue).build();
    fixture.start(host);
    JobHandle<Void> handle = time.drive(() -> queue.submit("a"));
    time.advance(Duration.ofMillis(1_500));
    time.freeze(seconds(30));
    time.advance(seconds(5));
    assertEquals(JobHandle.State.SUCCEEDED, handle.state());
    assertEquals(List.of("0 begins", "32.500 done"), trail);
    fixture.stop(host);
  }

  @Test
  void givesBackAllThatAShortTimeoutHadLeft() throws Exception {
    Host host =
        fixture
            .host()
            .add("slow", marking.service("slow", 25, 0), s -> s.startTimeout(seconds(30)))
            .build();
    time.start("starter", host::start);
    time.advance(seconds(1));
    time.freeze(seconds(31)); // it woke two seconds late
    time.advance(seconds(20));
    assertTrue(host.isReady(), "the start took 25 seconds of the 30");
    fixture.stop(host);
  }

  @Test
  void doesNotBeginALongTimeoutAgain() throws Exception {
    Host host =
        fixture
            .host()
            .warnAboutSlowStart(Duration.ZERO)
            .add(
                "slow",
                marking.service("slow", 10_000, 0),
                s -> s.startTimeout(Duration.ofHours(1)))
            .build();
    time.start(
        "starter",
        () -> {
          HostStartException failed = assertThrows(HostStartException.class, host::start);
          fixture.mark("failed: " + failed.getSuppressed().length);
        });
    time.advance(seconds(3_599));
    time.freeze(seconds(3)); // two seconds late: half a minute is given again
    time.advance(seconds(60));
    assertEquals(List.of("0 slow starts", "3632 slow interrupted", "3632 failed: 0"), trail);
  }

  @Test
  void doesNotBeginALongBackOffAgain() throws Exception {
    List<Duration> starts = new CopyOnWriteArrayList<>();
    AtomicReference<Duration> backOff = new AtomicReference<>();
    Host host = fixture.start(restartedInAnHour(starts, backOff::set));
    time.advance(Duration.ZERO);
    Duration delay = backOff.get();
    time.advance(delay.minusSeconds(1));
    time.freeze(seconds(3)); // two seconds late: half a minute is given again
    time.advance(Duration.ofHours(2));
    assertEquals(List.of(Duration.ZERO, delay.plusSeconds(32)), starts);
    fixture.stop(host);
  }

  @Test
  void inTheMiddleOfALongBackOffTakesNothingAndGivesNothing() throws Exception {
    List<Duration> starts = new CopyOnWriteArrayList<>();
    AtomicReference<Duration> backOff = new AtomicReference<>();
    Host host = fixture.start(restartedInAnHour(starts, backOff::set));
    time.advance(Duration.ZERO);
    Duration delay = backOff.get();
    time.advance(delay.dividedBy(3));
    time.freeze(delay.dividedBy(3));
    time.advance(Duration.ofHours(2));
    assertEquals(List.of(Duration.ZERO, delay), starts);
    fixture.stop(host);
  }

  @Test
  void isToldOnce() throws Exception {
    Host host =
        looking(fixture.host())
            .add("w", crashing.times(1), s -> s.onFailure(restartInTheEnd()))
            .build();
    try (LogTrail log = LogTrail.from(Level.WARN)) {
      fixture.start(host);
      time.advance(seconds(2));
      assertEquals(ServiceState.RESTARTING, host.services().get(1).state());
      time.freeze(Duration.ofMinutes(10));
      time.advance(seconds(1));
      List<String> told =
          log.linesAt(Level.WARN).stream().filter(line -> line.contains("stood still")).toList();
      assertEquals(1, told.size(), told.toString());
      assertTrue(
          told.get(0).startsWith("WARN inn: the process stood still for 599 s or more"),
          told.toString());
      assertTrue(told.get(0).endsWith("; time limits are moved by 601 s"), told.toString());
    }
    fixture.stop(host);
  }

  /** A service that fails once, and waits for up to an hour then. */
  private HostBuilder restartedInAnHour(List<Duration> starts, Consumer<Duration> backOff) {
    long begin = time.nanoTime();
    Duration hour = Duration.ofHours(1);
    return fixture
        .host()
        .listener(event -> {
          if (event instanceof HostEvent.ServiceRestarting restarting) {
            backOff.accept(restarting.delay());
          }
        })
        .background(
            "w",
            crashing.once(run -> starts.add(Duration.ofNanos(time.nanoTime() - begin))),
            s -> s.onFailure(FailurePolicy.restart().backoff(hour, hour)));
  }

  private static FailurePolicy restartInTheEnd() {
    return FailurePolicy.restart().backoff(FOR_EVER, FOR_EVER);
  }
}
