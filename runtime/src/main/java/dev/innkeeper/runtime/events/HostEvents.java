package dev.innkeeper.runtime.events;

import dev.innkeeper.runtime.report.HostEvent;
import dev.innkeeper.runtime.report.HostEvent.JobFailed;
import dev.innkeeper.runtime.report.HostListener;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** Tells what happens in a host: to the log, to the flight recorder, and to the listeners. */
public final class HostEvents {

  /** Of so many failed jobs the listeners may still have to be told: each takes memory. */
  public static final int MOST_UNTOLD_JOBS = 1_000;

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

  public HostEvents(String host, HostLog log, List<HostListener> listeners, EventQueue events) {
    this.host = host;
    this.log = log;
    this.listeners = listeners;
    this.events = events;
  }

  public String host() {
    return host;
  }

  public HostLog log() {
    return log;
  }

  public boolean hasListeners() {
    return !listeners.isEmpty();
  }

  /** On a thread that may wait for a log appender: the event is logged when this returns. */
  public void tell(HostEvent event) {
    announce(event);
    record(event);
  }

  /** To the listeners, on their thread; does not wait. */
  public void announce(HostEvent event) {
    if (hasListeners()) {
      events.post(() -> tellListeners(event));
    }
  }

  /** On the host thread, which must not wait: all of it on {@code host/events}. */
  public void tellLater(HostEvent event) {
    events.post(() -> {
      tellListeners(event);
      record(event);
    });
  }

  /** As {@link #tellLater}, of something that the report will say in the log. */
  public void tellWithoutLog(HostEvent event) {
    events.post(() -> {
      tellListeners(event);
      FlightRecording.record(event);
    });
  }

  /** In the log, only if nobody waited for it, or the listeners are too slow to hear of it. */
  public void jobFailed(JobFailed event, boolean observed) {
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
  public void jobEnded(String service, String outcome, Duration took) {
    FlightRecording.record(host, service, outcome, took);
  }

  /** To the log and the flight recorder. */
  public void record(HostEvent event) {
    FlightRecording.record(event);
    log.write(event);
  }

  /** On {@code host/events}. */
  public void tellListeners(HostEvent event) {
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
