package dev.innkeeper.runtime.port;

import dev.innkeeper.timer.TimeSource;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiConsumer;

/**
 * Tells which hosts start on a time source that is being watched. In production none is. {@code
 * innkeeper-junit} watches the one that it gives to a test, and fails a test that does not stop its
 * hosts, also those that the tested code has built by itself.
 */
public final class Launches {

  private static final Map<TimeSource, BiConsumer<String, Object>> WATCHERS =
      new ConcurrentHashMap<>();

  private Launches() {}

  /** Has {@code watcher} called with the name and the host of each start on {@code time}. */
  public static void watch(TimeSource time, BiConsumer<String, Object> watcher) {
    WATCHERS.put(time, watcher);
  }

  /** Ends a {@link #watch}. */
  public static void unwatch(TimeSource time) {
    WATCHERS.remove(time);
  }

  /** Called by the thread that starts the host, before anything of it runs. */
  public static void tell(TimeSource time, String name, Object host) {
    BiConsumer<String, Object> watcher = WATCHERS.get(time);
    if (watcher != null) {
      watcher.accept(name, host);
    }
  }
}
