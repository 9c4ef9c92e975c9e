package dev.innkeeper.runtime;

import static dev.innkeeper.runtime.HostFixture.seconds;
import static dev.innkeeper.runtime.HostFixture.sleep;
import static dev.innkeeper.runtime.HostFixture.sleepDeaf;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.innkeeper.runtime.Tracing.Step;
import dev.innkeeper.runtime.report.HostEvent;
import dev.innkeeper.runtime.report.HostEvent.HealthChanged;
import dev.innkeeper.runtime.report.HostEvent.HostStarted;
import dev.innkeeper.runtime.report.HostEvent.HostStopped;
import dev.innkeeper.runtime.report.HostEvent.HostStopping;
import dev.innkeeper.runtime.report.HostEvent.OfService;
import dev.innkeeper.runtime.report.HostEvent.ServiceAbandoned;
import dev.innkeeper.runtime.report.HostEvent.ServiceFailed;
import dev.innkeeper.runtime.report.HostEvent.ServiceInterrupted;
import dev.innkeeper.runtime.report.HostEvent.ServiceRestarting;
import dev.innkeeper.runtime.report.HostEvent.ServiceStarted;
import dev.innkeeper.runtime.report.HostEvent.ServiceStopped;
import dev.innkeeper.runtime.report.HostListener;
import dev.innkeeper.runtime.report.StopReport;
import dev.innkeeper.runtime.service.FailurePolicy;
import dev.innkeeper.runtime.service.HostedService;
import dev.innkeeper.runtime.service.RestartPolicy;
import dev.innkeeper.runtime.service.ServiceContext;
import dev.innkeeper.runtime.time.Durations;
import dev.innkeeper.timer.testing.ManualTimeSource;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

/** What a listener hears of the life of a host. */
class HostEventsTest {

  private static final Duration NANO = Duration.ofNanos(1);

  private final HostFixture fixture = new HostFixture();
  private final ManualTimeSource time = fixture.time;
  private final List<String> trail = fixture.trail;
  private final Tracing tracing = new Tracing(fixture);
  private final List<HostEvent> events = new CopyOnWriteArrayList<>();
  private final List<String> threads = new CopyOnWriteArrayList<>();

  /** Marks each event in words. */
  private final HostListener listener =
      event -> {
        events.add(event);
        threads.add(Thread.currentThread().getName());
        assertEquals("inn", event.host());
        fixture.mark(words(event));
      };

  private HostBuilder listened() {
    return fixture.host().listener(listener);
  }

  private static String words(HostEvent event) {
    return switch (event) {
      case OfService e -> words(e.service() + " " + kind(e), e);
      case HostStarted e -> "HostStarted " + e.services() + " in " + Durations.show(e.took());
      case HostStopping e -> "HostStopping " + e.reason();
      case HostStopped e -> "HostStopped " + e.report().summary();
      default -> "unknown " + event;
    };
  }

  private static String words(String what, OfService event) {
    return switch (event) {
      case ServiceStarted e -> what + " in " + Durations.show(e.took());
      case ServiceFailed e -> what + " " + e.where() + ": " + e.failure().getMessage();
      case ServiceRestarting e -> {
        boolean soon = e.delay().compareTo(NANO) <= 0;
        yield what + " " + e.restart() + " soon " + soon + ": " + e.failure().getMessage();
      }
      case ServiceInterrupted e -> what + " after " + Durations.show(e.after());
      case ServiceStopped e -> what + " in " + Durations.show(e.took());
      case HealthChanged e -> what + " from " + e.before().status() + " to " + e.now().status();
      case ServiceAbandoned e ->
          what + " in " + e.stuckIn().stream().map(thread -> thread.thread()).toList();
      default -> what;
    };
  }

  private static String kind(HostEvent event) {
    return event.getClass().getSimpleName();
  }

  @Test
  void ofACleanLifeAreAllStepsInOrderOnTheEventsThread() throws Exception {
    Host host =
        fixture.start(
            listened()
                .add("a", observerThatIsQuiet(2, 3))
                .background("w", ServiceContext::awaitStop));
    StopReport report = fixture.stop(host);
    assertEquals(
        List.of(
            "0 a ServiceStarting",
            "2 a ServiceStarted in 2.00 s",
            "2 w ServiceStarting",
            "2 w ServiceStarted in 0 ms",
            "2 HostStarted 2 in 2.00 s",
            "2 HostStopping stop() was called",
            "2 w ServiceStopping",
            "2 w ServiceStopped in 0 ms",
            "2 a ServiceStopping",
            "5 a ServiceStopped in 3.00 s",
            "5 HostStopped inn stopped in 3.00 s: 2 stopped"),
        trail);
    assertEquals(Set.of("inn/events"), new TreeSet<>(threads));
    assertSame(report, ((HostStopped) events.get(events.size() - 1)).report());
  }

  private HostedService observerThatIsQuiet(long startSeconds, long stopSeconds) {
    return new HostedService() {
      @Override
      public void start(ServiceContext context) throws InterruptedException {
        sleep(time, seconds(startSeconds));
      }

      @Override
      public void stop(ServiceContext context) throws InterruptedException {
        sleep(time, seconds(stopSeconds));
      }
    };
  }

  @Test
  void ofWorkThatIsDoneTellOfItsCompletion() throws Exception {
    Host host =
        fixture
            .host()
            .stopWhenComplete()
            .listener(listener)
            .background("once", context -> {})
            .build();
    StopReport report = time.drive(host::run);
    assertEquals(
        List.of(
            "0 once ServiceStarting",
            "0 once ServiceStarted in 0 ms",
            "0 once ServiceCompleted",
            "0 HostStarted 1 in 0 ms",
            "0 HostStopping all work is complete",
            "0 once ServiceStopping",
            "0 once ServiceStopped in 0 ms",
            "0 HostStopped inn stopped in 0 ms: 1 stopped"),
        trail);
    assertSame(report, ((HostStopped) events.get(events.size() - 1)).report());
  }

  @Test
  void ofAFailureWithARestartTellOfBoth() {
    RestartPolicy policy = FailurePolicy.restart().backoff(NANO, NANO).maxRestarts(1, seconds(60));
    Host host =
        listened()
            .background(
                "w",
                context -> {
                  sleep(time, seconds(3));
                  throw new IllegalStateException("crash");
                },
                s -> s.onFailure(policy))
            .build();
    assertThrows(ServiceFailedException.class, () -> time.drive(host::run));
    assertEquals(
        List.of(
            "0 w ServiceStarting",
            "0 w ServiceStarted in 0 ms",
            "0 HostStarted 1 in 0 ms",
            "3 w ServiceFailed in its work: crash",
            "3 w ServiceRestarting 1 soon true: crash",
            "3 w ServiceStopping",
            "3 w HealthChanged from UP to DEGRADED",
            "3 w ServiceStopped in 0 ms",
            "3 w ServiceStarting",
            "3 w ServiceStarted in 0 ms",
            "3 w HealthChanged from DEGRADED to UP",
            "6 w ServiceFailed in its work: crash",
            "6 HostStopping 'w' failed twice in 1m, more than the 1 restart that its policy allows",
            "6 w ServiceStopping",
            "6 w ServiceStopped in 0 ms",
            "6 HostStopped inn stopped in 0 ms: 1 failed"),
        trail);
  }

  @Test
  void ofAStartThatFailsTellWhoFailedAndThatTheHostStopped() {
    Host host =
        listened()
            .add("a", context -> {})
            .add(
                "bad",
                context -> {
                  throw new IllegalStateException("port");
                })
            .build();
    assertThrows(HostStartException.class, () -> fixture.start(host));
    assertEquals(
        List.of(
            "0 a ServiceStarting",
            "0 a ServiceStarted in 0 ms",
            "0 bad ServiceStarting",
            "0 bad ServiceFailed to start: port",
            "0 HostStopping 'bad' failed to start",
            "0 a ServiceStopping",
            "0 a ServiceStopped in 0 ms",
            "0 HostStopped inn stopped in 0 ms: 1 stopped, 1 failed"),
        trail);
  }

  @Test
  void ofAnAbandonmentTellOfTheInterruptAndOfTheThreadThatIsStuck() throws Exception {
    Host host =
        fixture.start(
            listened()
                .background(
                    "deaf",
                    context -> sleepDeaf(time, Duration.ofDays(1)),
                    s -> s.stopTimeout(seconds(6))));
    trail.clear();
    fixture.stop(host);
    assertEquals(
        List.of(
            "0 HostStopping stop() was called",
            "0 deaf ServiceStopping",
            "2 deaf ServiceInterrupted after 2.00 s",
            "6 deaf ServiceAbandoned in [inn/deaf]",
            "6 HostStopped inn stopped in 6.00 s: 1 abandoned"),
        trail);
  }

  @Test
  void ofAnAbandonmentInTheStoppedStepTellOfIt() throws Exception {
    Host host =
        fixture.start(
            listened()
                .add("a", context -> {})
                .add("deaf", tracing.observer("deaf").at(Step.STOPPED, tracing.hangDeaf())));
    trail.clear();
    fixture.stop(host);
    assertEquals(
        List.of(
            "0 HostStopping stop() was called",
            "0 deaf STOPPING",
            "0 deaf STOP",
            "0 deaf ServiceStopping",
            "0 deaf ServiceStopped in 0 ms",
            "0 a ServiceStopping",
            "0 a ServiceStopped in 0 ms",
            "0 deaf STOPPED",
            "9.406 deaf ServiceInterrupted after 9.41 s",
            "18.812 deaf ServiceAbandoned in [inn/deaf]",
            "18.812 HostStopped inn stopped in 18.8 s: 1 abandoned, 1 stopped"),
        trail);
  }

  @Test
  void ofFailuresInAStopTellOfEach() throws Exception {
    Host host =
        fixture.start(
            listened()
                .add(
                    "a",
                    new HostedService() {
                      @Override
                      public void start(ServiceContext context) {
                        context.onStopRequested(() -> {
                          throw new IllegalStateException("hook");
                        });
                      }

                      @Override
                      public void stop(ServiceContext context) {
                        throw new IllegalStateException("disk");
                      }
                    }));
    trail.clear();
    fixture.stop(host);
    assertEquals(
        List.of(
            "0 HostStopping stop() was called",
            "0 a ServiceStopping",
            "0 a ServiceFailed in a hook for its stop: hook",
            "0 a ServiceFailed to stop: disk",
            "0 a ServiceStopped in 0 ms",
            "0 HostStopped inn stopped in 0 ms: 1 failed"),
        trail);
  }
}
