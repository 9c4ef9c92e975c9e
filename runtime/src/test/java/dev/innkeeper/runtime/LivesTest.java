package dev.innkeeper.runtime;

import static dev.innkeeper.runtime.CrashingServices.AT_ONCE;
import static dev.innkeeper.runtime.CrashingServices.FOR_EVER;
import static dev.innkeeper.runtime.HostFixture.seconds;
import static dev.innkeeper.runtime.HostFixture.sleep;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.innkeeper.runtime.report.HostState;
import dev.innkeeper.runtime.report.ServiceState;
import dev.innkeeper.runtime.service.HostedLifecycleService;
import dev.innkeeper.runtime.service.ServiceContext;
import dev.innkeeper.timer.testing.ManualTimeSource;
import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** The lives of a service: how they end when something hangs, and what stays of them. */
class LivesTest {

  private final HostFixture fixture = new HostFixture();
  private final ManualTimeSource time = fixture.time;
  private final List<String> trail = fixture.trail;
  private final MarkingServices marking = new MarkingServices(fixture);
  private final AtomicInteger runs = new AtomicInteger();
  private final AtomicReference<ServiceContext> context = new AtomicReference<>();

  @Nested
  class ACallThatHangs {

    private HostedLifecycleService hangingInStarted(Duration duration) {
      return new HostedLifecycleService() {
        @Override
        public void start(ServiceContext given) {
          context.set(given);
          fixture.mark("start " + runs.incrementAndGet());
        }

        @Override
        public void started(ServiceContext given) throws InterruptedException {
          if (runs.get() == 2) {
            sleep(time, duration);
          }
        }
      };
    }

    @Test
    void inStartedIsInterruptedByAnOrderToStop() throws Exception {
      Host host = fixture.host().add("w", hangingInStarted(FOR_EVER)).build();
      fixture.start(host);
      fixture.order("restart", host.control("w")::restart);
      time.advance(seconds(1));
      fixture.order("stop", host.control("w")::stop);
      assertEquals(
          List.of(
              "0 start 1",
              "0 start 2",
              "1 restart: inn/w did not start: it was stopped meanwhile",
              "1 stop: STOPPED"),
          trail.stream().sorted().toList());
      fixture.stop(host);
    }

    @Test
    void inStartedIsInterruptedWhenTheServiceHasFailed() throws Exception {
      Host host =
          fixture.host().add("w", hangingInStarted(FOR_EVER), s -> s.onFailure(AT_ONCE)).build();
      fixture.start(host);
      context.get().fail(new IllegalStateException("one"));
      time.advance(seconds(1));
      context.get().fail(new IllegalStateException("two"));
      time.advance(seconds(1));
      assertEquals(List.of("0 start 1", "0 start 2", "1 start 3"), trail);
      assertEquals(ServiceState.RUNNING, host.services().get(0).state());
      fixture.stop(host);
    }

    @Test
    void inStartIsInterruptedWhenTheServiceSaysThatItHasFailed() throws Exception {
      Host host =
          fixture
              .host()
              .add(
                  "w",
                  given -> {
                    context.set(given);
                    fixture.mark("start");
                    sleep(time, runs.incrementAndGet() == 1 ? FOR_EVER : Duration.ZERO);
                  },
                  s -> s.onFailure(AT_ONCE))
              .build();
      time.start("starter", host::start);
      time.advance(seconds(1));
      context.get().fail(new IllegalStateException("said so"));
      time.advance(seconds(1));
      assertEquals(1, runs.get(), "a first start is not repeated");
      assertEquals(HostState.STOPPED, host.state());
    }

    @Test
    void inStartedIsNotMeantByTheStartTimeout() throws Exception {
      Host host =
          fixture
              .host()
              .add("a", hangingInStarted(Duration.ZERO), s -> s.startTimeout(seconds(3)))
              .add("slow", marking.service("slow", 5, 0))
              .build();
      fixture.start(host);
      assertTrue(host.isReady());
      fixture.stop(host);
    }
  }

  @Test
  void theFailureOfAnOldLifeIsNotThatOfTheNewOne() throws Exception {
    Host host =
        fixture
            .host()
            .add(
                "w",
                given -> {
                  if (runs.incrementAndGet() == 1) {
                    context.set(given);
                  }
                },
                s -> s.onFailure(AT_ONCE))
            .build();
    fixture.start(host);
    context.get().fail(new IllegalStateException("one"));
    time.advance(seconds(1));
    context.get().fail(new IllegalStateException("late"));
    time.advance(seconds(1));
    assertEquals(ServiceState.RUNNING, host.services().get(0).state());
    assertEquals(2, runs.get());
    assertTrue(fixture.stop(host).clean());
  }

  @Test
  void afterAnOrderedRestartThatWentWellThePolicyCountsAgain() throws Exception {
    Host host =
        fixture
            .host()
            .add(
                "w",
                given -> {
                  context.set(given);
                  fixture.mark("start " + runs.incrementAndGet());
                  if (runs.get() == 3) {
                    throw new IllegalStateException("port");
                  }
                },
                s -> s.onFailure(AT_ONCE))
            .build();
    fixture.start(host);
    fixture.order("restart", host.control("w")::restart);
    context.get().fail(new IllegalStateException("crash"));
    time.advance(seconds(1));
    assertEquals(
        List.of("0 start 1", "0 start 2", "0 restart: RUNNING", "0 start 3", "0 start 4"), trail);
    assertEquals(ServiceState.RUNNING, host.services().get(0).state());
    fixture.stop(host);
  }

  @Test
  void oneThatFailsBeforeItIsReadyAgainHasAnother() throws Exception {
    Host host =
        fixture
            .host()
            .background(
                "w",
                given -> {
                  int run = runs.incrementAndGet();
                  fixture.mark("run " + run);
                  if (run != 2) {
                    given.ready();
                  }
                  if (run < 3) {
                    sleep(time, seconds(1));
                    throw new IllegalStateException("crash " + run);
                  }
                  given.awaitStop();
                },
                s -> s.waitForReady().onFailure(AT_ONCE))
            .build();
    fixture.start(host);
    time.advance(seconds(5));
    assertEquals(List.of("0 run 1", "1 run 2", "2 run 3"), trail);
    assertEquals(ServiceState.RUNNING, host.services().get(0).state());
    assertTrue(fixture.stop(host).clean());
  }

  @Test
  void aLifeThatIsOverIsGarbageHoweverLongItsTimeOuts() throws Exception {
    List<WeakReference<ServiceContext>> contexts = new ArrayList<>();
    Host host =
        fixture
            .host()
            .shutdownTimeout(Duration.ofDays(1))
            .add(
                "w",
                given -> contexts.add(new WeakReference<>(given)),
                s -> s.startTimeout(Duration.ofHours(5)).stopTimeout(Duration.ofHours(6)))
            .build();
    fixture.start(host);
    for (int i = 0; i < 3; i++) {
      time.drive(host.control("w")::restart);
    }
    for (int i = 0; i < 100 && contexts.get(0).get() != null; i++) {
      System.gc();
    }
    assertNull(contexts.get(0).get());
    fixture.stop(host);
  }

  @Test
  void eachLifeBeginsWithTheContextClassLoaderOfTheHost() throws Exception {
    ClassLoader mine = new ClassLoader("mine", getClass().getClassLoader()) {};
    Host host =
        fixture
            .host()
            .add(
                "w",
                given -> {
                  fixture.mark("" + Thread.currentThread().getContextClassLoader().equals(mine));
                  Thread.currentThread().setContextClassLoader(mine);
                })
            .build();
    fixture.start(host);
    fixture.order("restart", host.control("w")::restart);
    assertEquals(List.of("0 false", "0 false", "0 restart: RUNNING"), trail);
    fixture.stop(host);
  }
}
