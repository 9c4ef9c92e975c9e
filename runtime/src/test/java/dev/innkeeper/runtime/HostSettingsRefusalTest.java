package dev.innkeeper.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a configuration is refused for, and how that is said. */
class HostSettingsRefusalTest {

  private static final String OF_HOST =
      "there are startConcurrently, stopConcurrently, stopWhenComplete, startupTimeout,"
          + " shutdownTimeout, drainDelay, warnAboutSlowStart, warnIfForgotten, mdcKey,"
          + " randomSeed, and services.NAME.*, queues.NAME.*, jobs.NAME.*, schedulers.NAME.*";

  private static final String OF_SERVICE =
      "a service has enabled, startTimeout, stopTimeout, interruptAfter, waitForReady,"
          + " platformThreads, readiness, watchdog, healthCheck.every, healthCheck.timeout,"
          + " onFailure, restart.first, restart.longest, restart.maxRestarts, restart.window,"
          + " restart.orElse, onStartFailure, startRestart.first, startRestart.longest,"
          + " startRestart.maxRestarts, startRestart.window, startRestart.orElse";

  private static final String OF_JOB =
      "a recurring job has cron, zone, every, fixedDelay, timeout, jitter, initialRun, paused,"
          + " whenBusy, failAfter";

  private static String refusal(Map<String, String> values) {
    return refusal(values, "");
  }

  private static String refusal(Map<String, String> values, String prefix) {
    return String.valueOf(
        assertThrows(IllegalArgumentException.class, () -> HostSettings.from(values, prefix))
            .getMessage());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "shutdownTimeout| soon| expected a duration, such as 20s, 250ms, 5m or PT20S",
        "shutdownTimeout| 20| a duration needs a unit, such as 20s, 250ms, 5m or PT20S",
        "shutdownTimeout| 1.5| a duration needs a unit, such as 20s, 250ms, 5m or PT20S",
        "shutdownTimeout| ''| expected a duration, such as 20s, 250ms, 5m or PT20S",
        "shutdownTimeout| 20 seconds| expected a duration, such as 20s, 250ms, 5m or PT20S",
        "shutdownTimeout| 00:00:20| a duration is not written like a time of day; did you mean"
            + " 20s?",
        "shutdownTimeout| 1.00:30:00| a duration is not written like a time of day; did you mean"
            + " 1470m?",
        "shutdownTimeout| 00:00:01.5| a duration is not written like a time of day; did you mean"
            + " 1500ms?",
        "shutdownTimeout| 01:30| a duration is not written like a time of day; did you mean 90m?",
        "shutdownTimeout| 999999999999999d| the duration is too long",
        "startupTimeout| 0s| it must be positive, such as 20s",
        "drainDelay| -5s| it must be zero or more, such as 0s or 20s",
        "drainDelay| PT-5S| it must be zero or more, such as 0s or 20s",
        "startConcurrently| yes| expected true or false",
        "stopConcurrently| TRUE| expected true or false",
        "stopWhenComplete| ''| expected true or false",
        "services.in.onFailure| retry| expected stopHost, ignore or restart",
        "services.in.stopTimeout| PT0S| it must be positive, such as 20s",
        "services.in.startTimeout| PT-1S| it must be positive, such as 20s",
        "services.in.interruptAfter| PT-1S| it must be zero or more, such as 0s or 20s",
        "services.in.waitForReady| 1| expected true or false",
        "services.in.platformThreads| no| expected true or false",
        "services.in.enabled| off| expected true or false",
        "services.in.readiness| ready| expected started, running or up",
        "services.in.watchdog| on| expected true or false",
        "services.in.healthCheck.every| 0s| it must be positive, such as 20s",
        "services.in.healthCheck.timeout| 5| a duration needs a unit, such as 20s, 250ms, 5m or"
            + " PT20S",
        "services.in.restart.first| fast| expected a duration, such as 20s, 250ms, 5m or PT20S",
        "services.in.restart.longest| -1s| it must be positive, such as 20s",
        "services.in.restart.maxRestarts| many| expected a whole number up to 2147483647, such as"
            + " 4",
        "services.in.restart.window| 0s| it must be positive, such as 20s",
        "services.in.restart.orElse| restart| expected stopHost or ignore",
        "services.in.startRestart.maxRestarts| 1.5| expected a whole number up to 2147483647, such"
            + " as 4",
        "randomSeed| seven| expected a whole number, such as 4",
        "queues.in.workers| two| expected a whole number up to 2147483647, such as 4",
        "queues.in.capacity| 9999999999| expected a whole number up to 2147483647, such as 4",
        "queues.in.timeout| 0s| it must be positive, such as 20s",
        "queues.in.retry.first| x| expected a duration, such as 20s, 250ms, 5m or PT20S",
        "queues.in.whenDuplicate| first| expected keepFirst, replaceWaiting or reject",
        "queues.in.batching.linger| -1s| it must be zero or more, such as 0s or 20s",
        "jobs.in.every| 0s| it must be positive, such as 20s",
        "jobs.in.jitter| -1s| it must be zero or more, such as 0s or 20s",
        "jobs.in.whenBusy| overlap| expected skip or queueOne",
        "jobs.in.zone| Berlin| expected a time zone, such as Europe/Berlin or UTC",
        "schedulers.in.tolerance| -1ms| it must be zero or more, such as 0s or 20s"
      })
  void ofAValueNamesTheKeyTheValueAndWhatIsExpectedOnce(String key, String value, String expected) {
    assertEquals(key + " is '" + value + "': " + expected, refusal(Map.of(key, value)));
    assertEquals(
        "inn." + key + " is '" + value + "': " + expected,
        refusal(Map.of("inn." + key, value), "inn."));
  }

  @ParameterizedTest
  @CsvSource({
    "services.inbox, SERVICE",
    "services.inbox.dependencies, SERVICE",
    "services.inbox.shutdownTimeout, SERVICE",
    "services.stopTimeout, SERVICE",
    "services..stopTimeout, SERVICE",
    "jobs.inbox.body, JOB",
    "server.inbox.stopTimeout, HOST",
    "timeSource, HOST"
  })
  void ofAnUnknownKeyNamesItItsValueAndTheKeysThatThereAre(String key, String group) {
    String keys = Map.of("HOST", OF_HOST, "SERVICE", OF_SERVICE, "JOB", OF_JOB).get(group);
    assertEquals("unknown key '" + key + "' with value '7s'; " + keys, refusal(Map.of(key, "7s")));
    assertEquals(
        "unknown key 'inn." + key + "' with value '7s'; " + keys,
        refusal(Map.of("inn." + key, "7s"), "inn."));
  }

  @ParameterizedTest
  @CsvSource({
    "shutdownTimout, shutdownTimeout",
    "SHUTDOWN_TIMOUT, shutdownTimeout",
    "startConcurrent, startConcurrently",
    "services.in.box.stop-timout, services.in.box.stopTimeout",
    "service.inbox.stopTimeout, services.inbox.stopTimeout",
    "services.inbox.restart.max-restart, services.inbox.restart.maxRestarts",
    "stopTimeout, services.NAME.stopTimeout",
    "workers, queues.NAME.workers",
    "services.mails.workers, queues.mails.workers",
    "queue.mails.worker, queues.mails.workers",
    "jobs.cleanup.enabled, services.cleanup.enabled",
    "jobs.clean.up.crn, jobs.clean.up.cron"
  })
  void ofAKeyWithATypingErrorNamesTheOneThatWasMeant(String key, String meant) {
    assertEquals(
        "unknown key 'inn.%s' with value '7s'; did you mean 'inn.%s'?".formatted(key, meant),
        refusal(Map.of("inn." + key, "7s"), "inn."));
  }

  @Test
  void ofAServiceThatIsNotThereIsByBuildAndNamesThoseThatAre() {
    HostSettings settings =
        HostSettings.from(Map.of("inn.services.inbox.stopTimeout", "2s"), "inn.");
    HostBuilder builder =
        Host.builder("inn").add("outbox", c -> {}).add("db", c -> {}).settings(settings);
    assertEquals(
        "inn.services.inbox.stopTimeout: no service is named 'inbox'; there are [db, outbox]",
        assertThrows(IllegalArgumentException.class, builder::build).getMessage());
    builder.add("inbox", c -> {}).build();
  }

  @Test
  void ofACombinationIsByBuildAsForTheBuildersOwn() {
    HostSettings tooLong = HostSettings.from(Map.of("drainDelay", "25s"));
    HostBuilder builder = Host.builder("inn").settings(tooLong);
    assertEquals(
        "the drain delay, 25s, must be shorter than the shutdown timeout, 25s, which it is part"
            + " of",
        assertThrows(IllegalArgumentException.class, builder::build).getMessage());
    HostSettings complete = HostSettings.from(Map.of("stopWhenComplete", "true"));
    HostBuilder without = Host.builder("inn").add("plain", c -> {}).settings(complete);
    assertThrows(IllegalArgumentException.class, without::build);
  }

  @Test
  void aKeyWithoutAValueIsNamed() {
    Map<String, String> values = new HashMap<>();
    values.put("services.w.stopTimeout", null);
    String message =
        assertThrows(IllegalArgumentException.class, () -> HostSettings.from(values)).getMessage();
    assertEquals("services.w.stopTimeout has no value: it is null", message);
  }

  @Test
  void aNullKeyIsTold() {
    Map<String, String> values = new HashMap<>();
    values.put(null, "5s");
    String message =
        assertThrows(NullPointerException.class, () -> HostSettings.from(values)).getMessage();
    assertEquals("a key", message);
  }
}
