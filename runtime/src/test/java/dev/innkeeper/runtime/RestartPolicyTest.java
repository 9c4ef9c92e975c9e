package dev.innkeeper.runtime;

import static dev.innkeeper.runtime.CrashingServices.AT_ONCE;
import static dev.innkeeper.runtime.HostFixture.seconds;
import static dev.innkeeper.runtime.HostFixture.sleep;
import static dev.innkeeper.runtime.HostFixture.sleepDeaf;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.innkeeper.runtime.report.HostEvent;
import dev.innkeeper.runtime.report.ServiceState;
import dev.innkeeper.runtime.service.BackgroundService;
import dev.innkeeper.runtime.service.FailurePolicy;
import dev.innkeeper.runtime.service.RestartPolicy;
import dev.innkeeper.runtime.time.Backoff;
import dev.innkeeper.timer.testing.ManualTimeSource;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How often a service is started again after a failure, and when not. */
class RestartPolicyTest {

  private final HostFixture fixture = new HostFixture();
  private final ManualTimeSource time = fixture.time;
  private final List<String> trail = fixture.trail;
  private final CrashingServices crashing = new CrashingServices(fixture);
  private final AtomicInteger runs = crashing.runs;

  @Test
  void waitsLongerEachTimeWithFullJitterAndTheSameForOneSeed() throws Exception {
    List<String> first = delays(7);
    assertEquals(first, delays(7), "the seed decides");
    assertFalse(first.equals(delays(8)), "another seed, other delays");
  }

  private List<String> delays(long seed) throws Exception {
    List<String> delays = new ArrayList<>();
    runs.set(0);
    RestartPolicy policy =
        FailurePolicy.restart()
            .backoff(seconds(10), seconds(40))
            .maxRestarts(6, Duration.ofHours(1));
    Host host =
        fixture
            .host()
            .randomSeed(seed)
            .background("w", crashing.times(6), s -> s.onFailure(policy))
            .listener(event -> {
              if (event instanceof HostEvent.ServiceRestarting restarting) {
                assertTrue(
                    restarting.delay().compareTo(seconds(limit(restarting.restart()))) <= 0,
                    restarting.toString());
                delays.add(restarting.restart() + " after " + restarting.delay());
              }
            })
            .build();
    fixture.start(host);
    time.advance(Duration.ofMinutes(10));
    assertTrue(fixture.stop(host).clean());
    assertEquals(6, delays.size());
    return delays;
  }

  private static long limit(int restart) {
    return Math.min(40, 10L << (restart - 1));
  }

  @Nested
  class TooOften {

    private final RestartPolicy twoAMinute = AT_ONCE.maxRestarts(2, Duration.ofMinutes(1));

    @Test
    void stopsTheHostWithTheLastFailure() {
      Host host =
          fixture.host().background("w", crashing.times(99), s -> s.onFailure(twoAMinute)).build();
      ServiceFailedException failed =
          assertThrows(ServiceFailedException.class, () -> time.drive(host::run));
      assertEquals("crash 3", failed.getCause().getMessage());
      assertEquals(2, host.services().get(0).restarts());
      assertEquals(ServiceState.FAILED, host.services().get(0).state());
    }

    @ParameterizedTest
    @CsvSource(
        delimiter = ';',
        value = {
          "2; failed 3 times in 1m, more than the 2 restarts that its policy allows",
          "1; failed twice in 1m, more than the 1 restart that its policy allows",
          "0; failed, and its policy allows no restarts"
        })
    void saysWhichLimitWasReached(int restarts, String reason) {
      RestartPolicy policy = AT_ONCE.maxRestarts(restarts, Duration.ofMinutes(1));
      assertEquals(List.of("'w' " + reason), reasons(crashing.times(99), policy));
    }

    @Test
    void isNotWhatAnErrorIsThatNoRestartCanMend() {
      BackgroundService work =
          context -> {
            sleep(time, seconds(1));
            throw new NoClassDefFoundError("x/Y");
          };
      assertEquals(
          List.of("'w' failed with an error that no restart can mend"), reasons(work, twoAMinute));
    }

    private List<String> reasons(BackgroundService work, RestartPolicy policy) {
      List<String> reasons = new ArrayList<>();
      Host host =
          fixture
              .host()
              .background("w", work, s -> s.onFailure(policy))
              .listener(event -> {
                if (event instanceof HostEvent.HostStopping stopping) {
                  reasons.add(stopping.reason());
                }
              })
              .build();
      assertThrows(ServiceFailedException.class, () -> time.drive(host::run));
      return reasons;
    }

    @Test
    void orIsIgnored() throws Exception {
      RestartPolicy policy = twoAMinute.orElse(FailurePolicy.ignore());
      Host host =
          fixture.host().background("w", crashing.times(99), s -> s.onFailure(policy)).build();
      fixture.start(host);
      time.advance(Duration.ofMinutes(5));
      assertTrue(host.isReady());
      assertEquals(ServiceState.FAILED, host.services().get(0).state());
      assertEquals(3, runs.get());
      assertFalse(fixture.stop(host).clean());
    }

    @Test
    void countsOnlyWhatLiesWithinTheWindow() throws Exception {
      Host host =
          fixture
              .host()
              .background(
                  "w",
                  context -> {
                    runs.incrementAndGet();
                    sleep(time, seconds(31));
                    throw new IllegalStateException("every 31 s");
                  },
                  s -> s.onFailure(twoAMinute))
              .build();
      fixture.start(host);
      time.advance(seconds(61 * 31 - 1));
      assertTrue(host.isReady());
      assertEquals(61, runs.get());
      fixture.stop(host);
    }
  }

  @Test
  void ofOneThatCannotBeStoppedStopsTheHost() {
    Host host =
        fixture
            .host()
            .background(
                "deaf",
                context -> {
                  context.fail(new IllegalStateException("half dead"));
                  sleepDeaf(time, Duration.ofDays(1));
                },
                s -> s.onFailure(AT_ONCE).stopTimeout(seconds(4)))
            .build();
    ServiceFailedException failed =
        assertThrows(ServiceFailedException.class, () -> time.drive(host::run));
    assertEquals("half dead", failed.getCause().getMessage());
    assertEquals(ServiceState.ABANDONED, host.services().get(0).state());
    fixture.mark("over");
    assertEquals(List.of("4 over"), trail);
  }

  @Test
  void neverFollowsAnErrorOfTheVirtualMachineOrOfLinkageAlsoAsACause() {
    for (Throwable hopeless :
        List.of(
            new StackOverflowError(),
            new NoClassDefFoundError("gone"),
            new IllegalStateException(new OutOfMemoryError("heap")))) {
      Host host =
          fixture
              .host()
              .background(
                  "w",
                  context -> {
                    sleep(time, seconds(1));
                    if (hopeless instanceof Error error) {
                      throw error;
                    }
                    throw (Exception) hopeless;
                  },
                  s -> s.onFailure(FailurePolicy.restart()))
              .build();
      ServiceFailedException failed =
          assertThrows(ServiceFailedException.class, () -> time.drive(host::run));
      assertSame(hopeless, failed.getCause());
      assertEquals(0, host.services().get(0).restarts());
    }
  }

  @Test
  void zeroRestartsMeansThatTheFirstFailureIsOneTooMany() throws Exception {
    Host host =
        fixture
            .host()
            .background(
                "w",
                context -> {
                  throw new IllegalStateException("at once");
                },
                s ->
                    s.onFailure(
                        FailurePolicy.restart()
                            .maxRestarts(0, seconds(60))
                            .orElse(FailurePolicy.ignore())))
            .build();
    fixture.start(host);
    time.advance(Duration.ZERO);
    assertEquals(ServiceState.FAILED, host.service("w").state());
    assertEquals(0, host.service("w").restarts());
    fixture.stop(host);
  }

  @Test
  void policiesRefuseWhatMakesNoSense() {
    RestartPolicy restart = FailurePolicy.restart();
    assertThrows(IllegalArgumentException.class, () -> restart.maxRestarts(-1, seconds(1)));
    assertThrows(IllegalArgumentException.class, () -> restart.maxRestarts(1, Duration.ZERO));
    assertThrows(IllegalArgumentException.class, () -> restart.backoff(seconds(2), seconds(1)));
    assertThrows(IllegalArgumentException.class, () -> restart.backoff(Duration.ZERO, seconds(1)));
    assertThrows(IllegalArgumentException.class, () -> restart.orElse(FailurePolicy.restart()));
  }

  @Test
  void backOffGrowsToItsLimitAndDoesNotOverflow() {
    RestartPolicy policy = FailurePolicy.restart().backoff(seconds(1), seconds(5));
    assertEquals(seconds(1).toNanos(), backoff(policy).longestNanos(1));
    assertEquals(seconds(2).toNanos(), backoff(policy).longestNanos(2));
    assertEquals(seconds(4).toNanos(), backoff(policy).longestNanos(3));
    assertEquals(seconds(5).toNanos(), backoff(policy).longestNanos(4));
    RestartPolicy endless =
        policy
            .backoff(seconds(1), seconds(Long.MAX_VALUE))
            .maxRestarts(1_000, seconds(Long.MAX_VALUE));
    assertEquals(Long.MAX_VALUE / 2, backoff(endless).longestNanos(1_000));
  }

  private static Backoff backoff(RestartPolicy policy) {
    return new Backoff(policy.firstDelay(), policy.longestDelay());
  }
}
