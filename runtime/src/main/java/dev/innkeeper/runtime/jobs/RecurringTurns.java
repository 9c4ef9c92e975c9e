package dev.innkeeper.runtime.jobs;

import java.util.ArrayDeque;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The runs of a {@link RecurringJob} in one life of its service: the one that is going on, and
 * those that wait for their turn. At most two wait: one that was requested, and behind it one of
 * the schedule, which a requested run does not cost. Guarded by the job's lock.
 */
final class RecurringTurns {

  private final ArrayDeque<RecurringRun> waiting = new ArrayDeque<>();
  private @Nullable RecurringRun current;

  /** Nothing more is run. */
  private boolean over;

  /** Whether the ticks have come to an end, and by what, if it was no good one. */
  private boolean tickedOut;

  private @Nullable Throwable broken;

  void add(RecurringRun run) {
    waiting.add(run);
  }

  void drop(RecurringRun run) {
    waiting.remove(run);
  }

  /** The first of those that wait. */
  @Nullable RecurringRun first() {
    return waiting.peek();
  }

  /** Whether a tick is run, and not skipped. */
  boolean isFreeForATick(WhenBusy policy) {
    return (policy == WhenBusy.QUEUE_ONE || current == null || current.isRequested())
        && waiting.stream().allMatch(RecurringRun::isRequested);
  }

  /** Whether a run is going on. */
  boolean isBusy() {
    return current != null;
  }

  /** Gives the first its turn; null: none waits. */
  @Nullable RecurringRun begin() {
    RecurringRun next = waiting.poll();
    if (next != null) {
      current = next;
    }
    return next;
  }

  @Nullable RecurringRun current() {
    return current;
  }

  void hasEnded() {
    current = null;
  }

  void ticksAreOver(@Nullable Throwable thrown) {
    tickedOut = true;
    broken = thrown;
  }

  /** When no run waits for its turn. */
  void endIfTicksAreOver() {
    over = over || tickedOut;
  }

  boolean isOver() {
    return over;
  }

  /** By what the ticks have ended, if it was no good end. */
  @Nullable Throwable broken() {
    return broken;
  }

  /** Nothing more is run; returns those that were not, the one that is going on among them. */
  List<RecurringRun> end() {
    over = true;
    List<RecurringRun> left = Stream.concat(Stream.ofNullable(current), waiting.stream()).toList();
    waiting.clear();
    return left;
  }
}
