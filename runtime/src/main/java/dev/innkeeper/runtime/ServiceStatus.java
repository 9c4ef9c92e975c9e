package dev.innkeeper.runtime;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * How a service stands, or how it ended.
 *
 * @param name its name
 * @param state its state
 * @param startTook how long its {@link HostedService#start} took, once that has ended
 * @param stopTook how long it took from being asked to stop until it had stopped or was abandoned
 * @param failure its first failure; later ones are suppressed in it
 * @param stuckIn for one that was abandoned: the threads that would not end
 * @since 0.1
 */
public record ServiceStatus(
    String name,
    ServiceState state,
    Optional<Duration> startTook,
    Optional<Duration> stopTook,
    Optional<Throwable> failure,
    List<StuckThread> stuckIn) {

  /**
   * A thread that did not end in time, and where it was.
   *
   * @param thread its name
   * @param how in words: that it is stuck, or that it never ran
   * @param stack its stack when it was given up; empty if it never ran
   */
  public record StuckThread(String thread, String how, List<StackTraceElement> stack) {

    static StuckThread in(Thread thread) {
      return new StuckThread(thread.getName(), "is stuck", List.of(thread.getStackTrace()));
    }

    static StuckThread withoutStack(Thread thread) {
      String how = "is stuck; the time was over before its stack could be taken";
      return new StuckThread(thread.getName(), how, List.of());
    }

    static StuckThread neverRan(String thread) {
      return new StuckThread(thread, "never ran: no carrier thread was free for it", List.of());
    }

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
    return state != ServiceState.ABANDONED && failure.isEmpty();
  }

  @Override
  public String toString() {
    StringBuilder text = new StringBuilder(name).append(' ').append(state);
    stopTook.ifPresent(took ->
        text.append(state == ServiceState.ABANDONED ? " after " : " in ")
            .append(Durations.show(took)));
    failure.ifPresent(thrown -> text.append(": ").append(thrown));
    stuckIn.forEach(thread -> text.append("\n      ").append(thread));
    return text.toString();
  }
}
