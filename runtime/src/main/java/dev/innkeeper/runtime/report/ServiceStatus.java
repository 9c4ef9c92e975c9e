package dev.innkeeper.runtime.report;

import dev.innkeeper.runtime.ServiceControl;
import dev.innkeeper.runtime.service.HostedService;
import dev.innkeeper.runtime.thread.Shown;
import dev.innkeeper.runtime.time.Durations;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * How a service stands, or how it ended.
 *
 * @param name its name
 * @param dependsOn the names of those that it was told to depend on
 * @param state its state
 * @param restarts how many times it was started again, by its policy or by {@link ServiceControl}
 * @param startTook how long its last start took: until {@link HostedService#start} had returned, or
 *     until it was ready, if that is waited for
 * @param stopTook how long its last stop took, from being asked until it had stopped or was
 *     abandoned
 * @param failure its last failure: of what failed between a start and the next, the first, with
 *     later ones suppressed in it; it stays when the service runs again
 * @param stuckIn for one that was abandoned: the threads that would not end
 * @since 0.1
 */
public record ServiceStatus(
    String name,
    List<String> dependsOn,
    ServiceState state,
    int restarts,
    Optional<Duration> startTook,
    Optional<Duration> stopTook,
    Optional<Throwable> failure,
    List<StuckThread> stuckIn) {

  /**
   * A thread that did not end in time, and where it was.
   *
   * @param thread its name
   * @param how in words: that it is stuck, or that it did not get to run
   * @param stack its stack when it was given up; empty if it did not get to run
   */
  public record StuckThread(String thread, String how, List<StackTraceElement> stack) {

    @Override
    public String toString() {
      return "thread '"
          + thread
          + "' "
          + how
          + stack.stream().map(frame -> "\n        at " + frame).collect(Collectors.joining());
    }
  }

  boolean isClean() {
    return state != ServiceState.ABANDONED && state != ServiceState.FAILED;
  }

  @Override
  public String toString() {
    StringBuilder text = new StringBuilder(name).append(' ').append(state);
    if (state == ServiceState.ABANDONED) {
      stopTook.ifPresent(took -> text.append(" after ").append(Durations.show(took)));
    } else if (state == ServiceState.STOPPED || state == ServiceState.FAILED) {
      stopTook.ifPresent(took -> text.append(" in ").append(Durations.show(took)));
    }
    if (restarts > 0) {
      text.append(", restarted ").append(restarts == 1 ? "once" : restarts + " times");
    }
    failure.ifPresent(thrown -> text.append(": ").append(Shown.of(thrown)));
    stuckIn.forEach(thread -> text.append("\n      ").append(thread));
    return text.toString();
  }
}
