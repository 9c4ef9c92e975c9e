package dev.innkeeper.runtime.events;

import dev.innkeeper.runtime.service.ApplicationLifetime;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.locks.ReentrantLock;

/** The callbacks of a host's three events. */
public final class LifetimeEvents implements ApplicationLifetime {

  private final Event started;
  private final Event stopping;
  private final Event stopped;
  private final Runnable requestStop;

  public LifetimeEvents(HostEvents events, Runnable requestStop) {
    this.started = new Event("started", events);
    this.stopping = new Event("stopping", events);
    this.stopped = new Event("stopped", events);
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

  public Event started() {
    return started;
  }

  public Event stopping() {
    return stopping;
  }

  public Event stopped() {
    return stopped;
  }

  /** Happens once. */
  public static final class Event {
    private final String name;
    private final HostEvents events;

    /** Guards the two below; not held while a callback runs. */
    private final ReentrantLock lock = new ReentrantLock();

    private final List<Runnable> callbacks = new ArrayList<>();
    private boolean happened;

    /** Written under the lock, read without it by the host thread, which must not wait for it. */
    private volatile boolean hasCallbacks;

    Event(String name, HostEvents events) {
      this.name = name;
      this.events = events;
    }

    public void register(Runnable callback) {
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

    public String name() {
      return name;
    }

    /** Whether any were registered before it happened. */
    public boolean hasCallbacks() {
      return hasCallbacks;
    }

    /** On {@code host/events}. */
    public void happen() {
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
        events.write(lines -> lines.callbackFailed(name, t));
      }
    }
  }
}
