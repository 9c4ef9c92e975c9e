package dev.innkeeper.runtime;

import static dev.innkeeper.runtime.HostFixture.seconds;
import static dev.innkeeper.runtime.RecurringJobFixture.BEGIN;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.innkeeper.runtime.jobs.RecurringJob;
import dev.innkeeper.runtime.jobs.RecurringJobBuilder;
import dev.innkeeper.timer.Schedule;
import dev.innkeeper.timer.testing.ManualTimeSource;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

/** A job that is run again and again, as a service of a host. */
class RecurringJobTest {

  private final HostFixture fixture = new HostFixture();
  private final ManualTimeSource time = fixture.time;
  private final List<String> trail = fixture.trail;
  private final MarkingServices marking = new MarkingServices(fixture);
  private final RecurringJobFixture jobs = new RecurringJobFixture(fixture);

  @Test
  void anInitialRunComesWithTheStart() throws Exception {
    Host host = jobs.host(RecurringJob.every(seconds(10)).initialRun().build(jobs.taking(0)));
    fixture.start(host);
    time.advance(seconds(15));
    fixture.stop(host);
    assertEquals(List.of("0 run 1", "10 run 2"), trail);
  }

  @Test
  void aRunKnowsWhyAndForWhenItIs() throws Exception {
    List<String> seen = new CopyOnWriteArrayList<>();
    RecurringJob job =
        RecurringJob.every(seconds(10))
            .initialRun()
            .build(run ->
                seen.add(
                    run.number()
                        + " "
                        + run.trigger()
                        + " "
                        + Duration.between(BEGIN, run.scheduled()).toSeconds()
                        + " "
                        + run.context().name()));
    Host host = jobs.host(job);
    fixture.start(host);
    time.advance(seconds(14));
    jobs.request(job);
    fixture.stop(host);
    assertEquals(List.of("1 START 0 job", "2 SCHEDULE 10 job", "3 REQUEST 14 job"), seen);
  }

  @Test
  void itIsReadyWhenItHasStarted() throws Exception {
    RecurringJob job = RecurringJob.every(seconds(10)).build(jobs.taking(0));
    Host host = fixture.host().recurring("job", job, ServiceOptions::waitForReady).build();
    fixture.start(host);
    assertTrue(host.isReady());
    fixture.stop(host);
  }

  @Test
  void itsThreadsArePlatformThreadsIfThatIsAsked() throws Exception {
    List<Boolean> virtual = new CopyOnWriteArrayList<>();
    RecurringJob job =
        RecurringJob.every(seconds(10))
            .build(run -> virtual.add(Thread.currentThread().isVirtual()));
    Host host = fixture.host().recurring("job", job, ServiceOptions::platformThreads).build();
    fixture.start(host);
    time.advance(seconds(10));
    fixture.stop(host);
    assertEquals(List.of(false), virtual);
  }

  @Test
  void whatIsAroundCallsIsAroundEachRun() throws Exception {
    Host host =
        fixture
            .host()
            .intercept(call -> {
              fixture.mark("before " + call.kind());
              call.proceed();
            })
            .recurring("job", seconds(10), jobs.taking(0))
            .build();
    fixture.start(host);
    time.advance(seconds(10));
    fixture.stop(host);
    assertEquals(
        List.of(
            "0 before START", "0 before EXECUTE", "10 before JOB", "10 run 1", "10 before STOP"),
        trail);
  }

  @Test
  void oneJobIsOneService() throws Exception {
    RecurringJob job = RecurringJob.every(seconds(10)).build(jobs.taking(0));
    Host host = fixture.host().recurring("a", job).recurring("b", job).build();
    HostStartException thrown = assertThrows(HostStartException.class, () -> fixture.start(host));
    assertEquals(
        "job 'a' is a service already; a second one needs a second job",
        thrown.getCause().getMessage());
  }

  @Test
  void theShortFormsTakeOptions() throws Exception {
    Host host =
        fixture
            .host()
            .add("db", marking.service("db"))
            .recurring("poll", seconds(10), run -> {}, s -> s.dependsOn("db"))
            .recurring("hourly", Schedule.hourly(ZoneOffset.UTC), run -> {}, s -> s.dependsOn("db"))
            .build();
    assertEquals(List.of("db"), host.service("poll").dependsOn());
    assertEquals(List.of("db"), host.service("hourly").dependsOn());
  }

  @Test
  void badChoicesAreRefusedByName() {
    assertEquals("period must be positive: PT0S", refusal(() -> RecurringJob.every(Duration.ZERO)));
    RecurringJobBuilder builder = RecurringJob.every(seconds(10));
    assertEquals("timeout must be positive: PT0S", refusal(() -> builder.timeout(Duration.ZERO)));
    assertEquals("jitter must be zero or more: PT-1S", refusal(() -> builder.jitter(seconds(-1))));
    assertEquals(
        "the jitter, 11s, is longer than the period, 10s",
        refusal(() -> builder.jitter(seconds(11))));
    assertEquals("failures in a row must be positive: 0", refusal(() -> builder.failAfter(0)));
  }

  private static String refusal(Runnable choice) {
    return assertThrows(IllegalArgumentException.class, choice::run).getMessage();
  }
}
