package dev.innkeeper.runtime.events;

import dev.innkeeper.runtime.service.ApplicationLifetime;
import dev.innkeeper.runtime.thread.Callbacks;
import java.util.Objects;
import java.util.Optional;

/** The callbacks of a host's three events. */
public final class LifetimeEvents implements ApplicationLifetime {

  private final Event started;
  private final Event stopping;
  private final Event stopped;
  private final Requests requests;

  /** What is asked of the host. */
  public interface Requests {

    /** Does not wait. */
    void requestStop(String reason);

    /** Does not wait. */
    void requestDrain();

    Optional<String> stopReason();
  }

  public LifetimeEvents(HostEvents events, Requests requests) {
    this.started = new Event("started", events);
    this.stopping = new Event("stopping", events);
    this.stopped = new Event("stopped", events);
    this.requests = requests;
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
    requestStop("a stop was requested");
  }

  @Override
  public void requestStop(String reason) {
    if (Objects.requireNonNull(reason, "reason").isBlank()) {
      throw new IllegalArgumentException(
          "the reason for the stop is blank: say why, or use requestStop()");
    }
    requests.requestStop(reason);
  }

  @Override
  public void requestDrain() {
    requests.requestDrain();
  }

  @Override
  public Optional<String> stopReason() {
    return requests.stopReason();
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

    private final Callbacks callbacks = new Callbacks();

    Event(String name, HostEvents events) {
      this.name = name;
      this.events = events;
    }

    public void register(Runnable callback) {
      Objects.requireNonNull(callback, "callback");
      if (!callbacks.add(callback)) {
        run(callback);
      }
    }

    public String name() {
      return name;
    }

    /** On any thread: if there are no callbacks, it happens. Returns whether it has. */
    public boolean happenIfNobodyListens() {
      return callbacks.happenIfNone();
    }

    /** On {@code host/events}. */
    public void happen() {
      callbacks.happen().forEach(this::run);
    }

    private void run(Runnable callback) {
      try {
        callback.run();
      } catch (Throwable t) {
        events.write(notices -> notices.callbackFailed(name, t));
      }
    }
  }
}
