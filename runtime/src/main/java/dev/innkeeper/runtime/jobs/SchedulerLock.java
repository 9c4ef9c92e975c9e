package dev.innkeeper.runtime.jobs;

import dev.innkeeper.runtime.thread.BriefLock;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A {@link BriefLock} that runs need not take when they end: they leave a note, and whoever has the
 * lock next takes them in. So a hundred thousand runs a second do not queue for the lock that the
 * thread which forks them needs.
 *
 * <p>A run for whose end something waits takes it in itself: it leaves its note, and then looks
 * whether there is something. A thread that is about to wait for the end says so first, and looks
 * for notes after that, at the end of its section. So one of the two sees the other.
 */
final class SchedulerLock {

  private final BriefLock lock = new BriefLock();

  /** Runs that have ended and were not taken in, the last one first. */
  private final AtomicReference<@Nullable ScheduledRun> ended = new AtomicReference<>();

  void run(Runnable section) {
    lock.run(() -> {
      takeIn();
      try {
        section.run();
      } finally {
        takeIn();
      }
    });
  }

  <T extends @Nullable Object> T get(Supplier<T> section) {
    return lock.get(() -> {
      takeIn();
      try {
        return section.get();
      } finally {
        takeIn();
      }
    });
  }

  /** By the thread of the run, without the lock. */
  void leaveNote(ScheduledRun run) {
    ScheduledRun last;
    do {
      last = ended.get();
      run.before = last;
    } while (!ended.compareAndSet(last, run));
  }

  private void takeIn() {
    if (ended.get() == null) {
      return;
    }
    ScheduledRun run = oldestFirst(ended.getAndSet(null));
    while (run != null) {
      ScheduledRun later = run.before;
      run.before = null;
      run.isTakenIn();
      run = later;
    }
  }

  private static @Nullable ScheduledRun oldestFirst(@Nullable ScheduledRun last) {
    ScheduledRun first = null;
    ScheduledRun run = last;
    while (run != null) {
      ScheduledRun earlier = run.before;
      run.before = first;
      first = run;
      run = earlier;
    }
    return first;
  }
}
