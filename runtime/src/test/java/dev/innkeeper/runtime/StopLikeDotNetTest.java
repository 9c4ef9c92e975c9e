package dev.innkeeper.runtime;

import static dev.innkeeper.runtime.HostFixture.seconds;
import static dev.innkeeper.runtime.HostFixture.sleep;
import static dev.innkeeper.runtime.HostFixture.sleepDeaf;
import static dev.innkeeper.runtime.HostFixture.states;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.innkeeper.runtime.report.StopReport;
import dev.innkeeper.runtime.service.HostedService;
import dev.innkeeper.runtime.service.ServiceContext;
import dev.innkeeper.timer.testing.ManualTimeSource;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

/** The edges of a stop, and of its options, that .NET's Generic Host has. */
class StopLikeDotNetTest {

  private final HostFixture fixture = new HostFixture();
  private final ManualTimeSource time = fixture.time;
  private final List<String> trail = fixture.trail;
  private final MarkingServices marking = new MarkingServices(fixture);

  private HostedService failingToStop(String name, long afterSeconds) {
    return new HostedService() {
      @Override
      public void start(ServiceContext context) {}

      @Override
      public void stop(ServiceContext context) throws Exception {
        fixture.mark(name + " stops");
        sleep(time, seconds(afterSeconds));
        throw new IOException(name);
      }
    };
  }

  // §2.3, §3.3
  @Test
  void everyServiceStartsOnceAndStopsOnceInAllModesAndSequentiallyInReverse() throws Exception {
    for (int mode = 0; mode < 4; mode++) {
      for (int count : List.of(1, 4, 10)) {
        trail.clear();
        HostBuilder builder = fixture.host();
        boolean startConcurrently = (mode & 1) != 0;
        boolean stopConcurrently = (mode & 2) != 0;
        builder.startConcurrently(startConcurrently).stopConcurrently(stopConcurrently);
        List<String> starts = new ArrayList<>();
        List<String> stops = new ArrayList<>();
        for (int i = 0; i < count; i++) {
          builder.add("s" + i, marking.service("s" + i));
          starts.add("0 s" + i + " starts");
          stops.add(0, "0 s" + i + " stops");
        }
        Host host = builder.build();
        fixture.start(host);
        fixture.stop(host);
        List<String> first = trail.subList(0, count);
        List<String> rest = trail.subList(count, trail.size());
        assertEquals(inOrder(starts, startConcurrently), inOrder(first, startConcurrently));
        assertEquals(inOrder(stops, stopConcurrently), inOrder(rest, stopConcurrently));
      }
    }
  }

  private static List<String> inOrder(List<String> events, boolean any) {
    List<String> copy = new ArrayList<>(events);
    if (any) {
      Collections.sort(copy);
    }
    return copy;
  }

  // ---- failures of a stop

  // §2.5
  @Test
  void failuresOfTheStopDoNotComeOutOfRunButAreInTheReportAndTheLog() throws Exception {
    try (LogLines log = LogLines.collect()) {
      Host host =
          fixture
              .host()
              .add("a", failingToStop("a", 0))
              .add("b", failingToStop("b", 1))
              .background("w", context -> context.lifetime().requestStop())
              .build();
      StopReport report = time.drive(host::run);
      assertEquals(List.of("0 b stops", "1 a stops"), trail);
      assertEquals(List.of("a FAILED", "b FAILED", "w STOPPED"), states(report));
      assertEquals("a", report.services().get(0).failure().orElseThrow().getMessage());
      assertEquals("b", report.services().get(1).failure().orElseThrow().getMessage());
      assertEquals(
          List.of("ERROR inn/b failed to stop", "ERROR inn/a failed to stop"),
          log.lines().stream().filter(line -> line.startsWith("ERROR")).toList());
    }
  }

  // §3.4
  @Test
  void concurrentlyOneThatFailsToStopDoesNotCutTheOthersShort() throws Exception {
    Host host =
        fixture.started(
            fixture
                .host()
                .stopConcurrently()
                .add("a", marking.service("a", 0, 5))
                .add("b", failingToStop("b", 1)));
    assertEquals(List.of("a STOPPED", "b FAILED"), states(fixture.stop(host)));
    assertEquals(List.of("0 a stops", "0 b stops", "5 a stopped"), trail);
  }

  // ---- options

  // §3.1
  @Test
  void byDefaultAStartMayTakeForEverAndAStop25Seconds() throws Exception {
    Host host =
        Host.builder("inn")
            .timeSource(time)
            .background("deaf", context -> sleepDeaf(time, Duration.ofDays(2)))
            .add("slow", marking.service("slow", 86_400, 0))
            .build();
    fixture.start(host);
    assertTrue(host.isReady());
    assertEquals(Duration.ofMillis(24_750), fixture.stop(host).took());
  }

  // §3.8
  @Test
  void theLongestDurationsMeanNever() throws Exception {
    Duration never = Duration.ofSeconds(Long.MAX_VALUE);
    Host host =
        fixture
            .host()
            .startupTimeout(never)
            .shutdownTimeout(never)
            .add(
                "a",
                marking.service("a", 86_400, 86_400),
                s -> s.interruptAfter(never).stopTimeout(never))
            .build();
    fixture.start(host);
    assertTrue(fixture.stop(host).clean());
    assertEquals(
        List.of("0 a starts", "86400 a started", "86400 a stops", "172800 a stopped"), trail);
  }

  /**
   * §3.2, §3.9: in real time, and more than there are carriers; .NET's first would wait for ever.
   */
  @Test
  void concurrentlyBlockingStartsAndStopsReallyRunAtTheSameTime() throws Exception {
    int count = 200;
    CountDownLatch startsMeet = new CountDownLatch(count);
    CountDownLatch stopsMeet = new CountDownLatch(count);
    HostBuilder builder = Host.builder("real").startConcurrently().stopConcurrently();
    builder.startupTimeout(seconds(60)).shutdownTimeout(seconds(60));
    for (int i = 0; i < count; i++) {
      builder.add(
          "s" + i,
          new HostedService() {
            @Override
            public void start(ServiceContext context) throws InterruptedException {
              startsMeet.countDown();
              startsMeet.await();
            }

            @Override
            public void stop(ServiceContext context) throws InterruptedException {
              stopsMeet.countDown();
              stopsMeet.await();
            }
          });
    }
    Host host = builder.build();
    host.start();
    assertTrue(host.stop().clean());
    assertFalse(host.isLive());
  }
}
