package dev.innkeeper.runtime;

import dev.innkeeper.runtime.engine.Engine;
import dev.innkeeper.runtime.thread.BriefLock;
import dev.innkeeper.timer.TimeSource;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Says so if the JVM ends and nobody stops the hosts that were started by {@link Host#start()}:
 * their program has forgotten to, or to call {@link Host#run()}.
 *
 * <p>There is one shutdown hook for all of them, as long as one of them runs. It stops nothing. The
 * JVM waits for it only while one of them has not been asked to stop, and for a second at most.
 *
 * <p>A host that does not go by the system's time is a test's, and is left alone.
 */
final class ForgottenHosts {

  private static final ForgottenHosts OF_THIS_JVM = new ForgottenHosts();
  private static final Duration PATIENCE = Duration.ofSeconds(1);
  private static final Duration LOOK_AGAIN = Duration.ofMillis(20);

  private final TimeSource time = TimeSource.system();
  private final BriefLock lock = new BriefLock();

  // Guarded by the lock:
  private final Set<Engine> running = new LinkedHashSet<>();
  private @Nullable Thread hook;

  private ForgottenHosts() {}

  /** A host that was started; one that has stopped meanwhile is not kept. */
  static void watch(Engine engine) {
    if (engine.time() == TimeSource.system()) {
      OF_THIS_JVM.add(engine);
      if (engine.stopped().isRaised()) {
        OF_THIS_JVM.remove(engine);
      }
    }
  }

  /** A host that has stopped, whether it was watched or not. */
  static void forget(Engine engine) {
    OF_THIS_JVM.remove(engine);
  }

  private void add(Engine engine) {
    lock.run(() -> {
      running.add(engine);
      if (hook == null) {
        hook = install();
      }
    });
  }

  private void remove(Engine engine) {
    lock.run(() -> {
      Thread installed = hook;
      if (running.remove(engine)
          && running.isEmpty()
          && installed != null
          && uninstall(installed)) {
        hook = null;
      }
    });
  }

  /** Null: the JVM is on its way down already. */
  private @Nullable Thread install() {
    Thread made =
        Thread.ofPlatform()
            .name("innkeeper/forgotten-hosts")
            .inheritInheritableThreadLocals(false)
            .unstarted(this::sayWhoIsForgotten);
    made.setContextClassLoader(null);
    try {
      Runtime.getRuntime().addShutdownHook(made);
      return made;
    } catch (IllegalStateException e) {
      return null;
    }
  }

  /** Returns whether it is gone: on its way down the JVM keeps it. */
  private static boolean uninstall(Thread installed) {
    try {
      return Runtime.getRuntime().removeShutdownHook(installed);
    } catch (IllegalStateException e) {
      return false;
    }
  }

  // ---- in the hook

  /** Nobody tells a hook that a host is asked to stop, so it looks. */
  private void sayWhoIsForgotten() {
    long deadline = time.nanoTimeAfter(PATIENCE);
    while (!forgotten().isEmpty() && time.nanoTime() - deadline < 0) {
      time.parkUntil(this, time.nanoTimeAfter(LOOK_AGAIN));
    }
    List<String> names = forgotten();
    if (!names.isEmpty()) {
      System.err.println(line(names));
    }
  }

  private List<String> forgotten() {
    return lock.get(() ->
        running.stream()
            .filter(engine -> !engine.isStopRequested())
            .map(engine -> engine.plan().name())
            .toList());
  }

  static String line(List<String> names) {
    String hosts = names.stream().collect(Collectors.joining("', '", "'", "'"));
    return "innkeeper: the JVM ends, and nobody has stopped "
        + (names.size() == 1 ? "host " : "hosts ")
        + hosts
        + ": call host.run(), or host.close() when the program ends";
  }

  @Override
  public String toString() {
    return "the stop of the hosts that were started";
  }
}
