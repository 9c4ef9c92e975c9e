package dev.innkeeper.ops;

import dev.innkeeper.runtime.report.HostEvent;
import dev.innkeeper.runtime.report.HostListener;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What has happened in a host lately: written by its thread for events, read by any. */
final class PageEvents implements HostListener {

  private static final int KEPT = 30;

  /**
   * Something that happened.
   *
   * @param who the service, or the host
   * @param what completes the sentence; says nothing that comes from a failure
   * @param why for those with the token
   */
  private record Happening(Instant at, String who, String what, @Nullable String why) {}

  private final InstantSource clock;

  /** Immutable, the newest first. */
  private volatile List<Happening> latest = List.of();

  PageEvents(InstantSource clock) {
    this.clock = clock;
  }

  /** The newest first. */
  List<PageJson> toJson(boolean isOpen) {
    return latest.stream()
        .map(happening ->
            new PageJson()
                .with("at", happening.at().toEpochMilli())
                .with("who", happening.who())
                .with("what", happening.what())
                .with("why", isOpen ? happening.why() : null))
        .toList();
  }

  @Override
  public void on(HostEvent event) {
    if (event instanceof HostEvent.OfService ofService) {
      onService(ofService, ofService.service());
    } else {
      onHost(event, event.host());
    }
  }

  private void onHost(HostEvent event, String who) {
    switch (event) {
      case HostEvent.HostStarted e -> add(who, "started in " + PageText.show(e.took()), null);
      case HostEvent.HostDraining unused -> add(who, "is draining and no longer ready", null);
      case HostEvent.LeadershipGained e -> add(who, "leads '" + e.election() + "'", null);
      case HostEvent.LeadershipEnded e ->
          add(who, "no longer leads '" + e.election() + "'", e.reason());
      case HostEvent.CarriersHeld e ->
          add(
              who,
              "had no free carrier thread for " + PageText.show(e.after()),
              e.holders().toString());
      case HostEvent.HostStopping e -> add(who, "is stopping", e.reason());
      case HostEvent.HostStopped e ->
          add(who, "stopped in " + PageText.show(e.report().took()), null);
      default -> {}
    }
  }

  private void onService(HostEvent.OfService event, String who) {
    switch (event) {
      case HostEvent.ServiceStillStarting e ->
          add(who, "is still starting after " + PageText.show(e.after()), e.missing());
      case HostEvent.ServiceStarted e -> add(who, "started in " + PageText.show(e.took()), null);
      case HostEvent.ServiceCompleted unused -> add(who, "has completed its work", null);
      case HostEvent.ServiceFailed e ->
          add(who, "failed " + e.where(), PageText.message(e.failure()));
      case HostEvent.ServiceRestarting e ->
          add(who, "is restarted in " + PageText.show(e.delay()), PageText.message(e.failure()));
      case HostEvent.ServiceInterrupted e ->
          add(
              who,
              "was interrupted, " + PageText.show(e.after()) + " after it was asked to stop",
              null);
      case HostEvent.ServiceStopped e -> add(who, "stopped in " + PageText.show(e.took()), null);
      case HostEvent.ServiceAbandoned e -> add(who, "was abandoned", e.stuckIn().toString());
      case HostEvent.HealthChanged e ->
          add(who, "is " + e.now().status() + ", and was " + e.before().status(), e.now().reason());
      case HostEvent.RunEnded e when e.failure().isPresent() ->
          add(who, "failed in run " + e.run(), PageText.message(e.failure().get()));
      case HostEvent.JobFailed e ->
          add(who, "failed in job " + e.job(), PageText.message(e.failure()));
      case HostEvent.TicksSkipped e when !e.repeated() ->
          add(who, "skipped " + e.ticks() + (e.ticks() == 1 ? " tick" : " ticks"), null);
      default -> {}
    }
  }

  private void add(String who, String what, @Nullable String why) {
    List<Happening> more = new ArrayList<>();
    more.add(
        new Happening(
            clock.instant(), who, what, why == null || why.isEmpty() ? null : shortened(why)));
    more.addAll(latest);
    latest = List.copyOf(more.subList(0, Math.min(KEPT, more.size())));
  }

  private static String shortened(String why) {
    return PageText.shortened(why, 300);
  }
}
