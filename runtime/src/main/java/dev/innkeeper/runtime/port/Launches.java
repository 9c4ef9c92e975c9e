package dev.innkeeper.runtime.port;

import dev.innkeeper.timer.TimeSource;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiConsumer;

/**
 * Tells which hosts are started on a time that somebody watches. In production nobody does: it is
 * for {@code innkeeper-junit}, which fails a test that does not stop its hosts, and knows of them
 * by nothing but the {@code ManualTimeSource} that it has given to the test.
 */
public final class Launches {

  private static final Map<TimeSource, BiConsumer<String, Object>> WATCHERS =
      new ConcurrentHashMap<>();

  private Launches() {}

  /**
   * From now on {@code watcher} is told the name of each host that starts on {@code time}, and the
   * host.
   */
  public static void watch(TimeSource time, BiConsumer<String, Object> watcher) {
    WATCHERS.put(time, watcher);
  }

  /** And no longer. */
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
