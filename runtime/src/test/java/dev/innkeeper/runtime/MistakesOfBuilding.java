package dev.innkeeper.runtime;

import static dev.innkeeper.runtime.HostFixture.seconds;

import dev.innkeeper.runtime.jobs.JobQueue;
import dev.innkeeper.runtime.jobs.RecurringJob;
import dev.innkeeper.runtime.jobs.RetryPolicy;
import dev.innkeeper.runtime.service.FailurePolicy;
import dev.innkeeper.runtime.service.HostedService;
import dev.innkeeper.timer.Schedule;
import java.time.Duration;
import java.time.ZoneId;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;

/** When a host is built, and configured. */
final class MistakesOfBuilding {

  private static final HostedService SOME = context -> {};

  private final Mistakes mistakes;

  MistakesOfBuilding(Mistakes mistakes) {
    this.mistakes = mistakes;
  }

  private HostBuilder shop() {
    return mistakes.shop();
  }

  void addAll() {
    services();
    limits();
    settings();
  }

  private void services() {
    mistakes.refused(
        "two services of one name", () -> shop().add("a", SOME).add("a", SOME).build());
    mistakes.refused("a service without a name", () -> shop().add("", SOME));
    mistakes.refused(
        "`dependsOn(\"migrat\")`",
        () -> shop().add("migrate", SOME).add("a", SOME, s -> s.dependsOn("migrat")).build());
    mistakes.refused(
        "a cycle of `dependsOn`",
        () ->
            shop()
                .add("a", SOME, s -> s.dependsOn("b"))
                .add("b", SOME, s -> s.dependsOn("c"))
                .add("c", SOME, s -> s.dependsOn("a"))
                .build());
    mistakes.refused(
        "`host.control(\"inbx\")`",
        () -> shop().add("inbox", SOME).add("http", SOME).build().control("inbx"));
    mistakes.refused("`add(name, service, null)`", () -> shop().add("a", SOME, null));
    mistakes.refused(
        "`ServiceOptions` kept beyond the lambda",
        () -> {
          AtomicReference<ServiceOptions> kept = new AtomicReference<>();
          shop().add("a", SOME, kept::set);
          kept.get().waitForReady();
        });
    mistakes.refused(
        "`stopWhenComplete()` without work",
        () -> shop().add("a", SOME).stopWhenComplete().build());
  }

  private void limits() {
    mistakes.refused(
        "a drain delay as long as the stop", () -> shop().drainDelay(seconds(8)).build());
    mistakes.refused(
        "`shutdownTimeout(Duration.ZERO)`", () -> shop().shutdownTimeout(Duration.ZERO));
    mistakes.refused("`maxRetries(-1)`", () -> RetryPolicy.maxRetries(-1));
    mistakes.refused(
        "`restart().orElse(restart())`",
        () -> FailurePolicy.restart().orElse(FailurePolicy.restart()));
    mistakes.refused("`capacity(-1)`", () -> JobQueue.builder("mails", item -> {}).capacity(-1));
    mistakes.refused("`workers(0)`", () -> JobQueue.builder("mails", item -> {}).workers(0));
    mistakes.refused(
        "a jitter longer than the period",
        () -> RecurringJob.every(seconds(10)).jitter(seconds(11)));
    mistakes.refused(
        "`Schedule.cron` without cron-utils", () -> Schedule.cron("0 3 * * *", ZoneId.of("UTC")));
  }

  private void settings() {
    configured("`shutdownTimeout=20`", "shutdownTimeout", "20");
    configured("`shutdownTimeout=00:00:20`", "shutdownTimeout", "00:00:20");
    configured("`shutdownTimeout=0s`", "shutdownTimeout", "0s");
    configured("`startConcurrently=yes`", "startConcurrently", "yes");
    configured("`services.inbox.onFailure=retry`", "services.inbox.onFailure", "retry");
    configured("`shutdownTimout=20s`", "shutdownTimout", "20s");
    mistakes.refused(
        "`shutdown-timeout=20s` beside `shutdownTimeout=20s`",
        () -> HostSettings.from(Map.of("shutdown-timeout", "20s", "shutdownTimeout", "20s")));
    configured("`services.mails.workers=4`", "services.mails.workers", "4");
    configured("`stopTimeout=2s`", "stopTimeout", "2s");
    mistakes.refused(
        "`services.inbx.stopTimeout=2s`",
        () ->
            shop()
                .add("inbox", SOME)
                .settings(HostSettings.from(Map.of("services.inbx.stopTimeout", "2s")))
                .build());
    mistakes.logged(
        "a setting that the builder has, too",
        "overrules",
        () -> shop().settings(HostSettings.from(Map.of("shutdownTimeout", "20s"))).build());
  }

  private void configured(String what, String key, String value) {
    mistakes.refused(what, () -> HostSettings.from(Map.of(key, value)));
  }
}
