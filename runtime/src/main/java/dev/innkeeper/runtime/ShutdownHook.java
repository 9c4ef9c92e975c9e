package dev.innkeeper.runtime;

import java.util.List;

/**
 * Stops a host when the JVM is told to end, and keeps the JVM from ending before the thread that
 * called {@link Host#run()} is through, so that what it closes after the host is closed.
 */
final class ShutdownHook {

  private final HostThread host;
  private final Thread runThread = Thread.currentThread();
  private final Thread hook;

  /** Written by the hook. */
  private volatile boolean triggered;

  private ShutdownHook(HostThread host) {
    this.host = host;
    this.hook = new Thread(this::stopHost, host.name() + "/shutdown-hook");
  }

  /**
   * For the calling thread.
   *
   * @throws IllegalStateException if the JVM is shutting down already
   */
  static ShutdownHook install(HostThread host) {
    ShutdownHook installed = new ShutdownHook(host);
    Runtime.getRuntime().addShutdownHook(installed.hook);
    return installed;
  }

  private void stopHost() {
    triggered = true;
    host.requestStop("the JVM is shutting down (a signal, or System.exit)");
    try {
      host.stopped().await();
      host.time().join(runThread, host.deadline());
    } catch (InterruptedException e) {
      return; // somebody wants the JVM to end now
    }
  }

  /** On a normal stop; when the JVM is on its way down the hook stays, and does no harm. */
  void remove() {
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      triggered = true;
    }
  }

  /** Threads that will keep the JVM running when the calling thread has ended. */
  List<String> keepersOfTheJvm() {
    if (triggered) {
      return List.of();
    }
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> !thread.isDaemon() && thread.isAlive())
        .filter(thread -> thread != runThread && !thread.getName().equals("DestroyJavaVM"))
        .map(Thread::getName)
        .sorted()
        .toList();
  }
}
