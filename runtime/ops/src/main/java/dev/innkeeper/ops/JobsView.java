package dev.innkeeper.ops;

import dev.innkeeper.runtime.jobs.JobScheduler;
import dev.innkeeper.runtime.jobs.RecurringJob;
import dev.innkeeper.runtime.jobs.ScheduledJob;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The recurring and the scheduled jobs as the page shows them, at one moment. */
final class JobsView {

  /** How many jobs of one scheduler are shown. */
  static final int MOST_SHOWN = 50;

  /** Only so many are sorted: a snapshot is made each second, for each reader. */
  private static final int MOST_SORTED = 2_000;

  private final PageModel model;
  private final boolean isOpen;
  private final boolean takesOrders;

  JobsView(PageModel model, boolean isOpen, boolean takesOrders) {
    this.model = model;
    this.isOpen = isOpen;
    this.takesOrders = takesOrders;
  }

  List<PageJson> toJson() {
    List<PageJson> all = new ArrayList<>();
    model.jobs().forEach((service, job) -> all.add(job(service, null, job.status())));
    model
        .groups()
        .forEach((service, group) ->
            group
                .recurringJobs()
                .forEach((name, status) ->
                    all.add(
                        shown(
                            service, PageModel.inGroup(service, name), null, status, List.of()))));
    model.schedulers().forEach((service, scheduler) -> addAll(service, scheduler, all));
    return all;
  }

  /** Keys are chosen at run time, may say anything, and are shown to those with the token only. */
  private void addAll(String service, JobScheduler scheduler, List<PageJson> all) {
    List<PageJson> shown = isOpen ? next(service, scheduler) : List.of();
    all.addAll(shown);
    int more = scheduler.status().jobs() - shown.size();
    if (more > 0) {
      all.add(new PageJson().with("service", service).with("more", more));
    }
  }

  /** Those that are due next. */
  private List<PageJson> next(String service, JobScheduler scheduler) {
    return scheduler.jobs().stream()
        .limit(MOST_SORTED)
        .map(job -> new Shown(job.key(), job.status()))
        .sorted(
            Comparator.comparing((Shown job) -> job.status().nextDue().orElse(Instant.MAX))
                .thenComparing(Shown::key))
        .limit(MOST_SHOWN)
        .map(job -> job(service, job.key(), job.status()))
        .toList();
  }

  private record Shown(String key, ScheduledJob.Status status) {}

  private PageJson job(String service, @Nullable String key, RecurringJob.Status status) {
    boolean takesRuns = takesOrders && model.isRunning(service);
    return shown(service, service, key, status, operations(takesRuns, status.paused()));
  }

  private PageJson shown(
      String service,
      String name,
      @Nullable String key,
      RecurringJob.Status status,
      List<String> operations) {
    return new PageJson()
        .with("service", name)
        .with("key", key)
        .with("running", status.running())
        .with("paused", status.paused())
        .with("runs", status.runs())
        .with("failures", status.failures())
        .with("failuresInARow", status.failuresInARow())
        .with("skipped", status.skipped())
        .with("lastStart", millis(status.lastStart()))
        .with("lastTook", PageText.millisOrNull(status.lastDuration()))
        .with("lastOutcome", status.lastOutcome().map(Enum::name).orElse(null))
        .with("failure", isOpen ? status.lastFailure().map(PageText::failure).orElse(null) : null)
        .with("next", model.isRunning(service) ? millis(status.nextDue()) : null)
        .with("operations", operations);
  }

  private List<String> operations(boolean takesRuns, boolean paused) {
    List<String> can = new ArrayList<>();
    if (takesRuns) {
      can.add("run");
    }
    if (takesOrders) {
      can.add(paused ? "resume" : "pause");
    }
    return can;
  }

  private static @Nullable Long millis(Optional<Instant> instant) {
    return instant.map(Instant::toEpochMilli).orElse(null);
  }
}
