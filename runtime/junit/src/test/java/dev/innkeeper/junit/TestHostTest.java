package dev.innkeeper.junit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.innkeeper.runtime.report.Health;
import dev.innkeeper.runtime.report.ServiceStatus;
import dev.innkeeper.runtime.service.BackgroundService;
import dev.innkeeper.runtime.service.HostView;
import dev.innkeeper.runtime.service.HostedService;
import dev.innkeeper.runtime.service.ServiceContext;
import dev.innkeeper.runtime.service.ServiceControl;
import dev.innkeeper.timer.testing.ManualTimeSource;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

/** What a service sees of its host, when there is none. */
class TestHostTest {

  private final List<String> trail = new CopyOnWriteArrayList<>();
  private final ManualTimeSource time = new ManualTimeSource();
  private final TestContext context = new TestContext("inbox", time);
  private final HostView host = context.host();

  private void look(String when) {
    trail.add(
        "%s: %s, live %s, ready %s, service %s since %d"
            .formatted(
                when,
                host.state(),
                host.isLive(),
                host.isReady(),
                host.service("inbox").state(),
                host.service("inbox").since().getEpochSecond() % 60));
  }

  /** Looks in each of its steps; its work ends at once. */
  private final class Looking implements BackgroundService {

    @Override
    public void start(ServiceContext given) throws InterruptedException {
      given.awaitStop(Duration.ofSeconds(1));
      look("start");
    }

    @Override
    public void execute(ServiceContext given) throws InterruptedException {
      given.lifetime().onStopping(() -> look("stopping"));
      given.lifetime().onStopped(() -> look("stopped"));
      given.awaitStop();
    }

    @Override
    public void stop(ServiceContext given) {
      look("stop");
    }
  }

  @Test
  void isInTheStateOfTheServicesLife() throws Exception {
    look("before");
    context.start(new Looking());
    look("runs");
    time.advance(Duration.ofSeconds(1));
    context.stop();
    assertEquals(
        List.of(
            "before: RUNNING, live true, ready true, service RUNNING since 0",
            "start: STARTING, live true, ready false, service STARTING since 0",
            "runs: RUNNING, live true, ready true, service RUNNING since 1",
            "stopping: STOPPING, live true, ready false, service STOPPING since 2",
            "stop: STOPPING, live true, ready false, service STOPPING since 2",
            "stopped: STOPPED, live false, ready false, service STOPPED since 2"),
        trail);
  }

  @Test
  void hasStoppedIfTheServiceFailsToStart() {
    HostedService failing =
        given -> {
          throw new IOException("no port");
        };
    assertThrows(IOException.class, () -> context.start(failing));
    look("failed");
    assertEquals(
        List.of("failed: STOPPED, live false, ready false, service STOPPED since 0"), trail);
  }

  @Test
  void hasAServiceThatIsCompletedWhenItsWorkHasEnded() throws Exception {
    BackgroundService work = given -> {};
    context.start(work);
    look("worked");
    assertEquals(
        List.of("worked: RUNNING, live true, ready true, service COMPLETED since 0"), trail);
    context.stop();
  }

  @Test
  void isNotReadyAfterADrainWasRequested() {
    context.lifetime().requestDrain();
    look("drains");
    assertEquals(
        List.of("drains: RUNNING, live true, ready false, service RUNNING since 0"), trail);
  }

  @Test
  void isAsWellAsTheServiceSaysAndIsNotFailedByIt() {
    Exception failure = new Exception("no disk");
    context.health(Health.degraded("slow"));
    context.fail(failure);
    ServiceStatus status = host.services().getFirst();
    assertEquals(
        "degraded, FAILED by no disk, host failed by nothing",
        "%s, %s by %s, host failed by %s"
            .formatted(
                status.health().equals(host.health()) ? "degraded" : status.health(),
                status.state(),
                status.failure().orElseThrow().getMessage(),
                host.failure().map(Throwable::getMessage).orElse("nothing")));
    assertEquals(Health.degraded("slow"), host.health());
    assertEquals(Optional.empty(), status.startTook());
    assertEquals(List.of(), status.dependsOn());
  }

  @Test
  void knowsTheServiceThatWasStartedHere() throws Exception {
    assertEquals(Map.of(), host.instancesOf(Looking.class));
    Looking service = new Looking();
    context.start(service);
    assertEquals(Map.of("inbox", service), host.instancesOf(BackgroundService.class));
    assertEquals(Map.of(), host.instancesOf(String.class));
    context.stop();
  }

  @Test
  void hasNoOtherServiceAndTakesNoOrders() {
    IllegalArgumentException unknown =
        assertThrows(IllegalArgumentException.class, () -> host.service("outbox"));
    assertEquals(
        "a TestContext has one service, 'inbox', and none named 'outbox'", unknown.getMessage());
    assertThrows(IllegalArgumentException.class, () -> host.control("outbox"));
    ServiceControl control = host.control("inbox");
    assertEquals("inbox", control.status().name());
    UnsupportedOperationException refused =
        assertThrows(UnsupportedOperationException.class, control::restart);
    assertEquals(
        "service 'inbox' is started and stopped by its test: where orders matter, test it in a"
            + " Host",
        refused.getMessage());
    assertThrows(UnsupportedOperationException.class, control::stop);
    assertThrows(UnsupportedOperationException.class, control::start);
    assertThrows(UnsupportedOperationException.class, control::stopWithDependents);
    assertThrows(UnsupportedOperationException.class, control::restartWithDependents);
  }

  @Test
  void isToldWhyItStopsWhichMustNotBeBlank() {
    assertThrows(IllegalArgumentException.class, () -> host.lifetime().requestStop(" "));
    assertFalse(context.isHostStopRequested());
    assertEquals("TestHost[inbox, RUNNING]", host.toString());
    host.lifetime().requestStop("the licence has expired");
    assertTrue(context.isHostStopRequested());
    assertEquals(Optional.of("the licence has expired"), host.lifetime().stopReason());
  }
}
