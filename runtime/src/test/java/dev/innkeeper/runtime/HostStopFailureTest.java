package dev.innkeeper.runtime;

import static dev.innkeeper.runtime.HostFixture.seconds;
import static dev.innkeeper.runtime.HostFixture.sleep;
import static dev.innkeeper.runtime.HostFixture.states;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;

import dev.innkeeper.runtime.report.StopReport;
import dev.innkeeper.runtime.service.HostedService;
import dev.innkeeper.runtime.service.ServiceContext;
import dev.innkeeper.timer.testing.ManualTimeSource;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What fails in a stop is reported, and the stop goes on. */
class HostStopFailureTest {

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

  @Test
  void isInTheReportAndStopsNobodyElse() throws Exception {
    IOException disk = new IOException("disk");
    IllegalStateException hook = new IllegalStateException("hook");
    Host host =
        fixture.started(
            fixture
                .host()
                .add("a", marking.service("a"))
                .add(
                    "b",
                    new HostedService() {
                      @Override
                      public void start(ServiceContext context) {
                        context.onStopRequested(() -> {
                          throw hook;
                        });
                        context.onStopRequested(() -> fixture.mark("second hook"));
                      }

                      @Override
                      public void stop(ServiceContext context) throws IOException {
                        throw disk;
                      }
                    }));
    StopReport report = fixture.stop(host);
    assertEquals(List.of("0 second hook", "0 a stops"), trail);
    assertEquals(List.of("a STOPPED", "b FAILED"), states(report));
    assertSame(hook, report.services().get(1).failure().orElseThrow());
    assertSame(disk, hook.getSuppressed()[0]);
    assertFalse(report.clean());
  }

  @Test
  void doesNotComeOutOfRunButIsInTheReportAndTheLog() throws Exception {
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

  @Test
  void concurrentlyDoesNotCutTheOthersShort() throws Exception {
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

  @Test
  void isAnyExceptionButThoseThatComeFromAnInterrupt() throws Exception {
    Host host =
        fixture.started(
            fixture
                .host()
                .stopConcurrently()
                .background(
                    "wraps",
                    context ->
                        sleepAndThrow(new IllegalStateException(new InterruptedIOException())))
                .background("breaks", context -> sleepAndThrow(new IOException("broken"))));
    StopReport report = fixture.stop(host);
    assertEquals(List.of("wraps STOPPED", "breaks FAILED"), states(report));
    assertEquals("broken", report.services().get(1).failure().orElseThrow().getMessage());
  }

  private void sleepAndThrow(Exception thrown) throws Exception {
    try {
      sleep(time, Duration.ofDays(1));
    } catch (InterruptedException e) {
      throw thrown;
    }
  }
}
