package dev.innkeeper.runtime;

import static dev.innkeeper.runtime.HostFixture.seconds;
import static dev.innkeeper.runtime.HostFixture.sleepDeaf;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.innkeeper.runtime.report.HostState;
import dev.innkeeper.runtime.service.HostedService;
import dev.innkeeper.runtime.service.ServiceContext;
import dev.innkeeper.timer.testing.ManualTimeSource;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

/** The order of a start: that of registration, or as soon as the dependencies have started. */
class HostStartOrderTest {

  private static final List<String> FIRST = new CopyOnWriteArrayList<>();

  private final HostFixture fixture = new HostFixture();
  private final ManualTimeSource time = fixture.time;
  private final List<String> trail = fixture.trail;
  private final MarkingServices marking = new MarkingServices(fixture);

  @Test
  void isThatOfRegistrationAndTheNextIsNotCalledBeforeTheLastReturned() throws Exception {
    Host host =
        fixture
            .host()
            .add("a", marking.service("a", 2, 0))
            .add("b", marking.service("b", 1, 0))
            .add("c", marking.service("c"))
            .build();
    fixture.start(host);
    assertEquals(
        List.of("0 a starts", "2 a started", "2 b starts", "3 b started", "3 c starts"), trail);
    assertEquals(HostState.RUNNING, host.state());
    assertTrue(host.isReady());
    assertTrue(host.isLive());
  }

  @Test
  void followsDependenciesAlsoWhenTheyAreRegisteredLater() throws Exception {
    Host host =
        fixture
            .host()
            .add("http", marking.service("http"), s -> s.dependsOn("db", "cache"))
            .add("metrics", marking.service("metrics"))
            .add("cache", marking.service("cache"), s -> s.dependsOn("db"))
            .add("db", marking.service("db"))
            .build();
    fixture.start(host);
    assertEquals(
        List.of("0 metrics starts", "0 db starts", "0 cache starts", "0 http starts"), trail);
  }

  @Test
  void concurrentlyEachStartsTheMomentItsDependenciesHaveAndTheWholeTakesTheLongestPath()
      throws Exception {
    Host host =
        fixture
            .host()
            .startConcurrently()
            .add("base", marking.service("base", 1, 0))
            .add("left", marking.service("left", 5, 0), s -> s.dependsOn("base"))
            .add("right", marking.service("right", 2, 0), s -> s.dependsOn("base"))
            .add("after right", marking.service("after right", 1, 0), s -> s.dependsOn("right"))
            .add("top", marking.service("top", 1, 0), s -> s.dependsOn("left", "after right"))
            .add("alone", marking.service("alone", 6, 0))
            .build();
    fixture.start(host);
    assertEquals(
        List.of(
            "0 base starts",
            "0 alone starts",
            "1 base started",
            "1 left starts",
            "1 right starts",
            "3 right started",
            "3 after right starts",
            "4 after right started",
            "6 alone started",
            "6 left started",
            "6 top starts",
            "7 top started"),
        trail);
  }

  /** In real time, and more than there are carriers. */
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

  @Test
  void isNotHeldUpByWorkThatNeverGivesWay() throws Exception {
    Host host =
        fixture
            .host()
            .background(
                "worker",
                context -> {
                  fixture.mark("worker works");
                  sleepDeaf(time, Duration.ofDays(1));
                })
            .add("next", marking.service("next"))
            .build();
    fixture.start(host);
    assertTrue(host.isReady());
    assertEquals(List.of("0 next starts", "0 worker works"), trail);
  }

  /** Ten services, all at the same times, concurrently: one trail. */
  @RepeatedTest(50)
  void isTheSameOnEveryRun() throws Exception {
    HostBuilder builder = fixture.host().startConcurrently().stopConcurrently();
    for (int i = 0; i < 10; i++) {
      int number = i;
      builder.add(
          "s" + i,
          marking.service("s" + i, 1, 1),
          s -> s.dependsOn(number < 3 ? new String[0] : new String[] {"s" + number / 3}));
    }
    Host host = builder.build();
    fixture.start(host);
    fixture.stop(host);
    if (FIRST.isEmpty()) {
      FIRST.addAll(trail);
    }
    assertEquals(FIRST, trail);
  }

  @Test
  void ofNoServicesIsAStartAllTheSame() throws Exception {
    Host host = fixture.host().build();
    fixture.start(host);
    assertTrue(fixture.stop(host).clean());
  }
}
