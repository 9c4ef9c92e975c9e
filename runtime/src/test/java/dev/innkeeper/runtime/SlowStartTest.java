package dev.innkeeper.runtime;

import static dev.innkeeper.runtime.HostFixture.seconds;
import static dev.innkeeper.runtime.HostFixture.sleepDeaf;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ch.qos.logback.classic.Level;
import dev.innkeeper.runtime.report.HostEvent;
import dev.innkeeper.runtime.report.HostEvent.ServiceStillStarting;
import dev.innkeeper.runtime.service.BackgroundService;
import dev.innkeeper.runtime.service.HostedLifecycleService;
import dev.innkeeper.runtime.service.HostedService;
import dev.innkeeper.runtime.service.ServiceContext;
import dev.innkeeper.timer.Signal;
import dev.innkeeper.timer.testing.ManualTimeSource;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A start that takes long is told of: who, since when, what is missing, and where it is. */
class SlowStartTest {

  private static final String IN_START =
      "start() has not returned; start() must return, long-running work belongs in ";

  private static final String NOT_READY = "waitForReady() was chosen, and ready() was not called";

  private final HostFixture fixture = new HostFixture();
  private final ManualTimeSource time = fixture.time;
  private final List<String> trail = fixture.trail;
  private final MarkingServices marking = new MarkingServices(fixture);

  private void hear(HostEvent event) {
    if (event instanceof ServiceStillStarting slow) {
      String waiting = slow.waiting().isEmpty() ? "" : " " + slow.waiting();
      String stack = slow.stuckIn().isEmpty() ? "" : " +stack";
      String what = slow.missing() + waiting + stack;
      fixture.mark(slow.service() + " after " + slow.after().toSeconds() + ": " + what);
    }
  }

  private HostBuilder listening() {
    return fixture.host().listener(this::hear);
  }

  private HostedService hanging() {
    return context -> new Signal(time).await();
  }

  @Test
  void isToldAtDoublingIntervalsAndTheFirstTwoTimesWithItsStack() throws Exception {
    Host host = fixture.starting(listening().add("a", hanging()));
    time.advance(seconds(100));
    String told = "a after %d: " + IN_START + "background(...)";
    assertEquals(
        List.of(
            "10 " + told.formatted(10) + " +stack",
            "20 " + told.formatted(20) + " +stack",
            "40 " + told.formatted(40),
            "80 " + told.formatted(80)),
        trail);
    fixture.stop(host);
  }

  @Test
  void isAWarningThatShowsWhereOneWaitsForItsOwnDependent() throws Exception {
    Signal httpIsUp = new Signal(time);
    try (LogTrail log = LogTrail.from(Level.WARN)) {
      Host host =
          fixture.starting(
              fixture
                  .host()
                  .add("db", context -> httpIsUp.await())
                  .add("http", context -> httpIsUp.raise(), s -> s.dependsOn("db"))
                  .add("x", marking.service("x")));
      time.advance(seconds(11));
      List<String> lines = log.lines().getFirst().lines().toList();
      assertEquals(
          "WARN inn/db has not started after 10.0 s: "
              + IN_START
              + "background(...); 'http', 'x' wait for it",
          lines.get(0));
      assertEquals("  thread 'inn/db' is here", lines.get(1));
      assertTrue(
          lines.stream().anyMatch(line -> line.contains("SlowStartTest.lambda$isAWarning")),
          lines::toString);
      assertEquals(1, log.lines().size());
      fixture.stop(host);
    }
  }

  @Test
  void ofABackgroundServiceNamesItsExecute() throws Exception {
    Host host =
        fixture.starting(
            listening()
                .add(
                    "w",
                    new BackgroundService() {
                      @Override
                      public void start(ServiceContext context) throws Exception {
                        hanging().start(context);
                      }

                      @Override
                      public void execute(ServiceContext context) {}
                    }));
    time.advance(seconds(15));
    assertEquals(List.of("10 w after 10: " + IN_START + "execute() +stack"), trail);
    fixture.stop(host);
  }

  @Test
  void ofOneThatDoesNotSayThatItIsReadySaysSo() throws Exception {
    Host host =
        fixture.starting(
            listening()
                .background("w", ServiceContext::awaitStop, s -> s.waitForReady())
                .add("plain", context -> {}, s -> s.waitForReady())
                .startConcurrently());
    time.advance(seconds(15));
    assertEquals(
        List.of("10 w after 10: " + NOT_READY + " +stack", "10 plain after 10: " + NOT_READY),
        trail);
    fixture.stop(host);
  }

  @Test
  void countsFromTheBeginningOfStartToTheWordThatItIsReady() throws Exception {
    Host host =
        fixture.starting(listening().add("a", marking.service("a", 12, 0), s -> s.waitForReady()));
    time.advance(seconds(25));
    assertEquals(
        List.of(
            "0 a starts",
            "10 a after 10: " + IN_START + "background(...) +stack",
            "12 a started",
            "20 a after 20: " + NOT_READY),
        trail);
    fixture.stop(host);
  }

  @Test
  void namesTheServicesThatWaitForItDirectlyOrThroughOthers() throws Exception {
    Host host =
        fixture.starting(
            listening()
                .startConcurrently()
                .add("db", hanging())
                .add("migrate", marking.service("migrate"), s -> s.dependsOn("db"))
                .add("http", marking.service("http"), s -> s.dependsOn("migrate"))
                .add("alone", marking.service("alone")));
    time.advance(seconds(15));
    assertEquals(
        List.of(
            "0 alone starts",
            "10 db after 10: " + IN_START + "background(...) [migrate, http] +stack"),
        trail);
    fixture.stop(host);
  }

  @Test
  void ofAStepAroundTheStartNamesTheStep() throws Exception {
    Host starting =
        fixture.starting(
            listening()
                .add(
                    "a",
                    new HostedLifecycleService() {
                      @Override
                      public void starting(ServiceContext context) throws Exception {
                        hanging().start(context);
                      }
                    })
                .add("b", marking.service("b")));
    time.advance(seconds(12));
    fixture.stop(starting);
    Host started =
        fixture.starting(
            listening()
                .add(
                    "a",
                    new HostedLifecycleService() {
                      @Override
                      public void started(ServiceContext context) throws Exception {
                        hanging().start(context);
                      }
                    }));
    time.advance(seconds(12));
    fixture.stop(started);
    assertEquals(
        List.of(
            "10 a after 10: starting() has not returned [b] +stack",
            "12 not started",
            "22 a after 10: started() has not returned +stack",
            "24 not started"),
        trail);
  }

  @Test
  void ofOneServiceThatIsRestartedIsTold() throws Exception {
    Host host =
        listening()
            .add("a", new SlowTheSecondTime())
            .add("b", context -> fixture.mark("b starts"), s -> s.dependsOn("a"))
            .build();
    fixture.start(host);
    time.advance(seconds(100));
    time.start("operator", () -> assertThrows(IllegalStateException.class, () -> restarted(host)));
    time.advance(seconds(15));
    assertEquals(
        List.of("0 b starts", "110 a after 10: " + IN_START + "background(...) [b] +stack"), trail);
    fixture.stop(host);
  }

  private static void restarted(Host host) throws InterruptedException {
    host.control("a").restartWithDependents();
  }

  private final class SlowTheSecondTime implements HostedService {
    private int starts;

    @Override
    public void start(ServiceContext context) throws Exception {
      if (starts++ > 0) {
        hanging().start(context);
      }
    }
  }

  @Test
  void isNotToldWhenItIsOverOrGivenUp() throws Exception {
    Host host =
        fixture.starting(
            listening().add("a", marking.service("a", 9, 0)).add("b", marking.service("b", 9, 0)));
    time.advance(seconds(60));
    fixture.stop(host);
    Host givenUp = fixture.starting(listening().add("c", context -> sleepDeaf(time, seconds(15))));
    time.advance(seconds(5));
    givenUp.lifetime().requestStop();
    time.advance(seconds(60));
    assertEquals(
        List.of(
            "0 a starts",
            "9 a started",
            "9 b starts",
            "18 b started",
            "60 b stops",
            "60 a stops",
            "75 not started"),
        trail);
  }

  @Test
  void takesNoTimeOfACallThatIsDriven() {
    Host host = listening().add("a", hanging()).build();
    IllegalStateException stuck =
        assertThrows(IllegalStateException.class, () -> fixture.start(host));
    assertTrue(stuck.getMessage().contains("nothing is due"), stuck.getMessage());
    assertEquals(List.of(), trail);
  }

  @Test
  void isToldAfterAnotherTimeIfThatIsChosen() throws Exception {
    Host host =
        fixture.starting(listening().warnAboutSlowStart(Duration.ofSeconds(3)).add("a", hanging()));
    time.advance(seconds(4));
    assertEquals(List.of("3 a after 3: " + IN_START + "background(...) +stack"), trail);
    fixture.stop(host);
  }

  @Test
  void isNotToldIfThatIsTurnedOff() throws Exception {
    HostSettings off = HostSettings.from(Map.of("warnAboutSlowStart", "0s"));
    for (HostBuilder builder :
        List.of(listening().warnAboutSlowStart(Duration.ZERO), listening().settings(off))) {
      Host host = fixture.starting(builder.add("a", hanging()));
      time.advance(seconds(1000));
      fixture.stop(host);
    }
    assertEquals(List.of("1000 not started", "2000 not started"), trail);
  }

  @Test
  void thatEndsByTheStartupTimeoutSaysThatReadyWasNotCalled() {
    Host host =
        fixture
            .host()
            .startupTimeout(seconds(2))
            .background("prices", ServiceContext::awaitStop, s -> s.waitForReady())
            .build();
    HostStartException failed = assertThrows(HostStartException.class, () -> fixture.start(host));
    assertEquals(
        "not started within PT2S: prices (ready() was not called)", failed.getCause().getMessage());
  }
}
