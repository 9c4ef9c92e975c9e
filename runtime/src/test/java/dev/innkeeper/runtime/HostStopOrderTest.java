package dev.innkeeper.runtime;

import static dev.innkeeper.runtime.HostFixture.seconds;
import static dev.innkeeper.runtime.HostFixture.sleepDeaf;
import static dev.innkeeper.runtime.HostFixture.states;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.innkeeper.runtime.report.HostState;
import dev.innkeeper.runtime.report.StopReport;
import dev.innkeeper.runtime.service.HostedLifecycleService;
import dev.innkeeper.runtime.service.ServiceContext;
import dev.innkeeper.timer.testing.ManualTimeSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** The order of a stop: the reverse of the start, whatever has triggered it. */
class HostStopOrderTest {

  private final HostFixture fixture = new HostFixture();
  private final ManualTimeSource time = fixture.time;
  private final List<String> trail = fixture.trail;
  private final MarkingServices marking = new MarkingServices(fixture);

  @Test
  void isTheReverseOfTheStartOneAfterTheOther() throws Exception {
    Host host =
        fixture.started(
            fixture
                .host()
                .add("a", marking.service("a", 0, 1))
                .add("b", marking.service("b", 0, 2))
                .add("c", marking.service("c", 0, 1)));
    StopReport report = fixture.stop(host);
    assertEquals(
        List.of("0 c stops", "1 c stopped", "1 b stops", "3 b stopped", "3 a stops", "4 a stopped"),
        trail);
    assertTrue(report.clean());
    assertEquals(seconds(4), report.took());
    assertEquals(List.of("a STOPPED", "b STOPPED", "c STOPPED"), states(report));
    assertEquals(HostState.STOPPED, host.state());
  }

  @Test
  void concurrentlyEachStopsTheMomentItsDependentsHave() throws Exception {
    Host host =
        fixture.started(
            fixture
                .host()
                .stopConcurrently()
                .add("base", marking.service("base", 0, 1))
                .add("left", marking.service("left", 0, 3), s -> s.dependsOn("base"))
                .add("right", marking.service("right", 0, 1), s -> s.dependsOn("base"))
                .add("top", marking.service("top", 0, 1), s -> s.dependsOn("right")));
    fixture.stop(host);
    assertEquals(
        List.of(
            "0 left stops",
            "0 top stops",
            "1 top stopped",
            "1 right stops",
            "2 right stopped",
            "3 left stopped",
            "3 base stops",
            "4 base stopped"),
        trail);
  }

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

  @Test
  void ofTheWholeIsReadinessCallbacksServicesCallbacksReport() throws Exception {
    Host host = fixture.started(fixture.host().add("a", marking.service("a", 0, 1)));
    host.lifetime().onStopping(() -> fixture.mark("stopping, ready: " + host.isReady()));
    host.lifetime()
        .onStopping(() -> {
          throw new IllegalStateException("harms nobody");
        });
    host.lifetime()
        .onStopping(() -> fixture.mark("stopping on " + Thread.currentThread().getName()));
    host.lifetime().onStopped(() -> fixture.mark("stopped, " + host.state()));
    fixture.stop(host);
    assertEquals(
        List.of(
            "0 stopping, ready: false",
            "0 stopping on inn/events",
            "0 a stops",
            "1 a stopped",
            "1 stopped, STOPPING"),
        trail);
    assertEquals(HostState.STOPPED, host.state());
    assertFalse(host.isLive());
  }

  @Test
  void inAStopAWorkerIsAskedOnlyWhenItsTurnHasCome() throws Exception {
    Host host =
        fixture
            .host()
            .background(
                "w",
                context -> {
                  context.awaitStop();
                  fixture.mark("w is asked");
                })
            .add("next", marking.service("next", 0, 3))
            .build();
    fixture.start(host);
    fixture.stop(host);
    assertEquals(List.of("0 next starts", "0 next stops", "3 next stopped", "3 w is asked"), trail);
  }

  /** .NET has one order for a signal and another for a call of its stop. */
  @Nested
  class IsTheSameWhenTheTriggerIs {

    private final Host host =
        fixture
            .host()
            .add(
                "a",
                new HostedLifecycleService() {
                  @Override
                  public void stopping(ServiceContext context) {
                    fixture.mark("a stopping, ready " + host.isReady());
                  }

                  @Override
                  public void stop(ServiceContext context) {
                    fixture.mark("a stops");
                  }

                  @Override
                  public void stopped(ServiceContext context) {
                    fixture.mark("a stopped");
                  }
                })
            .background("w", this::failWhenTold)
            .build();
    private volatile boolean told;

    private void failWhenTold(ServiceContext context) throws InterruptedException {
      context.awaitStop(seconds(10));
      if (told) {
        throw new IllegalStateException("crash");
      }
      context.awaitStop();
    }

    private void assertOrder(int begin) {
      assertEquals(
          List.of(
              begin + " callback begins, ready false",
              begin + 2 + " callback ends",
              begin + 2 + " a stopping, ready false",
              begin + 2 + " a stops",
              begin + 2 + " a stopped",
              begin + 2 + " stopped callback"),
          trail);
    }

    private void begin() throws Exception {
      fixture.start(host);
      host.lifetime()
          .onStopping(() -> {
            fixture.mark("callback begins, ready " + host.isReady());
            sleepDeaf(time, seconds(2));
            fixture.mark("callback ends");
          });
      host.lifetime().onStopped(() -> fixture.mark("stopped callback"));
    }

    @Test
    void aCallOfStop() throws Exception {
      begin();
      fixture.stop(host);
      assertOrder(0);
    }

    @Test
    void aCallOfClose() throws Exception {
      begin();
      time.drive(() -> {
        host.close();
        return null;
      });
      assertOrder(0);
    }

    @Test
    void aRequest() throws Exception {
      begin();
      host.lifetime().requestStop();
      time.advance(seconds(5));
      assertOrder(0);
    }

    @Test
    void aFailure() throws Exception {
      begin();
      told = true;
      time.advance(seconds(20));
      assertOrder(10);
    }
  }
}
