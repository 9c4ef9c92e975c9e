package dev.innkeeper.runtime.port;

import dev.innkeeper.runtime.report.Health;
import dev.innkeeper.runtime.report.HostEvent;
import dev.innkeeper.runtime.report.HostEvent.JobFailed;
import dev.innkeeper.runtime.report.HostEvent.JobRetrying;
import dev.innkeeper.runtime.thread.Interruptible;
import dev.innkeeper.runtime.thread.ThreadScope;
import dev.innkeeper.timer.message.Shown;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What a host gives to those of Innkeeper's own services that work in it, beyond what a context
 * shows to users. It stands behind the context of each life of a service.
 */
public interface HostPort {

  /** Something that was to happen at a time. */
  interface Alarm {

    /** It does not happen any more, and what it would have done is garbage. Again: no effect. */
    void cancel();
  }

  /**
   * The port behind {@code context}.
   *
   * @param what wants it, for the message
   * @throws IllegalArgumentException if the context is not a host's own
   */
  static HostPort behind(Object context, String what) {
    if (context instanceof HostPort port) {
      return port;
    }
    throw new IllegalArgumentException(
        what
            + " works in a host, and "
            + Shown.of(context)
            + " is not the context that a host gives: add it to a host, in a test as well");
  }

  /** The host's name. */
  String hostName();

  /** The first part of the names of the service's threads: {@code host/service}. */
  String threadName();

  /** What is to be random for this service is drawn from this. */
  long seed();

  /** For a thread of the service, a platform thread if it wants those. */
  Thread.Builder newThread(String name);

  /** Asked to stop, it still does what it has accepted, and is interrupted late. */
  void drains();

  /** The service's work, as the host interrupts it; called by the work. */
  Interruptible work();

  /** Once it was asked to stop: when its work is interrupted, if nothing hurries it. */
  long interruptAt();

  /** What goes around the attempts at a job. */
  interface JobContext {}

  /** On the thread that submits a job. Calls the user's code. Null: nothing goes with jobs. */
  @Nullable JobContext capture();

  /**
   * Makes the call of a job for the service, with what is put around each.
   *
   * @param of the run or the attempt, for interceptors
   * @param context if one was captured
   */
  <T extends @Nullable Object> T job(Callable<T> code, Object of, @Nullable JobContext context)
      throws Exception;

  /** How well the service is as far as it consists of jobs: beside what the user's code says. */
  void healthOfJobs(Health now);

  /** A scope owned by the calling thread, for threads of the service. */
  ThreadScope openThreads(String name);

  /** Has {@code action} run on the host thread, where it must not wait, when {@code due} is. */
  Alarm setAlarm(long due, Runnable action);

  /** Has {@code interrupt} run on another thread, where it may wait. Does not wait. */
  void orderInterrupt(Runnable interrupt);

  // ---- what is told

  /** To the listeners, the log and the flight recorder. */
  void tell(HostEvent event);

  /**
   * The end of a job of a queue, for the flight recorder alone: there may be many. How long it took
   * is asked if it is recorded.
   */
  void jobEnded(String outcome, Supplier<Duration> took);

  /** Logged as an error unless somebody has taken it; listeners that are too slow miss it. */
  void jobFailed(JobFailed event, boolean taken);

  /** Likewise. */
  void jobRetrying(JobRetrying event);

  void jobCallbackFailed(String job, Throwable thrown);

  void jobEndedLate(String job);

  /** A worker's job was given up, and none of so many in reserve is left to take its place. */
  void noSpareWorker(int spareWorkers);

  void runEndedLate(long run);

  void handedBack(int jobs);

  void runsInterrupted(int runs);
}
