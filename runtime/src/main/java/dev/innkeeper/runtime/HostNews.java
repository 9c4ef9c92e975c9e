package dev.innkeeper.runtime;

import dev.innkeeper.runtime.HostEvent.JobFailed;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** Tells what happens in a host: to the log, to the flight recorder, and to the listeners. */
final class HostNews {

  /** Of so many failed jobs the listeners may still have to be told: each takes memory. */
  static final int MOST_UNTOLD_JOBS = 1_000;

  private final String host;
  private final HostLog log;
  private final List<HostListener> listeners;
  private final EventQueue events;

  /**
   * How many failed jobs they have yet to be told of. Any thread adds, the events thread takes
   * away.
   */
  private final AtomicInteger untoldJobs = new AtomicInteger();

  /** The events thread's alone: what comes later comes from what was abandoned. */
  private boolean lastWasTold;

  HostNews(String host, HostLog log, List<HostListener> listeners, EventQueue events) {
    this.host = host;
    this.log = log;
    this.listeners = listeners;
    this.events = events;
  }

  String host() {
    return host;
  }

  HostLog log() {
    return log;
  }

  boolean hasListeners() {
    return !listeners.isEmpty();
  }

  /** On a thread that may wait for a log appender: the event is logged when this returns. */
  void tell(HostEvent event) {
    announce(event);
    record(event);
  }

  /** To the listeners, on their thread; does not wait. */
  void announce(HostEvent event) {
    if (hasListeners()) {
      events.post(() -> tellListeners(event));
    }
  }

  /** On the host thread, which must not wait: all of it on {@code host/events}. */
  void tellLater(HostEvent event) {
    events.post(() -> {
      tellListeners(event);
      record(event);
    });
  }

  /** As {@link #tellLater}, of something that the report will say in the log. */
  void tellWithoutLog(HostEvent event) {
    events.post(() -> {
      tellListeners(event);
      FlightRecording.record(event);
    });
  }

  /** In the log, only if nobody waited for it, or the listeners are too slow to hear of it. */
  void jobFailed(JobFailed event, boolean observed) {
    boolean told = announceIfRoom(event);
    if (!observed) {
      log.write(event);
    } else if (!told) {
      log.jobFailedUntold(event);
    }
  }

  private boolean announceIfRoom(JobFailed event) {
    if (!hasListeners()) {
      return true;
    }
    if (untoldJobs.incrementAndGet() > MOST_UNTOLD_JOBS) {
      untoldJobs.decrementAndGet();
      return false;
    }
    events.post(() -> {
      untoldJobs.decrementAndGet();
      tellListeners(event);
    });
    return true;
  }

  /** For the flight recorder alone: there may be many. */
  void jobEnded(String service, JobHandle.State how, JobCall<?> call) {
    FlightRecording.record(host, service, how, call);
  }

  /** To the log and the flight recorder. */
  void record(HostEvent event) {
    FlightRecording.record(event);
    log.write(event);
  }

  /** On {@code host/events}. */
  void tellListeners(HostEvent event) {
    if (lastWasTold) {
      return;
    }
    lastWasTold = event instanceof HostEvent.HostStopped;
    for (HostListener listener : listeners) {
      try {
        listener.on(event);
      } catch (Throwable t) {
        log.listenerFailed(event, t);
      }
    }
  }
}
