package dev.innkeeper.runtime;

import static dev.innkeeper.runtime.HostFixture.seconds;
import static dev.innkeeper.runtime.HostFixture.sleep;
import static dev.innkeeper.runtime.HostFixture.sleepDeaf;
import static dev.innkeeper.runtime.HostFixture.states;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ch.qos.logback.classic.Level;
import dev.innkeeper.runtime.report.StopReport;
import dev.innkeeper.runtime.service.HostedLifecycleService;
import dev.innkeeper.runtime.service.HostedService;
import dev.innkeeper.runtime.service.ServiceContext;
import dev.innkeeper.timer.testing.ManualTimeSource;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A process that stood still while its host stops. The deadline of 20 seconds moves by a fifth, to
 * 24, and those that stop go down the whole ladder in what is left.
 */
class FrozenStopTest {

  private final HostFixture fixture = new HostFixture();
  private final ManualTimeSource time = fixture.time;
  private final List<String> trail = fixture.trail;
  private final MarkingServices marking = new MarkingServices(fixture);
  private final JobQueueFixture jobs = new JobQueueFixture(fixture);

  /** Adds one service that has something to do in the stop for as long as it is let. */
  interface Slow {
    HostBuilder add(FrozenStopTest test, HostBuilder builder);
  }

  private void untilInterrupted(String what) throws InterruptedException {
    fixture.mark(what);
    try {
      sleep(time, seconds(1_000));
    } catch (InterruptedException e) {
      fixture.mark("interrupted");
      throw e;
    }
  }

  private HostedService slowToStop() {
    return new HostedService() {
      @Override
      public void start(ServiceContext context) {}

      @Override
      public void stop(ServiceContext context) throws InterruptedException {
        untilInterrupted("slow");
      }
    };
  }

  private HostedLifecycleService slowIn(String step) {
    return new HostedLifecycleService() {
      @Override
      public void stopping(ServiceContext context) throws InterruptedException {
        if (step.equals("stopping")) {
          untilInterrupted("slow");
        }
      }

      @Override
      public void stopped(ServiceContext context) throws InterruptedException {
        if (step.equals("stopped")) {
          untilInterrupted("slow");
        }
      }
    };
  }

  private HostBuilder work(HostBuilder builder) {
    return builder.background(
        "w",
        context -> {
          context.awaitStop();
          untilInterrupted("slow");
        },
        s -> s.interruptAfter(seconds(19)));
  }

  private static Arguments slow(String name, Slow slow) {
    return Arguments.of(name, slow);
  }

  static Stream<Arguments> slowOnes() {
    return Stream.of(
        slow("a stop", (test, builder) -> builder.add("w", test.slowToStop())),
        slow(
            "a stop that may take long",
            (test, builder) ->
                builder.add("w", test.slowToStop(), s -> s.interruptAfter(seconds(19)))),
        slow(
            "a stop with a time-out of its own",
            (test, builder) ->
                builder.add("w", test.slowToStop(), s -> s.stopTimeout(seconds(15)))),
        slow("work that may go on for long", FrozenStopTest::work),
        slow(
            "a hook",
            (test, builder) ->
                builder.background(
                    "w",
                    context -> {
                      context.onStopRequested(() -> test.hook());
                      context.awaitStop();
                    })),
        slow("the step before", (test, builder) -> builder.add("w", test.slowIn("stopping"))),
        slow("the step after", (test, builder) -> builder.add("w", test.slowIn("stopped"))));
  }

  private void hook() {
    try {
      untilInterrupted("slow");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("slowOnes")
  void interruptsWhatIsSlowWithTimeLeftForItsEnd(String name, Slow slow) throws Exception {
    try (LogTrail log = LogTrail.from(Level.WARN)) {
      Host host = fixture.started(slow.add(this, fixture.host()));
      host.lifetime().requestStop();
      time.advance(seconds(1));
      time.freeze(seconds(19));
      StopReport report = fixture.stopAndMark(host);
      assertEquals("0 slow", trail.get(0));
      assertTrue(trail.get(1).endsWith(" interrupted"), trail.toString());
      double interrupted = Double.parseDouble(trail.get(1).replace(" interrupted", ""));
      assertTrue(interrupted >= 20 && interrupted <= 23.5, trail.toString());
      assertEquals(3, trail.size(), trail.toString());
      assertTrue(
          states(report).equals(List.of("w STOPPED")) || states(report).equals(List.of("w FAILED")),
          report.toString());
      List<String> told =
          log.linesAt(Level.WARN).stream().filter(line -> line.contains("is interrupted")).toList();
      assertEquals(1, told.size(), log.linesAt(Level.WARN).toString());
    }
  }

  @Test
  void interruptsAStopInTheMiddleOfWhatIsLeft() throws Exception {
    Host host = fixture.started(fixture.host().add("slow", marking.service("slow", 0, 1_000)));
    host.lifetime().requestStop();
    time.advance(seconds(2));
    time.freeze(seconds(18));
    StopReport report = fixture.stopAndMark(host);
    assertEquals(
        List.of("0 slow stops", "21.875 slow interrupted", "21.875 stop() returned"), trail);
    assertEquals(List.of("slow FAILED"), states(report));
  }

  @Test
  void movesTheDeadlineByAFifthAtMost() throws Exception {
    Host host =
        fixture.started(
            fixture.host().add("deaf", context -> {}).background("w", context -> deafWork()));
    host.lifetime().requestStop();
    time.advance(seconds(2));
    time.freeze(seconds(100)); // and is over
    StopReport report = fixture.stopAndMark(host);
    assertEquals(List.of("w ABANDONED", "deaf STOPPED"), sorted(report));
    assertEquals(1, trail.size(), trail.toString());
    double returned = Double.parseDouble(trail.get(0).replace(" stop() returned", ""));
    assertTrue(returned > 102 && returned <= 102.5, trail.toString());
  }

  @Test
  void movesTheDeadlineOfADeafServiceByAFifth() throws Exception {
    Host host = fixture.started(fixture.host().background("w", context -> deafWork()));
    host.lifetime().requestStop();
    time.advance(seconds(1));
    time.freeze(seconds(15));
    StopReport report = fixture.stopAndMark(host);
    assertEquals(List.of("w ABANDONED"), states(report));
    assertEquals(List.of("23.750 stop() returned"), trail);
  }

  private void deafWork() {
    sleepDeaf(time, seconds(1_000));
  }

  private static List<String> sorted(StopReport report) {
    return states(report).reversed();
  }

  @Test
  void leavesThoseThatAreStillToBeAskedTheirTime() throws Exception {
    Host host =
        fixture.started(
            fixture
                .host()
                .add("a", marking.service("a"))
                .add("b", marking.service("b", 0, 1_000))
                .add("c", marking.service("c", 0, 1_000)));
    host.lifetime().requestStop();
    time.advance(seconds(2));
    time.freeze(seconds(40));
    StopReport report = fixture.stopAndMark(host);
    assertEquals(
        List.of("c stops", "c interrupted", "b stops", "b interrupted", "a stops"),
        trail.stream()
            .map(line -> line.substring(line.indexOf(' ') + 1))
            .filter(line -> !line.equals("stop() returned"))
            .toList());
    assertEquals(List.of("a STOPPED", "b FAILED", "c FAILED"), states(report));
  }

  @Test
  void inTheDrainDelayLeavesEveryServiceItsStop() throws Exception {
    Host host =
        fixture
            .host()
            .shutdownTimeout(seconds(8))
            .drainDelay(seconds(3))
            .add("a", marking.service("a"))
            .add("b", marking.service("b"))
            .add("c", marking.service("c"))
            .build();
    fixture.start(host);
    trail.clear();
    host.lifetime().requestStop();
    time.advance(seconds(1));
    time.freeze(seconds(12));
    StopReport report = fixture.stop(host);
    assertEquals(
        List.of("c stops", "b stops", "a stops"),
        trail.stream().map(line -> line.substring(line.indexOf(' ') + 1)).toList());
    assertTrue(report.clean(), report.toString());
  }

  @Test
  void letsAJobThatDrainsGoOnForAsLongAsThereIsTime() throws Exception {
    Host host = jobs.start(jobs.queue(jobs.taking(5)).build(), "a", "b", "c", "d", "e", "f");
    host.lifetime().requestStop();
    time.advance(seconds(1));
    time.freeze(seconds(15));
    StopReport report = fixture.stopAndMark(host);
    assertEquals(
        List.of(
            "0 a",
            "16 a done",
            "16 b",
            "21 b done",
            "21 c",
            "21.750 c interrupted",
            "21.750 back: [c, d, e, f]",
            "21.750 stop() returned"),
        trail);
    assertTrue(report.clean(), report.toString());
  }

  @Test
  void handsJobsThatDrainBackInTheTimeThatIsLeft() throws Exception {
    Host host = jobs.start(jobs.queue(jobs.taking(1_000)).workers(2).build(), "a", "b", "c");
    host.lifetime().requestStop();
    time.advance(seconds(1));
    time.freeze(seconds(100));
    StopReport report = fixture.stopAndMark(host);
    assertEquals(
        List.of(
            "0 a",
            "0 b",
            "101.177 b interrupted",
            "101.177 a interrupted",
            "101.177 back: [a, b, c]",
            "101.177 stop() returned"),
        trail);
    assertTrue(report.clean(), report.toString());
  }
}
