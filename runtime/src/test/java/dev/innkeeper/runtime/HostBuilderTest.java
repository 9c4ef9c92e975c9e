package dev.innkeeper.runtime;

import static dev.innkeeper.runtime.HostFixture.seconds;
import static dev.innkeeper.runtime.HostFixture.sleep;
import static dev.innkeeper.runtime.HostFixture.states;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ch.qos.logback.classic.Level;
import dev.innkeeper.runtime.report.HostState;
import dev.innkeeper.runtime.report.ServiceState;
import dev.innkeeper.runtime.report.ServiceStatus;
import dev.innkeeper.runtime.service.BackgroundService;
import dev.innkeeper.runtime.service.FailurePolicy;
import dev.innkeeper.runtime.service.HostedService;
import dev.innkeeper.runtime.service.RestartPolicy;
import dev.innkeeper.runtime.service.ServiceContext;
import dev.innkeeper.timer.testing.ManualTimeSource;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** What a builder makes of what it was told: instances, snapshots, several hosts. */
class HostBuilderTest {

  private final HostFixture fixture = new HostFixture();
  private final ManualTimeSource time = fixture.time;
  private final List<String> trail = fixture.trail;
  private final MarkingServices marking = new MarkingServices(fixture);

  @Nested
  class Services {

    @Test
    void ofAMapStartInItsOrder() throws Exception {
      Map<String, HostedService> services = new LinkedHashMap<>();
      List.of("b", "a", "c").forEach(name -> services.put(name, marking.service(name)));
      Host host = fixture.host().add("first", marking.service("first")).addAll(services).build();
      fixture.start(host);
      assertEquals(List.of("0 first starts", "0 b starts", "0 a starts", "0 c starts"), trail);
    }

    @Test
    void ofAMapTakeOptionsByTheirNames() throws Exception {
      Map<String, HostedService> services = new LinkedHashMap<>();
      List.of("web", "db", "cache").forEach(name -> services.put(name, marking.service(name)));
      Host host =
          fixture
              .host()
              .addAll(
                  services,
                  (name, s) -> {
                    if (name.equals("web")) {
                      s.dependsOn("db", "cache");
                    }
                  })
              .build();
      fixture.start(host);
      assertEquals(List.of("0 db starts", "0 cache starts", "0 web starts"), trail);
      assertEquals(List.of("db", "cache"), host.service("web").dependsOn());
    }

    @Test
    void areTwoUnderTwoNamesEvenIfTheyAreOneInstance() throws Exception {
      HostedService same = marking.service("same");
      Host host = fixture.host().add("one", same).add("two", same).add("three", () -> same).build();
      fixture.start(host);
      assertFalse(host.services().stream().anyMatch(s -> s.state() != ServiceState.RUNNING));
      fixture.stop(host);
      assertEquals(
          List.of(
              "0 same starts",
              "0 same starts",
              "0 same starts",
              "0 same stops",
              "0 same stops",
              "0 same stops"),
          trail);
    }

    @Test
    void fromASupplierAreMadeOnceForEachStart() throws Exception {
      AtomicInteger made = new AtomicInteger();
      Supplier<HostedService> supplier =
          () -> marking.service("instance " + made.incrementAndGet());
      Host host = fixture.host().add("a", supplier).build();
      assertEquals(0, made.get(), "not before the start");
      fixture.start(host);
      time.drive(() -> host.control("a").restart());
      fixture.stop(host);
      assertEquals(
          List.of(
              "0 instance 1 starts",
              "0 instance 1 stops",
              "0 instance 2 starts",
              "0 instance 2 stops"),
          trail);
    }

    @Test
    void fromASupplierAreMadeAnewAfterAFailure() throws Exception {
      AtomicInteger made = new AtomicInteger();
      Supplier<BackgroundService> supplier =
          () -> {
            int number = made.incrementAndGet();
            return context -> {
              fixture.mark("work " + number);
              sleep(time, seconds(1));
              throw new IllegalStateException("crash " + number);
            };
          };
      RestartPolicy policy =
          FailurePolicy.restart()
              .backoff(Duration.ofNanos(1), Duration.ofNanos(1))
              .maxRestarts(1, seconds(60))
              .orElse(FailurePolicy.ignore());
      Host host = fixture.host().add("w", supplier, s -> s.onFailure(policy)).build();
      fixture.start(host);
      time.advance(seconds(9));
      assertEquals(List.of("0 work 1", "1 work 2"), trail);
      fixture.stop(host);
    }

    @Test
    void fromASupplierThatThrowsAreAStartFailureBeforeAnyOtherThatIsLoggedOnce() throws Exception {
      IllegalStateException container = new IllegalStateException("no bean");
      Supplier<HostedService> supplier =
          () -> {
            throw container;
          };
      Host host =
          fixture
              .host()
              .add("ok", marking.service("ok"))
              .add("a", supplier)
              .add("c", marking.service("c"))
              .build();
      try (LogTrail log = LogTrail.from(Level.ERROR)) {
        HostStartException failed =
            assertThrows(HostStartException.class, () -> fixture.start(host));
        assertSame(container, failed.getCause());
        assertEquals(
            "host 'inn' did not start, because of 'a': java.lang.IllegalStateException: no bean",
            failed.getMessage());
        assertEquals(List.of("ERROR inn/a failed to start [no bean]"), log.lines());
      }
      assertEquals(List.of("ok NEW", "a FAILED", "c NEW"), states(fixture.stop(host)));
      assertEquals(List.of(), trail);
    }

    @Test
    @SuppressWarnings("NullAway") // what a careless caller does
    void fromASupplierThatReturnsNullAreAStartFailureToo() {
      Supplier<HostedService> supplier = () -> null;
      Host host = fixture.host().add("a", supplier).build();
      Throwable cause =
          assertThrows(HostStartException.class, () -> fixture.start(host)).getCause();
      assertInstanceOf(NullPointerException.class, cause);
      assertEquals("the supplied service", cause.getMessage());
    }

    @Test
    void areASnapshotWithTheirTimesRestartsAndFailures() throws Exception {
      Host host =
          fixture
              .host()
              .add("a", marking.service("a", 2, 1))
              .background(
                  "w",
                  context -> {
                    throw new IllegalStateException("crash");
                  },
                  s -> s.onFailure(FailurePolicy.ignore()))
              .build();
      List<ServiceStatus> before = host.services();
      fixture.start(host);
      time.drive(() -> host.control("a").restart());
      List<ServiceStatus> running = host.services();
      fixture.stop(host);
      assertEquals("[a NEW, w NEW]", before.toString());
      assertEquals(
          "[a RUNNING, restarted once," + " w FAILED: java.lang.IllegalStateException: crash]",
          running.toString());
      assertEquals(seconds(2), running.get(0).startTook().orElseThrow());
      assertEquals(Duration.ZERO, running.get(1).startTook().orElseThrow());
      assertNotEquals(running, host.services());
    }
  }

  @Nested
  class TwoHosts {

    @Test
    void fromOneBuilderAreIndependent() throws Exception {
      AtomicInteger made = new AtomicInteger();
      Supplier<HostedService> supplier =
          () -> marking.service("instance " + made.incrementAndGet());
      HostBuilder builder = fixture.host().add("a", supplier);
      Host first = builder.build();
      Host second =
          builder.add("later", marking.service("later")).shutdownTimeout(seconds(1)).build();
      fixture.start(first);
      fixture.start(second);
      assertTrue(fixture.stop(first).clean());
      assertEquals(HostState.STOPPED, first.state());
      assertTrue(second.isReady());
      assertTrue(fixture.stop(second).clean());
      assertEquals(
          List.of(
              "0 instance 1 starts",
              "0 instance 2 starts",
              "0 later starts",
              "0 instance 1 stops",
              "0 later stops",
              "0 instance 2 stops"),
          trail);
    }

    @Test
    void ofTheSameNameMayFailAloneAndStopOneAnother() throws Exception {
      AtomicReference<Host> inner = new AtomicReference<>();
      Host outer =
          fixture
              .host()
              .add(
                  "manages",
                  new HostedService() {
                    @Override
                    public void start(ServiceContext context) {
                      inner.set(fixture.host().add("a", marking.service("a")).build());
                      inner.get().start();
                    }

                    @Override
                    public void stop(ServiceContext context) throws InterruptedException {
                      fixture.mark("inner clean: " + inner.get().stop().clean());
                    }
                  })
              .build();
      Host bad =
          fixture
              .host()
              .background(
                  "bad",
                  context -> {
                    throw new IllegalStateException("crash");
                  })
              .build();
      fixture.start(outer);
      assertThrows(RuntimeException.class, () -> time.drive(bad::run));
      assertTrue(outer.isReady());
      assertTrue(inner.get().isReady());
      assertTrue(fixture.stop(outer).clean());
      assertEquals(List.of("0 a starts", "0 a stops", "0 inner clean: true"), trail);
    }
  }
}
