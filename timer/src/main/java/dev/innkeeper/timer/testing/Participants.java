package dev.innkeeper.timer.testing;

import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Every live thread that has waited on the time, or was enlisted and has begun. Guarded by the lock
 * of the {@link TurnScheduler}.
 */
final class Participants {

  private final Map<Thread, Participant> byThread = new HashMap<>();

  /** Those that were not enlisted. */
  private final Set<Participant> strangers = new LinkedHashSet<>();

  /** One that is not known yet is a stranger. */
  Participant of(Thread thread) {
    return byThread.computeIfAbsent(
        thread,
        t -> {
          Participant stranger = Participant.stranger(t);
          strangers.add(stranger);
          return stranger;
        });
  }

  @Nullable Participant known(@Nullable Thread thread) {
    return byThread.get(thread);
  }

  /** Called by its own thread. An unpark from before its first instruction is not lost. */
  void begins(Participant enlisted) {
    Thread thread = Thread.currentThread();
    enlisted.thread = thread;
    Participant early = byThread.put(thread, enlisted);
    if (early != null) {
      enlisted.permit = early.permit;
      strangers.remove(early);
    }
  }

  void remove(Participant enlisted) {
    byThread.remove(enlisted.thread);
  }

  /** Other than {@code driver}; null: there is none. */
  @Nullable Participant busyStranger(@Nullable Thread driver) {
    for (Iterator<Participant> all = strangers.iterator(); all.hasNext(); ) {
      Participant stranger = all.next();
      if (stranger.isDead()) {
        all.remove();
        byThread.values().remove(stranger);
      } else if (stranger.state == Participant.State.BUSY && stranger.thread != driver) {
        return stranger;
      }
    }
    return null;
  }

  boolean isAnyOutside() {
    return byThread.values().stream().anyMatch(p -> p.state == Participant.State.OUTSIDE);
  }

  @Override
  public String toString() {
    return byThread.values().stream()
        .map(Participant::toString)
        .sorted()
        .collect(Collectors.joining("; "));
  }
}
