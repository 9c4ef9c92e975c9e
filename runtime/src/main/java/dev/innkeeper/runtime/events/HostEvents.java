package dev.innkeeper.runtime.events;

import dev.innkeeper.runtime.report.HostEvent;
import dev.innkeeper.runtime.report.HostEvent.HostStopped;
import dev.innkeeper.runtime.report.HostEvent.HostStopping;
import dev.innkeeper.runtime.report.HostEvent.JobFailed;
import dev.innkeeper.runtime.report.HostEvent.JobRetrying;
import dev.innkeeper.runtime.report.HostEvent.ServiceAbandoned;
import dev.innkeeper.runtime.report.HostListener;
import dev.innkeeper.runtime.report.StopReport;
import dev.innkeeper.runtime.snapshot.Events;
import dev.innkeeper.runtime.thread.ThreadScope;
import dev.innkeeper.timer.TimeSource;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Tells what happens in a host: to the listeners, on the thread {@code host/events}, and to the log
 * and the flight recorder, by helpers. Both in the order in which it happened, so neither a slow
 * listener nor a slow appender holds up the other, or what happens next. Details of jobs (lines at
 * DEBUG) are written by the thread of the job, which so has no more of them than the log can take.
 */
public final class HostEvents {

  /** Of so many failed jobs the listeners may still have to be told: each takes memory. */
  public static final int MOST_UNTOLD_JOBS = 1_000;

  private final String host;
  private final HostLog log;
  private final Notices notices;
  private final List<HostListener> listeners;
  private final EventQueue events;
  private final SerialQueue lines;
  private final Consumer<Runnable> helpers;

  /** Whether a stop was requested: what is abandoned then is in the report, and has no line. */
  private final Supplier<Boolean> isStopping;

  /**
   * How many events of jobs they have yet to be told of. Any thread adds, the events thread takes
   * away.
   */
  private final AtomicInteger untoldJobs = new AtomicInteger();

  /** Whether there were more than that since they have last heard of all. */
  private final AtomicBoolean listenersMiss = new AtomicBoolean();

  /** The events thread's alone: what comes later comes from what was abandoned. */
  private boolean lastWasTold;

  /**
   * The events of a host.
   *
   * @param mdcKey under which the service's name stands in lines about it; null: nowhere
   * @param isStopping whether a stop was requested
   * @param helpers run what may hang: lines of the log
   */
  public HostEvents(
      String host,
      @Nullable String mdcKey,
      TimeSource time,
      List<HostListener> listeners,
      Supplier<Boolean> isStopping,
      Consumer<Runnable> helpers) {
    this.host = host;
    this.log = new HostLog(host, mdcKey, time);
    this.notices = new Notices(host, mdcKey);
    this.listeners = listeners;
    this.isStopping = isStopping;
    this.events = new EventQueue(time);
    this.helpers = helpers;
    this.lines = new SerialQueue(helpers);
  }

  /** On the host thread, before anything happens. */
  public void startTelling(ThreadScope scope) {
    if (log.showsWarnings() && JdkWarning.isDue()) {
      write(notices -> notices.jdkLosesWakeUps(Runtime.version()));
    }
    scope.forkInterruptible(ThreadScope.threadNamed(host + "/events", false), events::run);
  }

  /** What was told is told to the end; then the listeners' thread ends. */
  public void close() {
    writeLastCounts(); // of a host that is broken; of others that was done
    events.close();
  }

  public HostLog log() {
    return log;
  }

  /** For a thread that may wait for a log appender. */
  public Notices notices() {
    return notices;
  }

  public boolean hasListeners() {
    return !listeners.isEmpty();
  }

  /** The thread {@code host/events}, for callbacks of the host's life. */
  public EventQueue queue() {
    return events;
  }

  public void run(Runnable callback) {
    events.post(callback);
  }

  // ---- from where nobody may wait

  /** Whether anybody hears of what goes as it should. */
  public boolean tellsAll() {
    return hasListeners() || log.showsDetails() || FlightRecording.isOn();
  }

  /**
   * Does not wait.
   *
   * @param mdc what stood in the log lines of the thread that a failure is of
   */
  public void announce(HostEvent event, @Nullable Map<String, String> mdc) {
    if (hasListeners()) {
      events.post(() -> tellListeners(event));
    }
    if (event instanceof HostStopping) {
      lines.post(log::writeCounts); // what led to it comes before it
    }
    boolean inReport = event instanceof ServiceAbandoned && isStopping.get();
    boolean logged = !inReport && log.shows(event);
    if (logged || FlightRecording.isOn()) {
      Runnable line = logged ? log.lineOf(event, mdc) : () -> {};
      lines.post(() -> {
        try {
          FlightRecording.record(event);
        } finally {
          line.run();
        }
      });
    }
  }

  /** An extension has failed, to do what {@code what} says. */
  public void extensionFailed(String extension, String what, Throwable thrown) {
    lines.post(log.extensionFailed(extension, what, thrown));
  }

  /** Another line, in its place among the others. */
  public void write(Consumer<Notices> line) {
    lines.post(() -> line.accept(notices));
  }

  /**
   * The last event: {@code told} is run when the listeners were told, {@code logged} when it was
   * logged.
   */
  public void tellTheEnd(StopReport report, Runnable told, Runnable logged) {
    HostStopped event = new Events.HostStopped(host, report);
    if (hasListeners()) {
      events.post(() -> {
        tellListeners(event);
        told.run();
      });
    } else {
      told.run();
    }
    writeLastCounts();
    if (lines.isIdle() && !log.shows(report)) {
      logged.run();
      return;
    }
    Runnable line = log.lastLine(event);
    lines.post(() -> {
      try {
        line.run();
      } finally {
        logged.run();
      }
    });
  }

  private void writeLastCounts() {
    log.endCounting();
    if (!lines.isIdle() || log.hasUncounted()) {
      lines.post(log::writeCounts);
    }
  }

  /** Whether there are failures, or a report that is not clean, which the log has not shown. */
  public boolean hasUnseen() {
    return log.hasUnseen();
  }

  /**
   * By a helper: what the log has not shown goes to standard error, then {@code printed} is run.
   */
  public void printUnseen(Runnable printed) {
    helpers.accept(() -> {
      try {
        log.printUnseen();
      } finally {
        printed.run();
      }
    });
  }

  /** On {@code host/events}. */
  private void tellListeners(HostEvent event) {
    if (lastWasTold) {
      return;
    }
    lastWasTold = event instanceof HostStopped;
    for (HostListener listener : listeners) {
      try {
        listener.on(event);
      } catch (Throwable t) {
        write(notices -> notices.listenerFailed(event, t));
      }
    }
  }

  /** From the shutdown hook: returns whether the listeners' thread will not come back. */
  public boolean countExitingAsDead() {
    return events.countExitingAsDead();
  }

  // ---- on a thread that may wait for a log appender

  /** Of a run. */
  public void tell(HostEvent event) {
    if (hasListeners()) {
      events.post(() -> tellListeners(event));
    }
    FlightRecording.record(event);
    if (HostLog.isDetail(event)) {
      writeHere(event);
    } else {
      post(event);
    }
  }

  /** An error in the log, unless somebody has taken it and the listeners hear of it. */
  public void jobFailed(JobFailed event, boolean taken) {
    boolean told = announceIfRoom(event);
    if (taken && told) {
      log.jobFailureTaken(event);
    } else {
      post(event);
    }
  }

  public void jobRetrying(JobRetrying event) {
    announceIfRoom(event);
    FlightRecording.record(event);
    log.jobIsRetried(event);
    post(event);
  }

  /** A detail, of which there may be many: who has so many of them waits for the appender. */
  private void writeHere(HostEvent event) {
    if (log.shows(event)) {
      log.write(event);
    }
  }

  /** In its place among the other lines, unless it came so often that it is only counted. */
  private void post(HostEvent event) {
    log.linesOf(event, LineWriter.copyOfMdc()).forEach(lines::post);
  }

  private boolean announceIfRoom(HostEvent event) {
    if (!hasListeners()) {
      return true;
    }
    if (untoldJobs.incrementAndGet() > MOST_UNTOLD_JOBS) {
      untoldJobs.decrementAndGet();
      if (listenersMiss.compareAndSet(false, true)) {
        write(Notices::listenersAreBehind);
      }
      return false;
    }
    events.post(() -> {
      if (untoldJobs.decrementAndGet() == 0) {
        listenersMiss.set(false);
      }
      tellListeners(event);
    });
    return true;
  }

  /** For the flight recorder alone: there may be many. */
  public void jobEnded(String service, String outcome, Supplier<Duration> took) {
    FlightRecording.record(host, service, outcome, took);
  }
}
