package dev.innkeeper.runtime;

import dev.innkeeper.runtime.engine.Engine;
import dev.innkeeper.runtime.thread.Exiting;
import dev.innkeeper.runtime.time.Durations;
import dev.innkeeper.timer.TimeSource;
import java.time.Duration;
import java.util.List;

/**
 * Stops a host when the JVM is told to end, and keeps the JVM from ending before the thread that
 * called {@link Host#run()} is through, so that what it closes after the host is closed.
 */
final class ShutdownHook {

  private static final Duration LONGEST_PAUSE = Duration.ofMillis(500);
  private static final Duration LOOK_AGAIN = Duration.ofMillis(50);

  /** For the calling thread, also when the stop has taken all the time: it may have a report. */
  private static final Duration LAST_WORDS = Duration.ofMillis(100);

  private final Engine engine;
  private final Thread runThread = Thread.currentThread();
  private final Thread hook;

  /** Written by the hook. */
  private volatile boolean triggered;

  private ShutdownHook(Engine engine) {
    this.engine = engine;
    this.hook = new Thread(this::stopHost, engine.plan().name() + "/shutdown-hook");
  }

  /**
   * For the calling thread.
   *
   * @throws IllegalStateException if the JVM is shutting down already
   */
  static ShutdownHook install(Engine engine) {
    ShutdownHook installed = new ShutdownHook(engine);
    Runtime.getRuntime().addShutdownHook(installed.hook);
    return installed;
  }

  private void stopHost() {
    triggered = true;
    engine.stopBeforeStart();
    engine.requestStop("the JVM is shutting down (a signal, or System.exit)");
    try {
      awaitStopped();
      awaitLastLines();
      awaitRunThread();
    } catch (InterruptedException e) {
      return; // somebody wants the JVM to end now
    }
  }

  /**
   * Nobody tells when a thread goes into {@link System#exit}, and it never comes out: so the hook
   * looks, at once and then ever more rarely.
   */
  private void awaitStopped() throws InterruptedException {
    Duration pause = Duration.ofMillis(5);
    do {
      engine.countExitingAsEnded();
      pause = Durations.min(pause.multipliedBy(2), LONGEST_PAUSE);
    } while (!engine.stopped().await(pause));
  }

  /** What the log has not shown in its time is printed, which may hang as well: then it is lost. */
  private void awaitLastLines() throws InterruptedException {
    engine.seen().await(engine.plan().timeForLog().multipliedBy(2));
  }

  /** A thread that is in {@link System#exit} waits for this hook, and has nothing left to do. */
  private void awaitRunThread() throws InterruptedException {
    TimeSource time = engine.time();
    long least = time.nanoTimeAfter(LAST_WORDS);
    long deadline = least - engine.deadline() > 0 ? least : engine.deadline();
    while (time.nanoTime() - deadline < 0 && !Exiting.isExiting(runThread)) {
      long slice = time.nanoTimeAfter(LOOK_AGAIN);
      if (time.join(runThread, slice - deadline < 0 ? slice : deadline)) {
        return;
      }
    }
  }

  /** Whether the JVM is on its way down. */
  boolean isTriggered() {
    return triggered;
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
