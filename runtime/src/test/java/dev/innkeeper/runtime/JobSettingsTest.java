package dev.innkeeper.runtime;

import static dev.innkeeper.runtime.HostFixture.seconds;
import static dev.innkeeper.runtime.SettingsFixture.described;
import static dev.innkeeper.runtime.SettingsFixture.refusal;
import static dev.innkeeper.runtime.SettingsFixture.settings;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ch.qos.logback.classic.Level;
import dev.innkeeper.runtime.jobs.JobScheduler;
import dev.innkeeper.runtime.jobs.RecurringJob;
import dev.innkeeper.runtime.jobs.RecurringJobBuilder;
import dev.innkeeper.runtime.jobs.WhenBusy;
import dev.innkeeper.timer.Schedule;
import dev.innkeeper.timer.testing.ManualTimeSource;
import java.time.Duration;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A configuration of recurring jobs and of schedulers. A test of the samples has a cron. */
class JobSettingsTest {

  private final HostFixture fixture = new HostFixture();
  private final ManualTimeSource time = fixture.time;
  private final RecurringJobFixture jobs = new RecurringJobFixture(fixture);

  private HostBuilder host(RecurringJob job, String... entries) {
    return fixture.host().recurring("job", job).settings(settings(entries));
  }

  private static RecurringJobBuilder everyTenSeconds() {
    return RecurringJob.every(seconds(10));
  }

  private List<String> trail(RecurringJob job, int forSeconds, String... entries) throws Exception {
    Host host = fixture.start(host(job, entries));
    time.advance(seconds(forSeconds));
    fixture.stop(host);
    return fixture.trail;
  }

  @Test
  void every() throws Exception {
    assertEquals(
        List.of("30 run 1", "60 run 2"),
        trail(everyTenSeconds().build(jobs.taking(0)), 65, "jobs.job.every=30s"));
  }

  @Test
  void everyInThePlaceOfASchedule() throws Exception {
    Schedule daily = Schedule.daily(LocalTime.NOON, ZoneId.of("UTC"));
    assertEquals(
        List.of("30 run 1", "60 run 2"),
        trail(RecurringJob.on(daily).build(jobs.taking(0)), 65, "jobs.job.every=30s"));
  }

  @Test
  void fixedDelay() throws Exception {
    assertEquals(
        List.of("20 run 1", "25 run 1 done", "45 run 2", "50 run 2 done"),
        trail(everyTenSeconds().build(jobs.taking(5)), 60, "jobs.job.fixedDelay=20s"));
  }

  @Test
  void everyInThePlaceOfAFixedDelay() throws Exception {
    assertEquals(
        List.of("20 run 1", "25 run 1 done", "40 run 2", "45 run 2 done"),
        trail(
            RecurringJob.withFixedDelay(seconds(9)).build(jobs.taking(5)),
            50,
            "jobs.job.every=20s"));
  }

  @Test
  void timeout() throws Exception {
    assertEquals(
        List.of("10 run 1", "12 run 1 interrupted"),
        trail(everyTenSeconds().build(jobs.taking(5)), 15, "jobs.job.timeout=2s"));
  }

  @Test
  void initialRunAndItsTakingBack() throws Exception {
    assertEquals(
        List.of("0 run 1", "10 run 2"),
        trail(everyTenSeconds().build(jobs.taking(0)), 15, "jobs.job.initial-run=true"));
    fixture.trail.clear();
    assertEquals(
        List.of("25 run 1"),
        trail(
            everyTenSeconds().initialRun().build(jobs.taking(0)), 15, "jobs.job.initialRun=false"));
  }

  @Test
  void paused() throws Exception {
    RecurringJob job = everyTenSeconds().build(jobs.taking(0));
    Host host = fixture.start(host(job, "jobs.job.paused=true"));
    assertTrue(job.status().paused());
    time.advance(seconds(15));
    job.resume();
    time.advance(seconds(10));
    fixture.stop(host);
    assertEquals(List.of("20 run 1"), fixture.trail);
    host(job).build();
    assertFalse(job.status().paused(), "it was resumed, and no configuration says otherwise");
  }

  @Test
  void whenBusy() throws Exception {
    assertEquals(
        List.of("10 run 1", "22 run 1 done", "22 run 2", "34 run 2 done"),
        trail(everyTenSeconds().build(jobs.taking(12)), 29, "jobs.job.whenBusy=queue-one"));
  }

  @Test
  void failAfter() throws Exception {
    RecurringJob job = everyTenSeconds().build(RecurringJobFixture.failing(9));
    Host host = fixture.start(host(job, "jobs.job.failAfter=2"));
    time.advance(seconds(25));
    assertFalse(host.isLive());
    assertEquals(2, job.status().runs());
  }

  @Test
  void jitterIsLessThanWhatItSays() throws Exception {
    RecurringJob job = everyTenSeconds().build(jobs.taking(0));
    Host host = fixture.start(host(job, "jobs.job.jitter=10s", "jobs.job.every=20s"));
    time.advance(seconds(20));
    assertEquals(List.of(), fixture.trail);
    time.advance(seconds(10));
    assertEquals(1, job.status().runs());
    fixture.stop(host);
  }

  @Test
  void isDescribedAndWhatItOverrulesIsLogged() {
    RecurringJob job = everyTenSeconds().jitter(seconds(2)).build(jobs.taking(0));
    try (LogTrail log = LogTrail.from(Level.INFO)) {
      Host host = host(job, "jobs.job.fixedDelay=20s", "jobs.job.jitter=3s").build();
      assertEquals(
          List.of(
              "jobs.job.cron = none (default)",
              "jobs.job.every = none (default)",
              "jobs.job.fixedDelay = 20s (map)",
              "jobs.job.timeout = none (default)",
              "jobs.job.jitter = 3s (map)",
              "jobs.job.initialRun = false (default)",
              "jobs.job.paused = false (default)",
              "jobs.job.whenBusy = skip (default)",
              "jobs.job.failAfter = none (default)"),
          described(host, "jobs."));
      assertEquals(
          List.of(
              "INFO inn: the configuration overrules the builder: jobs.job.every is none, not 10s",
              "INFO inn: the configuration overrules the builder: jobs.job.jitter is 3s, not 2s"),
          log.lines());
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "every=1s jitter=2s| jobs.job.every, jobs.job.jitter: the jitter, 2s, is longer than the"
            + " period, 1s",
        "every=1s| jobs.job.every: the jitter, 5s, is longer than the period, 1s",
        "fixedDelay=30s| jobs.job.fixedDelay: a recurring job with a fixed delay is never busy when"
            + " it is due: leave whenBusy out",
        "failAfter=0| jobs.job.failAfter is '0': failures in a row must be positive: 0",
        "every=1s fixedDelay=2s| jobs.job.every, jobs.job.fixedDelay: they exclude each"
            + " other: keep one",
        "cron=0 3 * * *| jobs.job.cron: it needs a time zone, and the code has none: choose"
            + " jobs.job.zone, too",
        "zone=UTC| jobs.job.zone: it is the zone of jobs.job.cron: choose that, too"
      })
  void isRefusedByTheChecksOfTheBuilder(String entries, String message) {
    RecurringJob job =
        everyTenSeconds().jitter(seconds(5)).whenBusy(WhenBusy.QUEUE_ONE).build(run -> {});
    String[] keys = entries.split(" (?=[a-zA-Z]+=)", -1);
    for (int i = 0; i < keys.length; i++) {
      keys[i] = "jobs.job." + keys[i];
    }
    assertEquals(message, refusal(host(job, keys)));
  }

  @Test
  void aCronIsRefusedByTheScheduleItself() {
    Schedule daily = Schedule.daily(LocalTime.NOON, ZoneId.of("UTC"));
    assertTrue(
        refusal(host(RecurringJob.on(daily).build(run -> {}), "jobs.job.cron=0 3 * * *"))
            .startsWith("jobs.job.cron: cron expressions need com.cronutils:cron-utils"));
  }

  // ---- schedulers

  @Test
  void toleranceOfAScheduler() throws Exception {
    JobScheduler scheduler = JobScheduler.builder("reminders").build();
    HostBuilder builder = fixture.host().jobScheduler(scheduler);
    Host host = builder.settings(settings("schedulers.reminders.tolerance=2s")).build();
    assertEquals(
        "the period, 2s, must be longer than the tolerance of scheduler 'reminders', 2s",
        refusal(() -> scheduler.scheduleEvery("key", seconds(2), run -> {})));
    scheduler.scheduleEvery("key", seconds(3), run -> {});
    assertEquals(
        List.of("schedulers.reminders.tolerance = 2s (map)"), described(host, "schedulers."));
    assertEquals(
        "schedulers.reminders.tolerance: the period, 3s, must be longer than the tolerance of"
            + " scheduler 'reminders', 4s",
        refusal(builder.settings(settings("schedulers.reminders.tolerance=4s"))));
    builder.settings(HostSettings.NONE).build();
    scheduler.scheduleEvery("other", Duration.ofMillis(2), run -> {});
  }
}
