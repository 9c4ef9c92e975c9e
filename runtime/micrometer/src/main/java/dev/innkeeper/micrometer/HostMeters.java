package dev.innkeeper.micrometer;

import dev.innkeeper.runtime.jobs.JobGroup;
import dev.innkeeper.runtime.jobs.JobQueue;
import dev.innkeeper.runtime.jobs.JobScheduler;
import dev.innkeeper.runtime.jobs.QueueStatus;
import dev.innkeeper.runtime.jobs.RecurringJob;
import dev.innkeeper.runtime.report.Health;
import dev.innkeeper.runtime.report.ServiceState;
import dev.innkeeper.runtime.report.ServiceStatus;
import dev.innkeeper.runtime.service.HostView;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.FunctionTimer;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.LongTaskTimer;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.TimeGauge;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;
import java.util.function.ToLongFunction;

/** What a host, its services, queues and jobs say when a registry asks them. */
final class HostMeters {

  private final MeterRegistry registry;
  private final HostView host;
  private final Map<String, RecurringJob> jobs;

  /** Those to be removed in the end. */
  private final List<Meter> meters = new ArrayList<>();

  /** Runs that go on, by service and number. Used on host/events. */
  private final Map<String, LongTaskTimer.Sample> running = new ConcurrentHashMap<>();

  HostMeters(MeterRegistry registry, HostView host) {
    this.registry = registry;
    this.host = host;
    this.jobs = host.instancesOf(RecurringJob.class);
  }

  void register() {
    ofHost();
    for (ServiceStatus service : host.services()) {
      gauge(
          "innkeeper.service.health",
          "1 if it is up, 0.5 if it is degraded, 0 if it is down",
          tags(service.name()),
          () -> number(host.service(service.name()).health()));
    }
    host.instancesOf(JobQueue.class).forEach(this::ofQueue);
    jobs.forEach(this::ofJob);
    host.instancesOf(JobGroup.class).forEach(this::ofGroup);
    host.instancesOf(JobScheduler.class).forEach(this::ofScheduler);
  }

  /** They would go on showing the host as it was. */
  void remove() {
    meters.forEach(registry::remove);
    meters.clear();
    running.values().forEach(LongTaskTimer.Sample::stop);
    running.clear();
  }

  /** Whether they would be the same as those of the other, in the same registry. */
  @SuppressWarnings("ReferenceEquality") // its identity
  boolean areNamedAs(HostMeters other) {
    return registry == other.registry && host.name().equals(other.host.name());
  }

  private Tags tags() {
    return Tags.of("host", host.name());
  }

  private Tags tags(String service) {
    return tags().and("service", service);
  }

  /** Of an enum. */
  static String tag(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT);
  }

  // ---- the host

  private void ofHost() {
    gauge("innkeeper.host.info", "1 while the host runs", tags(), () -> 1);
    gauge("innkeeper.host.ready", "1 if the host is ready", tags(), () -> host.isReady() ? 1 : 0);
    gauge(
        "innkeeper.host.health",
        "1 if it is up, 0.5 if it is degraded, 0 if it is down",
        tags(),
        () -> number(host.health()));
    for (ServiceState state : ServiceState.values()) {
      gauge(
          "innkeeper.services",
          "How many services are in the state",
          tags().and("state", tag(state)),
          () -> host.services().stream().filter(service -> service.state() == state).count());
    }
  }

  private static double number(Health health) {
    return switch (health.status()) {
      case UP -> 1;
      case DEGRADED -> 0.5;
      default -> 0;
    };
  }

  // ---- queues

  private void ofQueue(String service, JobQueue<?, ?> queue) {
    Tags tags = tags(service);
    gauge("innkeeper.queue.capacity", "How many jobs can be in it", tags, queue::capacity);
    ofQueue(tags, queue::workers, queue::status);
  }

  private void ofGroup(String service, JobGroup group) {
    group
        .queues()
        .forEach(
            (name, queue) -> ofQueue(tags(service + "/" + name), queue::workers, queue::status));
    for (String name : group.recurringJobs().keySet()) {
      counter(
          "innkeeper.job.ticks.skipped",
          "How many ticks of the schedule had no run",
          tags(service + "/" + name),
          group,
          it -> skipped(it, name));
    }
  }

  private static long skipped(JobGroup group, String job) {
    RecurringJob.Status status = group.recurringJobs().get(job);
    return status == null ? 0 : status.skipped();
  }

  /** Counters hold {@code queue} weakly, and the gauges hold it for them. */
  private void ofQueue(Tags tags, Supplier<Number> workers, Supplier<QueueStatus> queue) {
    gauge("innkeeper.queue.workers", "How many jobs it does at a time", tags, workers);
    jobsOfQueue(queue, tags.and("state", "waiting"), QueueStatus::waiting);
    jobsOfQueue(queue, tags.and("state", "delayed"), QueueStatus::delayed);
    jobsOfQueue(queue, tags.and("state", "running"), QueueStatus::running);
    meters.add(
        TimeGauge.builder(
                "innkeeper.queue.oldest",
                () -> millis(queue.get().oldestWaiting()),
                TimeUnit.MILLISECONDS)
            .description("How long the longest-waiting job has waited for a worker")
            .tags(tags)
            .register(registry));
    meters.add(
        FunctionTimer.builder(
                "innkeeper.queue.wait",
                queue,
                it -> it.get().attempts(),
                it -> it.get().timeWaited().toNanos(),
                TimeUnit.NANOSECONDS)
            .description("How long jobs waited for a worker before their attempts")
            .tags(tags)
            .register(registry));
    completed(queue, tags.and("outcome", "succeeded"), QueueStatus::succeeded);
    completed(queue, tags.and("outcome", "failed"), QueueStatus::failed);
    completed(queue, tags.and("outcome", "handed_back"), QueueStatus::handedBack);
    counter(
        "innkeeper.queue.retries",
        "How often a job was put off to be tried again",
        tags,
        queue,
        it -> it.get().retries());
  }

  private static long millis(Optional<Duration> duration) {
    return duration.map(Duration::toMillis).orElse(0L);
  }

  private void jobsOfQueue(
      Supplier<QueueStatus> queue, Tags tags, ToDoubleFunction<QueueStatus> number) {
    gauge(
        "innkeeper.queue.jobs",
        "How many jobs wait for a worker, are to be run later, or are being run",
        tags,
        () -> number.applyAsDouble(queue.get()));
  }

  private void completed(
      Supplier<QueueStatus> queue, Tags tags, ToLongFunction<QueueStatus> number) {
    counter(
        "innkeeper.queue.completed",
        "How many jobs have ended",
        tags,
        queue,
        it -> number.applyAsLong(it.get()));
  }

  // ---- jobs

  private void ofJob(String service, RecurringJob job) {
    counter(
        "innkeeper.job.ticks.skipped",
        "How many ticks of the schedule had no run",
        tags(service),
        job,
        it -> it.status().skipped());
  }

  private void ofScheduler(String service, JobScheduler scheduler) {
    Tags tags = tags(service);
    gauge(
        "innkeeper.scheduler.jobs",
        "How many jobs there are",
        tags,
        () -> scheduler.status().jobs());
    counter(
        "innkeeper.scheduler.ticks.skipped",
        "How many ticks of the schedules had no run",
        tags,
        scheduler,
        it -> it.status().skipped());
  }

  // ---- runs of recurring jobs, as they are told

  /** How late the run was that was due then, by the host's own time, if it is still the last. */
  Optional<Duration> lateness(String service, Instant scheduled) {
    RecurringJob job = jobs.get(service);
    if (job == null) {
      return Optional.empty();
    }
    RecurringJob.Status status = job.status();
    return status
        .lastStart()
        .filter(began -> status.lastScheduled().equals(Optional.of(scheduled)))
        .map(began -> Duration.between(scheduled, began))
        .filter(late -> !late.isNegative());
  }

  void begins(String run, LongTaskTimer.Sample sample) {
    running.put(run, sample);
  }

  void ended(String run) {
    LongTaskTimer.Sample sample = running.remove(run);
    if (sample != null) {
      sample.stop();
    }
  }

  // ---- meters

  private void gauge(String name, String what, Tags tags, Supplier<Number> value) {
    meters.add(Gauge.builder(name, value).description(what).tags(tags).register(registry));
  }

  private <T> void counter(String name, String what, Tags tags, T of, ToDoubleFunction<T> count) {
    meters.add(
        FunctionCounter.builder(name, of, count).description(what).tags(tags).register(registry));
  }
}
