package dev.innkeeper.samples.shop;

import com.google.gson.Gson;
import dev.innkeeper.runtime.Host;
import dev.innkeeper.runtime.jobs.RecurringJob;
import dev.innkeeper.runtime.report.HostState;
import dev.innkeeper.runtime.report.ServiceState;
import dev.innkeeper.runtime.report.ServiceStatus;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What the page shows, as JSON: a snapshot that is made for each reader anew. Times are
 * milliseconds since 1970, durations milliseconds.
 *
 * @param isOpen whether the reader has the token; without it there is nothing that comes from a
 *     failure, and nothing to do
 */
record PageView(
    HostView host,
    boolean isOpen,
    List<ServiceView> services,
    List<TicksView> ticks,
    List<JobView> jobs,
    Watched.Figures figures,
    List<EventView> events) {

  /**
   * The host.
   *
   * @param page which of its services this page is
   */
  record HostView(
      String name,
      String page,
      String state,
      boolean isLive,
      boolean isReady,
      long since,
      long now) {}

  /**
   * A service.
   *
   * @param hasFailed whether there is a last failure
   * @param failure that, for those with the token
   * @param operations what can be done now
   * @param alsoStops what would be stopped with it
   * @param alsoStarts what would be started with it
   */
  record ServiceView(
      String name,
      ServiceState state,
      int restarts,
      @Nullable Double startTook,
      boolean hasFailed,
      @Nullable FailureView failure,
      List<String> dependsOn,
      List<String> operations,
      List<String> alsoStops,
      List<String> alsoStarts) {}

  /** What was thrown, or where a thread is stuck. */
  record FailureView(String message, String stack) {

    static FailureView of(Throwable thrown) {
      StringWriter stack = new StringWriter();
      thrown.printStackTrace(new PrintWriter(stack));
      return new FailureView(thrown.toString(), stack.toString());
    }
  }

  /** The ticks of a service. */
  record TicksView(
      String name,
      @Nullable Long scheduled,
      @Nullable Long next,
      long missed,
      List<Double> lateness) {}

  /** A recurring job. */
  record JobView(
      String name,
      boolean isRunning,
      boolean canRun,
      long runs,
      long failures,
      long skipped,
      @Nullable Double lastTook,
      @Nullable String lastOutcome,
      @Nullable FailureView lastFailure,
      @Nullable Long next) {}

  /** Something that happened. */
  record EventView(long at, String who, String what, @Nullable String why) {}

  private static final Gson JSON = new Gson();

  private static final Set<ServiceState> CAN_START =
      EnumSet.of(ServiceState.STOPPED, ServiceState.FAILED, ServiceState.RESTARTING);
  private static final Set<ServiceState> CAN_STOP =
      EnumSet.of(
          ServiceState.STARTING,
          ServiceState.RUNNING,
          ServiceState.COMPLETED,
          ServiceState.FAILED,
          ServiceState.RESTARTING);
  private static final Set<ServiceState> CAN_RESTART =
      EnumSet.of(ServiceState.RUNNING, ServiceState.COMPLETED);

  /** As it is now; asks nobody who could be waiting for something. */
  static PageView of(Watched watched, Happenings happenings, boolean isOpen) {
    return new Maker(watched, isOpen).make(happenings);
  }

  String toJson() {
    return JSON.toJson(this);
  }

  /** Makes one. */
  private static final class Maker {

    private final Watched watched;
    private final boolean isOpen;
    private final Host host;
    private final List<ServiceStatus> services;
    private final Dependencies dependencies;
    private final boolean takesOrders;

    Maker(Watched watched, boolean isOpen) {
      this.watched = watched;
      this.isOpen = isOpen;
      host = watched.host().get();
      services = host.services();
      dependencies = Dependencies.among(services);
      takesOrders = isOpen && host.isReady();
    }

    PageView make(Happenings happenings) {
      return new PageView(
          host(happenings.since()),
          isOpen,
          services.stream().map(this::service).toList(),
          ticks(),
          jobs(),
          watched.figures().get(),
          happenings.latest().stream().map(this::event).toList());
    }

    private HostView host(Instant since) {
      return new HostView(
          watched.name(),
          watched.page(),
          stateInAWord(),
          host.isLive(),
          host.isReady(),
          since.toEpochMilli(),
          watched.clock().millis());
    }

    private String stateInAWord() {
      HostState state = host.state();
      return switch (state) {
        case NEW, STARTING -> "starting";
        case RUNNING -> host.isReady() ? "ready" : "stopping";
        default -> "stopping";
      };
    }

    private ServiceView service(ServiceStatus status) {
      String name = status.name();
      return new ServiceView(
          name,
          status.state(),
          status.restarts(),
          status.startTook().map(Maker::millis).orElse(null),
          status.failure().isPresent(),
          isOpen ? failure(status) : null,
          status.dependsOn(),
          operations(status),
          dependencies.whoNeeds(name, namesIn(CAN_STOP)),
          dependencies.allNeededBy(name).stream().filter(namesIn(CAN_START)::contains).toList());
    }

    private List<String> namesIn(Set<ServiceState> states) {
      return services.stream()
          .filter(status -> states.contains(status.state()))
          .map(ServiceStatus::name)
          .toList();
    }

    private boolean isRunning(String name) {
      return namesIn(EnumSet.of(ServiceState.RUNNING)).contains(name);
    }

    private List<String> operations(ServiceStatus status) {
      if (!takesOrders || status.name().equals(watched.page())) {
        return List.of();
      }
      List<String> can = new ArrayList<>();
      if (CAN_STOP.contains(status.state())) {
        can.add("stop");
      }
      if (CAN_START.contains(status.state())) {
        can.add("start");
      }
      if (CAN_RESTART.contains(status.state())) {
        can.add("restart");
      }
      return can;
    }

    private static @Nullable FailureView failure(ServiceStatus status) {
      if (!status.stuckIn().isEmpty()) {
        return new FailureView("abandoned", status.stuckIn().toString());
      }
      return status.failure().map(FailureView::of).orElse(null);
    }

    private List<TicksView> ticks() {
      return services.stream()
          .map(ServiceStatus::name)
          .filter(watched.ticks()::containsKey)
          .map(name -> ticks(name, Objects.requireNonNull(watched.ticks().get(name))))
          .toList();
    }

    private List<JobView> jobs() {
      return services.stream()
          .map(ServiceStatus::name)
          .filter(watched.jobs()::containsKey)
          .map(name -> job(name, Objects.requireNonNull(watched.jobs().get(name))))
          .toList();
    }

    private TicksView ticks(String name, Ticks ticks) {
      Ticks.Seen seen = ticks.seen();
      RecurringJob job = watched.jobs().get(name);
      Instant next = job == null ? seen.next() : job.status().nextDue().orElse(null);
      Instant scheduled = seen.scheduled();
      return new TicksView(
          name,
          scheduled == null ? null : scheduled.toEpochMilli(),
          next == null || !isRunning(name) ? null : next.toEpochMilli(),
          job == null ? seen.missed() : job.status().skipped(),
          seen.lateness().stream().map(Maker::millis).toList());
    }

    private JobView job(String name, RecurringJob job) {
      RecurringJob.Status status = job.status();
      return new JobView(
          name,
          status.running(),
          takesOrders && isRunning(name),
          status.runs(),
          status.failures(),
          status.skipped(),
          status.lastDuration().map(Maker::millis).orElse(null),
          status.lastOutcome().map(Objects::toString).orElse(null),
          isOpen ? status.lastFailure().map(FailureView::of).orElse(null) : null,
          status.nextDue().map(Instant::toEpochMilli).orElse(null));
    }

    private EventView event(Happenings.Happening event) {
      return new EventView(
          event.at().toEpochMilli(), event.who(), event.what(), isOpen ? event.why() : null);
    }

    /** With three decimals. */
    private static double millis(Duration duration) {
      return Math.round(duration.toNanos() / 1e3) / 1e3;
    }
  }
}
