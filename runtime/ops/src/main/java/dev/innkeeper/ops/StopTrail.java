package dev.innkeeper.ops;

import dev.innkeeper.runtime.report.HostEvent;
import dev.innkeeper.runtime.report.HostListener;
import dev.innkeeper.runtime.report.StopReport;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * The stop of a host as it happens: which service was asked, interrupted, abandoned. Written by the
 * host's thread for events, read by any.
 */
final class StopTrail implements HostListener {

  /**
   * How far the stop of one service has come.
   *
   * @param interrupted how long after it was asked; null: it was not
   * @param outcome in a word; null: it has not ended
   * @param took how long after it was asked
   * @param stuckIn for those with the token
   */
  private record Step(
      String service,
      Instant asked,
      @Nullable Duration interrupted,
      @Nullable String outcome,
      @Nullable Duration took,
      @Nullable String stuckIn) {

    Step interruptedAfter(Duration after) {
      return new Step(service, asked, after, outcome, took, stuckIn);
    }

    Step ended(String how, Duration after, @Nullable String where) {
      return new Step(service, asked, interrupted, how, after, where);
    }

    PageJson toJson(boolean isOpen) {
      return new PageJson()
          .with("name", service)
          .with("asked", asked.toEpochMilli())
          .with("interrupted", interrupted == null ? null : PageText.millis(interrupted))
          .with("outcome", outcome)
          .with("took", took == null ? null : PageText.millis(took))
          .with("stuckIn", isOpen ? stuckIn : null);
    }
  }

  /**
   * The whole.
   *
   * @param steps by service, in the order in which they were asked; immutable
   */
  private record Stop(
      Instant since, String reason, Map<String, Step> steps, @Nullable StopReport report) {}

  private final InstantSource clock;

  /** Null until the host stops. */
  private volatile @Nullable Stop stop;

  StopTrail(InstantSource clock) {
    this.clock = clock;
  }

  /** Whether the host has stopped. */
  boolean isOver() {
    Stop now = stop;
    return now != null && now.report() != null;
  }

  /** Null until the host stops. */
  @Nullable PageJson toJson(boolean isOpen) {
    Stop now = stop;
    if (now == null) {
      return null;
    }
    StopReport report = now.report();
    return new PageJson()
        .with("since", now.since().toEpochMilli())
        .with("reason", isOpen ? now.reason() : null)
        .with("steps", now.steps().values().stream().map(step -> step.toJson(isOpen)).toList())
        .with("summary", report == null ? null : report.summary());
  }

  @Override
  public void on(HostEvent event) {
    switch (event) {
      case HostEvent.HostStopping e -> stop = new Stop(clock.instant(), e.reason(), Map.of(), null);
      case HostEvent.HostStopped e -> over(e.report());
      case HostEvent.ServiceStopping e -> change(e.service(), Duration.ZERO, step -> step);
      case HostEvent.ServiceInterrupted e ->
          change(e.service(), e.after(), step -> step.interruptedAfter(e.after()));
      case HostEvent.ServiceStopped e ->
          change(e.service(), e.took(), step -> step.ended("stopped", e.took(), null));
      case HostEvent.ServiceAbandoned e ->
          change(
              e.service(),
              e.after(),
              step -> step.ended("abandoned", e.after(), PageText.show(e.stuckIn())));
      default -> {}
    }
  }

  /** Also for a host whose start has failed, and that tells of no stop. */
  void over(StopReport report) {
    Stop now = stop;
    stop =
        now == null
            ? new Stop(clock.instant(), "", Map.of(), report)
            : new Stop(now.since(), now.reason(), now.steps(), report);
  }

  /**
   * Changes a step.
   *
   * @param before how long ago it was asked, if that was not seen: an operator was stopping it
   */
  private void change(String service, Duration before, UnaryOperator<Step> change) {
    Stop now = stop;
    if (now == null) {
      return; // an operator stops one service; the host goes on
    }
    Map<String, Step> steps = new LinkedHashMap<>(now.steps());
    Step step = steps.getOrDefault(service, begun(service, before));
    steps.put(service, change.apply(step));
    stop = new Stop(now.since(), now.reason(), steps, now.report());
  }

  private Step begun(String service, Duration before) {
    return new Step(service, clock.instant().minus(before), null, null, null, null);
  }
}
