package dev.innkeeper.micrometer;

import dev.innkeeper.runtime.report.HostEvent;
import dev.innkeeper.runtime.report.HostEvent.HostStarted;
import dev.innkeeper.runtime.report.HostEvent.HostStopped;
import dev.innkeeper.runtime.report.HostEvent.RunEnded;
import dev.innkeeper.runtime.report.HostEvent.RunStarted;
import dev.innkeeper.runtime.report.HostEvent.ServiceAbandoned;
import dev.innkeeper.runtime.report.HostEvent.ServiceFailed;
import dev.innkeeper.runtime.report.HostEvent.ServiceInterrupted;
import dev.innkeeper.runtime.report.HostEvent.ServiceRestarting;
import dev.innkeeper.runtime.report.HostEvent.ServiceStarted;
import dev.innkeeper.runtime.report.HostEvent.ServiceStopped;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.LongTaskTimer;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.Optional;

/** Counts and times what happens in hosts. */
final class EventMeters {

  private final MeterRegistry registry;

  EventMeters(MeterRegistry registry) {
    this.registry = registry;
  }

  void on(HostEvent event, HostMeters of) {
    Tags host = Tags.of("host", event.host());
    switch (event) {
      case HostStarted e -> time("innkeeper.host.start", "Starts of the host", host, e.took());
      case HostStopped e ->
          time(
              "innkeeper.host.stop",
              "Stops of the host",
              host.and("outcome", e.report().clean() ? "clean" : "not_clean"),
              e.report().took());
      case HostEvent.OfService e -> on(e, host.and("service", e.service()), of);
      default -> {}
    }
  }

  private void on(HostEvent.OfService event, Tags tags, HostMeters of) {
    switch (event) {
      case ServiceStarted e ->
          time("innkeeper.service.start", "Starts of services", tags, e.took());
      case ServiceStopped e -> stopped(tags.and("outcome", "stopped"), e.took());
      case ServiceAbandoned e -> stopped(tags.and("outcome", "abandoned"), e.after());
      case ServiceFailed e ->
          count(
              "innkeeper.service.failures",
              "Failures of services",
              tags.and("error.type", typeOf(e.failure())));
      case ServiceRestarting unused ->
          count("innkeeper.service.restarts", "Restarts by the policy of a service", tags);
      case ServiceInterrupted unused ->
          count("innkeeper.service.interrupts", "Interrupts in stops", tags);
      case RunStarted e -> {
        of.lateness(e.service(), e.scheduled())
            .ifPresent(
                late -> time("innkeeper.job.lateness", "How late runs of jobs began", tags, late));
        of.begins(
            runOf(e.service(), e.run()),
            LongTaskTimer.builder("innkeeper.job.active")
                .description("Runs of jobs that go on")
                .tags(tags)
                .register(registry)
                .start());
      }
      case RunEnded e -> {
        of.ended(runOf(e.service(), e.run()));
        time(
            "innkeeper.job.run",
            "Runs of jobs",
            tags.and("trigger", HostMeters.tag(e.trigger()))
                .and("outcome", HostMeters.tag(e.outcome()))
                .and("error.type", e.failure().map(EventMeters::typeOf).orElse("none")),
            e.took());
      }
      default -> {}
    }
  }

  private void stopped(Tags tags, Duration took) {
    time("innkeeper.service.stop", "Stops of services", tags, took);
  }

  private static String runOf(String service, long run) {
    return service + "#" + run;
  }

  /** Its class: what an exception says of itself may be anything. */
  private static String typeOf(Throwable failure) {
    return Optional.of(failure.getClass().getSimpleName())
        .filter(name -> !name.isEmpty())
        .orElse("anonymous");
  }

  private void time(String name, String what, Tags tags, Duration took) {
    Timer.builder(name).description(what).tags(tags).register(registry).record(took);
  }

  private void count(String name, String what, Tags tags) {
    Counter.builder(name).description(what).tags(tags).register(registry).increment();
  }
}
