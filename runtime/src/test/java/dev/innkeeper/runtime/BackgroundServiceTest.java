package dev.innkeeper.runtime;

import static dev.innkeeper.runtime.HostFixture.seconds;
import static dev.innkeeper.runtime.HostFixture.sleep;
import static dev.innkeeper.runtime.HostFixture.sleepDeaf;
import static dev.innkeeper.runtime.HostFixture.states;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.innkeeper.runtime.report.StopReport;
import dev.innkeeper.runtime.service.BackgroundService;
import dev.innkeeper.runtime.service.ServiceContext;
import dev.innkeeper.timer.testing.ManualTimeSource;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** The work of a service that has a start and a stop as well. */
class BackgroundServiceTest {

  private final HostFixture fixture = new HostFixture();
  private final ManualTimeSource time = fixture.time;
  private final List<String> trail = fixture.trail;
  private final MarkingServices marking = new MarkingServices(fixture);

  /** Marks the calls to it; to be overridden where a test is about one. */
  private abstract class Marking implements BackgroundService {
    @Override
    public void start(ServiceContext context) throws Exception {
      fixture.mark("starts");
    }

    @Override
    public void execute(ServiceContext context) throws Exception {
      fixture.mark("works");
      context.awaitStop();
      fixture.mark("work ends");
    }

    @Override
    public void stop(ServiceContext context) throws Exception {
      fixture.mark("stops");
    }
  }

  @Test
  void aThrowInTheFirstLineOfTheWorkIsAFailureOfTheWorkAndTheServiceIsStopped() {
    IllegalStateException crash = new IllegalStateException("crash");
    try (LogLines log = LogLines.collect()) {
      Host host =
          fixture
              .host()
              .background(
                  "w",
                  new Marking() {
                    @Override
                    public void execute(ServiceContext context) {
                      throw crash;
                    }
                  })
              .build();
      Throwable failed = assertThrows(RuntimeException.class, () -> time.drive(host::run));
      assertSame(crash, failed.getCause());
      assertEquals(List.of("0 starts", "0 stops"), trail);
      assertEquals(
          List.of("ERROR inn/w failed in its work"),
          log.lines().stream().filter(line -> line.startsWith("ERROR")).toList());
    }
  }

  /** In real time, because it is a race. */
  @Test
  void workRunsExactlyOnceHoweverSoonTheStopComes() throws Exception {
    for (int i = 0; i < 200; i++) {
      AtomicInteger runs = new AtomicInteger();
      Host host =
          Host.builder("real")
              .background(
                  "w",
                  context -> {
                    runs.incrementAndGet();
                    context.awaitStop();
                  })
              .build();
      host.start();
      host.close();
      assertEquals(1, runs.get());
    }
  }

  /** The start is over; whoever called it goes their own way. */
  @Test
  void anInterruptOfTheThreadThatStartedItHasNoEffectOnTheWork() throws Exception {
    Host host = fixture.host().background("w", new Marking() {}).build();
    Thread starter =
        time.start(
            "starter",
            () -> {
              host.start();
              sleepDeaf(time, seconds(9));
            });
    time.advance(seconds(1));
    time.interrupt(starter);
    time.advance(seconds(9));
    assertTrue(host.isReady());
    assertEquals(List.of("0 starts", "0 works"), trail);
  }

  @Test
  void hooksThatThrowKeepNeitherTheOthersNorTheWaitForTheWork() throws Exception {
    Host host =
        fixture
            .host()
            .background(
                "w",
                new Marking() {
                  @Override
                  public void execute(ServiceContext context) throws Exception {
                    context.onStopRequested(() -> markAndThrow("hook 1"));
                    context.onStopRequested(() -> markAndThrow("hook 2"));
                    context.awaitStop();
                    sleep(time, seconds(1));
                    fixture.mark("work ends");
                  }
                })
            .build();
    fixture.start(host);
    StopReport report = fixture.stop(host);
    assertEquals(List.of("0 starts", "0 hook 1", "0 hook 2", "1 work ends", "1 stops"), trail);
    assertEquals(List.of("w FAILED"), states(report));
    Throwable failure = report.services().get(0).failure().orElseThrow();
    assertEquals("hook 1", failure.getMessage());
    assertEquals("hook 2", failure.getSuppressed()[0].getMessage());
  }

  private void markAndThrow(String what) {
    fixture.mark(what);
    throw new IllegalStateException(what);
  }

  @Test
  void aHookThatHangsIsInterruptedAndTheStopGoesOn() throws Exception {
    Host host =
        fixture
            .host()
            .background(
                "w",
                new Marking() {
                  @Override
                  public void execute(ServiceContext context) throws Exception {
                    context.onStopRequested(this::hang);
                    context.awaitStop();
                    fixture.mark("work ends");
                  }

                  private void hang() {
                    try {
                      sleep(time, Duration.ofDays(1));
                    } catch (InterruptedException e) {
                      fixture.mark("hook interrupted");
                    }
                  }
                })
            .build();
    fixture.start(host);
    assertTrue(fixture.stop(host).clean());
    assertEquals(List.of("0 starts", "0 work ends", "2 hook interrupted", "2 stops"), trail);
  }

  @Test
  void whatTheWorkDoesAfterItWasAskedIsDoneOnItsOwnThreadAndHoldsUpNobody() throws Exception {
    Host host =
        fixture
            .host()
            .stopConcurrently()
            .background(
                "blocks",
                context -> {
                  context.awaitStop();
                  fixture.mark("blocks on " + Thread.currentThread().getName());
                  sleepDeaf(time, Duration.ofDays(1));
                })
            .add("other", marking.service("other", 0, 1))
            .build();
    fixture.start(host);
    StopReport report = fixture.stop(host);
    assertEquals(
        List.of("0 other starts", "0 blocks on inn/blocks", "0 other stops", "1 other stopped"),
        trail);
    assertEquals(List.of("blocks ABANDONED", "other STOPPED"), states(report));
    assertEquals(Duration.ofMillis(19_750), report.took());
  }
}
