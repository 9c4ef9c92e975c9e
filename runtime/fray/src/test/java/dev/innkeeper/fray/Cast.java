package dev.innkeeper.fray;

import dev.innkeeper.fray.Schedules.Story;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** The threads of a story. The story fails if one of them throws. */
public final class Cast {

  private final List<Thread> threads = new ArrayList<>();

  /** Fray itself sees only what the story throws on its first thread. */
  private final AtomicReference<@Nullable AssertionError> failure = new AtomicReference<>();

  /** Another one, which plays its part. */
  public Cast with(String name, Story part) {
    threads.add(Thread.ofPlatform().name(name).unstarted(() -> play(name, part)));
    return this;
  }

  private void play(String name, Story part) {
    try {
      part.live();
    } catch (Throwable t) {
      failure.compareAndSet(null, new AssertionError(name + ": " + t.getMessage(), t));
    }
  }

  /** Starts all, and waits until all have ended. */
  public void play() throws InterruptedException {
    for (Thread thread : threads) {
      thread.start();
    }
    for (Thread thread : threads) {
      thread.join();
    }
    AssertionError thrown = failure.get();
    if (thrown != null) {
      throw thrown;
    }
  }
}
