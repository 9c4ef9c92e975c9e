package dev.innkeeper.runtime;

import static dev.innkeeper.runtime.HostFixture.seconds;
import static dev.innkeeper.runtime.HostFixture.sleep;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.innkeeper.runtime.service.BackgroundService;
import dev.innkeeper.runtime.service.FailurePolicy;
import dev.innkeeper.runtime.service.ServiceContext;
import dev.innkeeper.runtime.service.ServiceControl;
import dev.innkeeper.timer.testing.ManualTimeSource;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Every order has its answer, whatever comes in between. */
class OrderStormTest {

  private static final int SERVICES = 20;
  private static final int ORDERS = 400;

  private final HostFixture fixture = new HostFixture();
  private final ManualTimeSource time = fixture.time;
  private final List<String> trail = fixture.trail;
  private final MarkingServices marking = new MarkingServices(fixture);
  private final AtomicInteger runs = new AtomicInteger();

  /** Fails in each of its calls one time in four. */
  private record Flaky(ManualTimeSource time, SplittableRandom random)
      implements BackgroundService {

    private void act() throws InterruptedException {
      HostFixture.sleep(time, Duration.ofMillis(random.nextInt(300)));
      if (random.nextInt(4) == 0) {
        throw new IllegalStateException("flaky");
      }
    }

    @Override
    public void start(ServiceContext context) throws InterruptedException {
      act();
      context.ready();
    }

    @Override
    public void execute(ServiceContext context) throws InterruptedException {
      if (!context.awaitStop(Duration.ofMillis(random.nextInt(2_000)))) {
        act();
      }
    }

    @Override
    public void stop(ServiceContext context) throws InterruptedException {
      act();
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void onTwentyServicesThatFailInEveryCallLeavesNoOrderWithoutAnAnswer(long seed) throws Exception {
    ManualTimeSource storm = ManualTimeSource.withShuffledTurns(seed);
    SplittableRandom random = new SplittableRandom(seed);
    AtomicInteger healthy = new AtomicInteger();
    HostBuilder builder = Host.builder("storm").timeSource(storm).randomSeed(seed);
    if (random.nextBoolean()) {
      builder.startConcurrently().stopConcurrently();
    }
    for (int i = 0; i < SERVICES; i++) {
      String[] dependencies =
          IntStream.range(0, i)
              .filter(d -> random.nextInt(6) == 0)
              .mapToObj(d -> "s" + d)
              .toArray(String[]::new);
      Flaky flaky = new Flaky(storm, random.split());
      BackgroundService service =
          new BackgroundService() {
            @Override
            public void start(ServiceContext context) throws InterruptedException {
              if (healthy.incrementAndGet() > SERVICES) { // the first start goes well
                flaky.start(context);
              }
              context.ready();
            }

            @Override
            public void execute(ServiceContext context) throws InterruptedException {
              flaky.execute(context);
            }

            @Override
            public void stop(ServiceContext context) throws InterruptedException {
              flaky.stop(context);
            }
          };
      boolean waits = random.nextInt(3) == 0;
      FailurePolicy policy =
          random.nextBoolean()
              ? FailurePolicy.ignore()
              : FailurePolicy.restart()
                  .backoff(Duration.ofMillis(1), Duration.ofSeconds(1))
                  .maxRestarts(3, Duration.ofMinutes(1))
                  .orElse(FailurePolicy.ignore());
      builder.background(
          "s" + i,
          service,
          s -> {
            s.dependsOn(dependencies).onFailure(policy);
            if (waits) {
              s.waitForReady();
            }
          });
    }
    Host host = builder.build();
    storm.drive(() -> {
      host.start();
      return null;
    });
    List<String> unanswered = new CopyOnWriteArrayList<>();
    for (int i = 0; i < ORDERS; i++) {
      ServiceControl control = host.control("s" + random.nextInt(SERVICES));
      int kind = random.nextInt(5);
      String order = i + ": " + kind + " of " + control.status().name();
      Duration when = Duration.ofMillis(random.nextInt(20_000));
      unanswered.add(order);
      storm.start(
          order,
          () -> {
            try {
              HostFixture.sleep(storm, when);
              give(control, kind);
            } catch (IllegalStateException | ServiceFailedException | InterruptedException e) {
              assertTrue(e.getMessage() != null, "an answer says why");
            } finally {
              unanswered.remove(order);
            }
          });
    }
    storm.advance(Duration.ofMinutes(30));
    assertEquals(List.of(), new ArrayList<>(unanswered));
    storm.drive(host::stop);
  }

  private static void give(ServiceControl control, int kind) throws InterruptedException {
    switch (kind) {
      case 0 -> control.stop();
      case 1 -> control.stopWithDependents();
      case 2 -> control.start();
      case 3 -> control.restart();
      default -> control.restartWithDependents();
    }
  }

  @Test
  void toRestartADependencyIsAnsweredAlsoIfItsDependentIsStartedMeanwhile() throws Exception {
    Host host =
        fixture
            .host()
            .add("db", marking.service("db"))
            .add("web", marking.service("web"), s -> s.dependsOn("db"))
            .add("ui", marking.service("ui", 0, 5), s -> s.dependsOn("web"))
            .build();
    fixture.start(host);
    trail.clear();
    fixture.order("stop web", host.control("web")::stopWithDependents);
    fixture.order("restart db", host.control("db")::restart);
    fixture.order("start web", host.control("web")::start);
    time.advance(seconds(60));
    assertEquals(
        List.of(
            "0 ui stops",
            "0 stop web: RUNNING",
            "5 ui stopped",
            "5 web stops",
            "5 db stops",
            "5 db starts",
            "5 restart db: RUNNING",
            "5 web starts",
            "5 start web: RUNNING"),
        trail);
    fixture.stop(host);
  }

  @Test
  void toRestartWithDependentsGivesUpTheStartOfOneThatComesUp() throws Exception {
    Host host =
        fixture
            .host()
            .add("db", marking.service("db"))
            .add(
                "web",
                given -> {
                  fixture.mark("web starts");
                  if (runs.incrementAndGet() == 2) {
                    sleep(time, seconds(30));
                  }
                },
                s -> s.dependsOn("db"))
            .build();
    fixture.start(host);
    trail.clear();
    fixture.order("restart web", host.control("web")::restart);
    time.advance(seconds(1));
    fixture.order("restart db", host.control("db")::restartWithDependents);
    time.advance(seconds(60));
    assertEquals(
        List.of(
            "0 web starts",
            "1 db stops",
            "1 db starts",
            "1 web starts",
            "1 restart web: RUNNING",
            "1 restart db: RUNNING"),
        trail);
    fixture.stop(host);
  }
}
