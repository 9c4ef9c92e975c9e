package dev.innkeeper.runtime;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.locks.ReentrantLock;

/** The callbacks of a host's three events. */
final class LifetimeEvents implements ApplicationLifetime {

  private final Event started;
  private final Event stopping;
  private final Event stopped;
  private final Runnable requestStop;

  LifetimeEvents(HostLog log, Runnable requestStop) {
    this.started = new Event("started", log);
    this.stopping = new Event("stopping", log);
    this.stopped = new Event("stopped", log);
    this.requestStop = requestStop;
  }

  @Override
  public void onStarted(Runnable callback) {
    started.register(callback);
  }

  @Override
  public void onStopping(Runnable callback) {
    stopping.register(callback);
  }

  @Override
  public void onStopped(Runnable callback) {
    stopped.register(callback);
  }

  @Override
  public void requestStop() {
    requestStop.run();
  }

  Event started() {
    return started;
  }

  Event stopping() {
    return stopping;
  }

  Event stopped() {
    return stopped;
  }

  /** Happens once. */
  static final class Event {
    private final String name;
    private final HostLog log;

    /** Guards the two below; not held while a callback runs. */
    private final ReentrantLock lock = new ReentrantLock();

    private final List<Runnable> callbacks = new ArrayList<>();
    private boolean happened;

    /** Written under the lock, read without it by the host thread, which must not wait for it. */
    private volatile boolean hasCallbacks;

    Event(String name, HostLog log) {
      this.name = name;
      this.log = log;
    }

    void register(Runnable callback) {
      Objects.requireNonNull(callback, "callback");
      lock.lock();
      try {
        if (!happened) {
          callbacks.add(callback);
          hasCallbacks = true;
          return;
        }
      } finally {
        lock.unlock();
      }
      run(callback);
    }

    String name() {
      return name;
    }

    /** Whether any were registered before it happened. */
    boolean hasCallbacks() {
      return hasCallbacks;
    }

    /** On {@code host/events}. */
    void happen() {
      List<Runnable> waiting;
      lock.lock();
      try {
        happened = true;
        waiting = List.copyOf(callbacks);
        callbacks.clear();
      } finally {
        lock.unlock();
      }
      waiting.forEach(this::run);
    }

    private void run(Runnable callback) {
      try {
        callback.run();
      } catch (Throwable t) {
        log.callbackFailed(name, t);
      }
    }
  }
}
