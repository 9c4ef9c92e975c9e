package dev.innkeeper.fray;

import dev.innkeeper.fray.Schedules.Story;
import java.util.ArrayList;
import java.util.List;

/** The threads of a story. What one of them throws, Fray reports. */
public final class Cast {

  private final List<Thread> threads = new ArrayList<>();

  /** Another one, which plays its part. */
  public Cast with(String name, Story part) {
    Thread thread =
        Thread.ofPlatform()
            .name(name)
            .unstarted(() -> {
              try {
                part.live();
              } catch (Exception e) {
                throw new AssertionError(name, e);
              }
            });
    // Fray comes first. The JDK's own would print, which is a step, too, and none may follow.
    thread.setUncaughtExceptionHandler((ignored, thrown) -> {});
    threads.add(thread);
    return this;
  }

  /** Starts all, and waits until all have ended. */
  public void play() throws InterruptedException {
    for (Thread thread : threads) {
      thread.start();
    }
    for (Thread thread : threads) {
      thread.join();
    }
  }
}
