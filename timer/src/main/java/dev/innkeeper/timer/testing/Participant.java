package dev.innkeeper.timer.testing;

import dev.innkeeper.timer.message.Names;
import dev.innkeeper.timer.message.Shown;
import org.jspecify.annotations.Nullable;

/**
 * A thread as the {@link TurnScheduler} sees it. All fields are guarded by the scheduler's lock.
 */
final class Participant {

  enum State {
    /** Runs, or is free to. */
    BUSY,
    /** Woken or new, waits for its turn. */
    READY,
    /** In a park. */
    WAITING,
    /** In {@code idle}: waits for something that the scheduler knows nothing of. */
    OUTSIDE
  }

  /** Runs only when it is its turn; others, made by a test by its own means, run freely. */
  final boolean enlisted;

  /** Null until an enlisted thread has begun. */
  @Nullable Thread thread;

  /** Read without the lock by its own thread, which waits for {@link State#BUSY}. */
  volatile State state = State.BUSY;

  /** An unpark that came before the park. */
  boolean permit;

  /** While {@link State#WAITING} for a time: that time, and the order among equals. */
  boolean timed;

  long due;
  long arrival;

  /** When it has something to do: later than {@link #due}, if it is only to look then. */
  long deadline;

  /** Whether {@link #due} is where the wall clock will be at its deadline, unless it is set. */
  boolean byWallClock;

  long parkedAt;

  @Nullable Object blocker;

  /** A stranger's, while it waits: the last turn that it knows of, and since when, in real time. */
  long seenTurn;

  long stillSince;

  private Participant(boolean enlisted, @Nullable Thread thread) {
    this.enlisted = enlisted;
    this.thread = thread;
  }

  static Participant enlisted() {
    return new Participant(true, null);
  }

  static Participant stranger(Thread thread) {
    return new Participant(false, thread);
  }

  boolean takePermit() {
    boolean had = permit;
    permit = false;
    return had;
  }

  boolean isDead() {
    return thread != null && !thread.isAlive();
  }

  @Override
  public String toString() {
    String name = thread == null ? "a thread that has not begun" : Names.ofThread(thread);
    return switch (state) {
      case BUSY -> name + " is busy";
      case READY -> name + " waits for its turn";
      case WAITING -> name + " waits for " + Shown.of(blocker);
      case OUTSIDE -> name + " waits for something outside";
    };
  }
}
