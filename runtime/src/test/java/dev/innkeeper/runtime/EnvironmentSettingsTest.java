package dev.innkeeper.runtime;

import static dev.innkeeper.runtime.HostFixture.seconds;
import static dev.innkeeper.runtime.SettingsFixture.described;
import static dev.innkeeper.runtime.SettingsFixture.environment;
import static dev.innkeeper.runtime.SettingsFixture.refusal;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.innkeeper.runtime.jobs.JobQueue;
import dev.innkeeper.runtime.jobs.JobScheduler;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A configuration from variables of the environment. */
class EnvironmentSettingsTest {

  private static HostBuilder builder() {
    return Host.builder("inn")
        .add("in-box", c -> {})
        .add("inBox.2", c -> {})
        .queue(JobQueue.builder("mails", item -> {}).build())
        .recurring("cleanup", seconds(10), run -> {})
        .jobScheduler(JobScheduler.builder("reminders").build());
  }

  private static HostBuilder with(String... variables) {
    return builder().settings(environment(variables));
  }

  @ParameterizedTest
  @CsvSource({
    "SHUTDOWNTIMEOUT, 5s, shutdownTimeout",
    "SHUTDOWN_TIMEOUT, 5s, shutdownTimeout",
    "WARN_ABOUT_SLOW_START, 5s, warnAboutSlowStart",
    "shutdown_timeout, 5s, shutdownTimeout",
    "SERVICES_IN_BOX_STOPTIMEOUT, 5s, services.in-box.stopTimeout",
    "SERVICES_IN_BOX_STOP_TIMEOUT, 5s, services.in-box.stopTimeout",
    "SERVICES_INBOX_2_STOP_TIMEOUT, 5s, services.inBox.2.stopTimeout",
    "SERVICES_IN_BOX_ENABLED, false, services.in-box.enabled",
    "QUEUES_MAILS_WORKERS, 5, queues.mails.workers",
    "QUEUES_MAILS_RETRY_MAX_RETRIES, 5, queues.mails.retry.maxRetries",
    "QUEUES_MAILS_RETRY_MAXRETRIES, 5, queues.mails.retry.maxRetries",
    "JOBS_CLEANUP_EVERY, 5s, jobs.cleanup.every",
    "SCHEDULERS_REMINDERS_TOLERANCE, 5ms, schedulers.reminders.tolerance"
  })
  void isFoundFromTheKey(String variable, String value, String key) {
    Host host = with("INN_" + variable + "=" + value, "PATH=/bin", "INNER=no").build();
    assertEquals(
        List.of(key + " = " + value + " (environment: INN_" + variable + ")"),
        described(host, key + " "));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "SHUTDOWN_TIMOUT| INN_SHUTDOWN_TIMEOUT, INN_STARTUP_TIMEOUT, INN_JOBS_CLEANUP_TIMEOUT",
        "SHUTDOWN__TIMEOUT| INN_SHUTDOWN_TIMEOUT, INN_STARTUP_TIMEOUT, INN_JOBS_CLEANUP_TIMEOUT",
        "SERVICES_INBOX_STOP_TIMEOUT| INN_SERVICES_IN_BOX_STOP_TIMEOUT,"
            + " INN_SERVICES_INBOX_2_STOP_TIMEOUT, INN_SERVICES_IN_BOX_START_TIMEOUT",
        "QUEUES_MAILS_WORKER| INN_QUEUES_MAILS_WORKERS, INN_QUEUES_MAILS_SPARE_WORKERS,"
            + " INN_QUEUES_MAILS_TIMEOUT",
        "QUEUES_IN_BOX_WORKERS| INN_QUEUES_MAILS_WORKERS, INN_QUEUES_MAILS_SPARE_WORKERS,"
            + " INN_QUEUES_MAILS_TIMEOUT"
      })
  void thatIsOfNoKeyIsRefusedAndTheNearestAreNamed(String variable, String nearest) {
    assertEquals(
        "INN_" + variable + " matches no key; the closest are " + nearest,
        refusal(with("INN_" + variable + "=5s")));
  }

  @Test
  void twiceForOneKeyIsRefused() {
    assertEquals(
        "'INN_SHUTDOWNTIMEOUT' and 'INN_SHUTDOWN_TIMEOUT' are both the key shutdownTimeout: leave"
            + " one out",
        refusal(with("INN_SHUTDOWNTIMEOUT=5s", "INN_SHUTDOWN_TIMEOUT=5s")));
  }

  @Test
  void thatTwoServicesAnswerToIsRefused() {
    assertEquals(
        "INN_SERVICES_IN_BOX_STOP_TIMEOUT can be services.in-box.stopTimeout or"
            + " services.in_box.stopTimeout: set the one that is meant in another source, or rename"
            + " a service",
        refusal(with("INN_SERVICES_IN_BOX_STOP_TIMEOUT=5s").add("in_box", c -> {})));
  }

  @Test
  void isRefusedByItsOwnName() {
    assertEquals(
        "INN_DRAIN_DELAY is '5': a duration needs a unit, such as 20s, 250ms, 5m or PT20S",
        refusal(with("INN_DRAIN_DELAY=5")));
    assertEquals(
        "INN_QUEUES_MAILS_WORKERS is '0': workers must be positive: 0",
        refusal(with("INN_QUEUES_MAILS_WORKERS=0")));
    assertEquals(
        "INN_JOBS_CLEANUP_ZONE: it is the zone of jobs.cleanup.cron: choose that, too",
        refusal(with("INN_JOBS_CLEANUP_ZONE=UTC")));
  }

  @Test
  void needsAPrefix() {
    assertEquals(
        "the prefix is empty, so each variable of the environment would have to be a key: choose"
            + " one, such as INNKEEPER_",
        refusal(() -> HostSettings.fromEnvironment(Map.of(), "")));
  }

  @Test
  void showsItsVariablesBeforeThereIsAHost() {
    HostSettings settings = environment("INN_X=1", "INN_DRAIN_DELAY=5s", "PATH=/bin");
    assertEquals("HostSettings[INN_DRAIN_DELAY, INN_X]", settings.toString());
    assertEquals("INN_DRAIN_DELAY = 5s (pod)\nINN_X = 1 (pod)", settings.named("pod").describe());
  }
}
