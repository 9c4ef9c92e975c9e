package dev.innkeeper.runtime.jobs;

import dev.innkeeper.runtime.port.HostPort;
import dev.innkeeper.runtime.time.Durations;
import dev.innkeeper.timer.TimeSource;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * How long the calls of a job may take: one that takes longer is interrupted, and one that goes on
 * all the same is given up.
 *
 * <p>One alarm does for all callers: it looks who is overdue, and is set again for the next. So a
 * call that ends in time costs two writes. It goes off on the host thread, which waits for no lock.
 */
final class TimeLimit<C extends JobCall<?>> {

  /** How long a call has to end after the interrupt. */
  static final Duration PATIENCE = Duration.ofSeconds(2);

  private final HostPort port;
  private final TimeSource time;
  private final long limit;
  private final Consumer<C> giveUp;

  /** What each caller is in: written by the caller, and read by the host thread. */
  private final AtomicReferenceArray<@Nullable Watched<C>> running;

  private final SharedAlarm alarm;

  /** A call in progress. */
  private static final class Watched<C> {

    private final C call;

    /** When something has to be done about it; null: no more. The host thread's, once published. */
    private @Nullable Long due;

    private Watched(C call, long due) {
      this.call = call;
      this.due = due;
    }
  }

  /** {@code giveUp} is called on a thread that may wait. */
  TimeLimit(HostPort port, TimeSource time, Duration limit, int callers, Consumer<C> giveUp) {
    this.port = port;
    this.time = time;
    this.limit = Durations.nanos(limit);
    this.giveUp = giveUp;
    this.running = new AtomicReferenceArray<>(callers);
    this.alarm = new SharedAlarm(port, this::lookAtAll);
  }

  /** The caller begins this call. */
  void begins(int caller, C call) {
    long due = call.began() + limit;
    running.set(caller, new Watched<>(call, due)); // before the alarm: who takes that, sees this
    alarm.set(due);
  }

  void ended(int caller) {
    running.set(caller, null);
  }

  /** There will be no more calls. */
  void close() {
    alarm.close();
  }

  /** Returns when to look again, if ever. */
  private @Nullable Long lookAtAll() {
    long now = time.nanoTime();
    Long next = null;
    for (int i = 0; i < running.length(); i++) {
      Watched<C> watched = running.get(i);
      Long due = watched == null ? null : lookAt(watched, now);
      if (due != null && (next == null || due - next < 0)) {
        next = due;
      }
    }
    return next;
  }

  private @Nullable Long lookAt(Watched<C> watched, long now) {
    C call = watched.call;
    if (watched.due != null && now - watched.due >= 0) {
      boolean first = watched.due == call.began() + limit;
      watched.due = first ? Long.valueOf(now + PATIENCE.toNanos()) : null;
      port.orderInterrupt(first ? call::timeOut : () -> giveUp.accept(call));
    }
    return watched.due;
  }
}
