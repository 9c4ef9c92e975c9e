package dev.innkeeper.samples.shop;

import dev.innkeeper.runtime.report.HostEvent;
import dev.innkeeper.runtime.report.HostListener;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What has happened in a host lately. */
final class Happenings implements HostListener {

  private static final int KEPT = 20;

  /**
   * Something that happened.
   *
   * @param who the service, or the host
   * @param what completes the sentence; says nothing that comes from a failure
   * @param why not for everybody
   */
  record Happening(Instant at, String who, String what, @Nullable String why) {}

  private final InstantSource clock;

  /** Immutable, the newest first. Written by the host's thread for events, read by any. */
  private volatile List<Happening> latest = List.of();

  /** When the host began to be as it is. Written by the same. */
  private volatile Instant since;

  Happenings(InstantSource clock) {
    this.clock = clock;
    this.since = clock.instant();
  }

  /** The newest first. */
  List<Happening> latest() {
    return latest;
  }

  /** When the host began to start, to be ready, or to stop. */
  Instant since() {
    return since;
  }

  @Override
  public void on(HostEvent event) {
    if (event instanceof HostEvent.HostStarted || event instanceof HostEvent.HostStopping) {
      since = clock.instant();
    }
    String who = event instanceof HostEvent.OfService of ? of.service() : event.host();
    switch (event) {
      case HostEvent.HostStarted e -> add(who, "started in " + show(e.took()), null);
      case HostEvent.HostStopping e -> add(who, "begins to stop", e.reason());
      case HostEvent.ServiceStarted e -> add(who, "started in " + show(e.took()), null);
      case HostEvent.ServiceCompleted unused -> add(who, "has done its work", null);
      case HostEvent.ServiceFailed e -> add(who, "failed " + e.where(), e.failure().toString());
      case HostEvent.ServiceRestarting e ->
          add(who, "is restarted in " + show(e.delay()), e.failure().toString());
      case HostEvent.ServiceInterrupted e ->
          add(who, "was interrupted, " + show(e.after()) + " after it was asked to stop", null);
      case HostEvent.ServiceStopped e -> add(who, "stopped in " + show(e.took()), null);
      case HostEvent.ServiceAbandoned e -> add(who, "was abandoned", e.stuckIn().toString());
      case HostEvent.RunEnded e when e.failure().isPresent() ->
          add(who, "failed in run " + e.run(), e.failure().get().toString());
      case HostEvent.TicksSkipped e when !e.repeated() ->
          add(who, "skipped " + e.ticks() + (e.ticks() == 1 ? " tick" : " ticks"), null);
      default -> {}
    }
  }

  private void add(String who, String what, @Nullable String why) {
    List<Happening> more = new ArrayList<>();
    more.add(new Happening(clock.instant(), who, what, why));
    more.addAll(latest);
    latest = List.copyOf(more.subList(0, Math.min(KEPT, more.size())));
  }

  private static String show(Duration duration) {
    return duration.toSeconds() == 0
        ? duration.toMillis() + " ms"
        : "%.1f s".formatted(duration.toMillis() / 1000.0);
  }
}
