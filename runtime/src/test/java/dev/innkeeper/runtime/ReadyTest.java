package dev.innkeeper.runtime;

import static dev.innkeeper.runtime.HostFixture.seconds;
import static dev.innkeeper.runtime.HostFixture.sleep;
import static dev.innkeeper.runtime.HostFixture.sleepDeaf;
import static dev.innkeeper.runtime.HostFixture.state;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ch.qos.logback.classic.Level;
import dev.innkeeper.runtime.jobs.JobQueue;
import dev.innkeeper.runtime.report.HostState;
import dev.innkeeper.runtime.report.ServiceState;
import dev.innkeeper.runtime.service.ServiceContext;
import dev.innkeeper.timer.testing.ManualTimeSource;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Services that count as started when they say that they are ready. */
class ReadyTest {

  private final HostFixture fixture = new HostFixture();
  private final ManualTimeSource time = fixture.time;
  private final List<String> trail = fixture.trail;
  private final MarkingServices marking = new MarkingServices(fixture);

  @Test
  void holdsUpThoseThatDependOnItAndNobodyElse() throws Exception {
    Host host =
        fixture
            .host()
            .startConcurrently()
            .add("w", marking.readyAfter("w", 3), s -> s.waitForReady())
            .add("needs w", marking.service("needs w"), s -> s.dependsOn("w"))
            .add("alone", marking.service("alone"))
            .build();
    fixture.start(host);
    assertEquals(
        List.of("0 w starts", "0 alone starts", "3 w is ready", "3 needs w starts"), trail);
    assertEquals(seconds(3), host.services().get(0).startTook().orElseThrow());
  }

  @Test
  void oneAfterTheOtherHoldsUpTheNext() throws Exception {
    Host host =
        fixture
            .host()
            .add("w", marking.readyAfter("w", 3), s -> s.waitForReady())
            .add("next", marking.service("next"))
            .build();
    fixture.start(host);
    assertEquals(List.of("0 w starts", "3 w is ready", "3 next starts"), trail);
  }

  @Test
  void isSeenInTheStateOfTheServiceAndOfTheHost() throws Exception {
    Host host = fixture.host().add("w", marking.readyAfter("w", 3), s -> s.waitForReady()).build();
    time.start("starter", host::start);
    time.advance(seconds(2));
    assertEquals(ServiceState.STARTING, state(host, 0));
    assertEquals(HostState.STARTING, host.state());
    assertFalse(host.isReady());
    time.advance(seconds(2));
    assertEquals(ServiceState.RUNNING, state(host, 0));
    assertTrue(host.isReady());
    assertTrue(fixture.stop(host).clean());
  }

  @Test
  void endsWhenStartHasReturnedIfThatWasSaidWithinIt() throws Exception {
    Host host =
        fixture
            .host()
            .add(
                "plain",
                context -> {
                  context.ready();
                  sleep(time, seconds(2));
                },
                s -> s.waitForReady())
            .add("next", marking.service("next"))
            .build();
    fixture.start(host);
    assertEquals(List.of("2 next starts"), trail);
    assertEquals(seconds(2), host.services().get(0).startTook().orElseThrow());
  }

  @Test
  void endsWhenAThreadOfTheServicesOwnSaysSoAndOnceIsEnough() throws Exception {
    Host host =
        fixture
            .host()
            .add(
                "own",
                context ->
                    time.start(
                        "selector",
                        () -> {
                          sleepDeaf(time, seconds(4));
                          context.ready();
                          context.ready();
                        }),
                s -> s.waitForReady())
            .add("next", marking.service("next"))
            .build();
    fixture.start(host);
    assertEquals(List.of("4 next starts"), trail);
  }

  @Test
  void endsWhenTheWorkIsDone() throws Exception {
    Host host =
        fixture
            .host()
            .add("w", marking.worker("w", c -> sleep(time, seconds(3))), s -> s.waitForReady())
            .add("next", marking.service("next"))
            .build();
    fixture.start(host);
    assertEquals(List.of("0 w starts", "3 next starts"), trail);
    assertEquals(ServiceState.COMPLETED, state(host, 0));
  }

  @Test
  void isNotDoneWithoutTheOption() throws Exception {
    Host host =
        fixture
            .host()
            .add(
                "early",
                context -> {
                  context.ready();
                  sleep(time, seconds(2));
                })
            .add("never", marking.worker("never", ServiceContext::awaitStop))
            .add("late", marking.readyAfter("late", 9))
            .add("next", marking.service("next"))
            .build();
    fixture.start(host);
    assertEquals(List.of("2 never starts", "2 late starts", "2 next starts"), trail);
    time.advance(seconds(10));
    assertEquals(ServiceState.RUNNING, state(host, 2));
    assertTrue(fixture.stop(host).clean());
  }

  @Test
  void withoutTheOptionIsToldOnceForEachServiceThatDoesIt() throws Exception {
    String told =
        " calls ready(), which has no effect, since its options do not say waitForReady():"
            + " choose that, or leave ready() out";
    try (LogTrail log = LogTrail.from(Level.WARN)) {
      Host host =
          fixture
              .host()
              .add("a", ServiceContext::ready)
              .background("b", marking.readyAfter("b", 3))
              .background("waited for", marking.readyAfter("c", 1), s -> s.waitForReady())
              .queue(JobQueue.builder("queue", (String item) -> {}).build())
              .recurring("job", seconds(3600), run -> {})
              .build();
      fixture.start(host);
      time.advance(seconds(10));
      assertEquals(ServiceState.RUNNING, host.control("a").restart().state());
      assertEquals(List.of("WARN inn/a" + told, "WARN inn/b" + told), log.lines());
      assertTrue(fixture.stop(host).clean());
    }
  }

  @Test
  void isDoneAgainForEachRestart() throws Exception {
    Host host =
        fixture
            .host()
            .add("w", marking.readyAfter("w", 3), s -> s.waitForReady())
            .add("needs w", marking.service("needs w"), s -> s.dependsOn("w"))
            .build();
    fixture.start(host);
    trail.clear();
    time.drive(() -> host.control("w").restartWithDependents());
    assertEquals(
        List.of("3 needs w stops", "3 w stops", "3 w starts", "6 w is ready", "6 needs w starts"),
        trail);
  }
}
