package dev.innkeeper.runtime;

import static dev.innkeeper.runtime.HostFixture.seconds;
import static dev.innkeeper.runtime.HostFixture.sleep;
import static dev.innkeeper.runtime.HostFixture.sleepDeaf;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.innkeeper.runtime.report.ServiceState;
import dev.innkeeper.runtime.service.BackgroundService;
import dev.innkeeper.timer.testing.ManualTimeSource;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.slf4j.MDC;

/** Each key of a configuration does what the method of its name does. */
class HostSettingsEffectTest {

  private final HostFixture fixture = new HostFixture();
  private final ManualTimeSource time = fixture.time;
  private final List<String> trail = fixture.trail;
  private final MarkingServices marking = new MarkingServices(fixture);

  private HostBuilder configured(String... keysAndValues) {
    Map<String, String> values = new HashMap<>();
    for (int i = 0; i < keysAndValues.length; i += 2) {
      values.put(keysAndValues[i], keysAndValues[i + 1]);
    }
    return fixture.host().settings(HostSettings.from(values));
  }

  private BackgroundService deafWorker() {
    return context -> sleepDeaf(time, Duration.ofDays(1));
  }

  private Throwable startFailure(HostBuilder builder) {
    Host host = builder.build();
    Throwable cause = assertThrows(HostStartException.class, () -> fixture.start(host)).getCause();
    return Objects.requireNonNull(cause);
  }

  @Test
  void startConcurrently() throws Exception {
    fixture.start(
        configured("startConcurrently", "true")
            .add("a", marking.service("a", 2, 0))
            .add("b", marking.service("b", 1, 0))
            .build());
    assertEquals(List.of("0 a starts", "0 b starts", "1 b started", "2 a started"), trail);
  }

  @Test
  void startConcurrentlyCanBeTakenBack() throws Exception {
    fixture.start(
        configured("startConcurrently", "false")
            .startConcurrently()
            .add("a", marking.service("a", 2, 0))
            .add("b", marking.service("b", 1, 0))
            .build());
    assertEquals(List.of("0 a starts", "2 a started", "2 b starts", "3 b started"), trail);
  }

  @Test
  void stopConcurrently() throws Exception {
    Host host =
        configured("stopConcurrently", "true")
            .add("a", marking.service("a", 0, 1))
            .add("b", marking.service("b", 0, 2))
            .build();
    fixture.start(host);
    trail.clear();
    fixture.stop(host);
    assertEquals(List.of("0 a stops", "0 b stops", "1 a stopped", "2 b stopped"), trail);
  }

  @Test
  void stopWhenComplete() throws Exception {
    Host host =
        configured("stopWhenComplete", "true")
            .background("w", c -> sleep(time, seconds(3)))
            .build();
    assertTrue(time.drive(host::run).clean());
  }

  @Test
  void startupTimeout() {
    HostBuilder builder = configured("startupTimeout", "3s").add("a", marking.service("a", 9, 0));
    assertEquals("not started within PT3S: a", startFailure(builder).getMessage());
  }

  @Test
  void shutdownTimeout() throws Exception {
    Host host = configured("shutdownTimeout", "5s").background("w", deafWorker()).build();
    fixture.start(host);
    assertEquals(Duration.ofMillis(4_750), fixture.stop(host).took());
  }

  @Test
  void shutdownTimeoutThatIsLongerThanTheClockGoesIsAsGoodAsNone() throws Exception {
    Host host =
        configured("shutdownTimeout", "999999999999999h", "services.w.stopTimeout", "3s")
            .background("w", deafWorker())
            .add("a", marking.service("a", 0, 10_000))
            .build();
    fixture.start(host);
    assertEquals(seconds(10_003), fixture.stop(host).took());
    assertEquals(List.of("0 a starts", "0 a stops", "10000 a stopped"), trail);
  }

  @Test
  void drainDelay() throws Exception {
    Host host = configured("drainDelay", "2s").add("a", marking.service("a")).build();
    fixture.start(host);
    fixture.stop(host);
    assertEquals(List.of("0 a starts", "2 a stops"), trail);
  }

  @Test
  void mdcKey() throws Exception {
    Host host =
        configured("mdcKey", "svc")
            .add("a", context -> fixture.mark(MDC.get("svc") + " " + MDC.get("service")))
            .build();
    fixture.start(host);
    assertEquals(List.of("0 a null"), trail);
  }

  @Test
  void startTimeoutOfAService() {
    HostBuilder builder =
        configured("services.my.slow.startTimeout", "4s")
            .add("quick", marking.service("quick", 9, 0))
            .add("my.slow", marking.service("slow", 9, 0));
    assertEquals("not started within PT4S: my.slow", startFailure(builder).getMessage());
  }

  @Test
  void stopTimeoutOfAService() throws Exception {
    Host host =
        configured("services.w.stopTimeout", "1500ms").background("w", deafWorker()).build();
    fixture.start(host);
    assertEquals(Duration.ofMillis(1_500), fixture.stop(host).took());
  }

  @Test
  void interruptAfterOfAService() throws Exception {
    Host host =
        configured("services.w.interruptAfter", "7s")
            .background("w", context -> sleep(time, Duration.ofDays(1)))
            .build();
    fixture.start(host);
    assertEquals(seconds(7), fixture.stop(host).took());
  }

  @Test
  void onFailureOfAService() throws Exception {
    HostBuilder builder =
        configured("services.bad.onFailure", "ignore")
            .background(
                "bad",
                context -> {
                  sleep(time, seconds(1));
                  throw new IllegalStateException("crash");
                });
    Host host = builder.build();
    fixture.start(host);
    time.advance(seconds(5));
    assertTrue(host.isReady());
    assertEquals(ServiceState.FAILED, host.services().get(0).state());
    builder.settings(HostSettings.from(Map.of("services.bad.onFailure", "restart")));
    Host restarting = builder.build();
    fixture.start(restarting);
    time.advance(seconds(2));
    assertTrue(restarting.isReady());
    assertEquals(1, restarting.services().get(0).restarts());
    builder.settings(HostSettings.from(Map.of("services.bad.onFailure", "stopHost")));
    Host stopping = builder.build();
    fixture.start(stopping);
    time.advance(seconds(5));
    assertFalse(stopping.isLive());
  }

  @Test
  void onStartFailureOfAService() throws Exception {
    HostBuilder builder =
        configured("services.cache.onStartFailure", "ignore")
            .add("cache", marking.failing("cache", 1, new IllegalStateException("away")))
            .add("next", marking.service("next"), s -> s.dependsOn("cache"));
    Host host = builder.build();
    fixture.start(host);
    assertEquals(List.of("0 cache starts", "1 next starts"), trail);
    assertEquals(ServiceState.FAILED, host.service("cache").state());
    builder.settings(HostSettings.from(Map.of("services.cache.onStartFailure", "stopHost")));
    assertEquals("away", startFailure(builder).getMessage());
  }

  @Test
  void waitForReadyOfAService() throws Exception {
    fixture.start(
        configured("services.w.waitForReady", "true")
            .background(
                "w",
                context -> {
                  sleep(time, seconds(3));
                  context.ready();
                })
            .add("next", marking.service("next"))
            .build());
    assertEquals(List.of("3 next starts"), trail);
  }

  @Test
  void platformThreadsOfAService() throws Exception {
    Host host =
        configured("services.w.platformThreads", "true")
            .background(
                "w", context -> fixture.mark("virtual: " + Thread.currentThread().isVirtual()))
            .build();
    fixture.start(host);
    assertEquals(List.of("0 virtual: false"), trail);
  }
}
