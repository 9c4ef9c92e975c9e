package dev.innkeeper.runtime.thread;

import dev.innkeeper.timer.TimeSource;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.MDC;
import org.slf4j.helpers.NOPMDCAdapter;

/**
 * For whom a thread works: handed on to the threads of the scopes that it opens.
 *
 * @param host the identity of its host; null: it works for none
 * @param service the service's name, if it works for one
 * @param job what it runs, if that is a job
 * @param mdcKey the key of the service's name in its log lines, if they are to have one
 * @param time what it goes by when it waits
 * @param interceptor called around the tasks that it forks
 * @param scopes where the scopes are found that it has open
 */
public record Workplace(
    @Nullable Object host,
    @Nullable String service,
    @Nullable Job job,
    @Nullable String mdcKey,
    TimeSource time,
    @Nullable ForkInterceptor interceptor,
    OpenScopes scopes) {

  /** A job's run. */
  public interface Job {

    /** Asked for only when it is needed, since to build it costs as much as a small job. */
    String id();
  }

  /** What is put around the tasks that a service forks. */
  public interface ForkInterceptor {

    /** Runs {@code task}, which a service has forked. */
    <T extends @Nullable Object> T call(String service, Callable<T> task) throws Exception;
  }

  /** The key of a job's id in the log lines of its threads, if they have one for its service. */
  public static final String JOB_KEY = "job";

  private static final Workplace NONE = outside(TimeSource.system());

  /** Each thread of a host has its own; written by {@link #adopt} at its beginning. */
  private static final ThreadLocal<@Nullable Workplace> CURRENT = new ThreadLocal<>();

  /** {@code key}, if the log binding keeps an MDC: many have none, and ids cost something. */
  public static @Nullable String mdcKeyIfRead(@Nullable String key) {
    try {
      return MDC.getMDCAdapter() instanceof NOPMDCAdapter ? null : key;
    } catch (RuntimeException | LinkageError e) { // a broken binding
      return null;
    }
  }

  /** That of a thread which works for no host, and goes by {@code time}. */
  public static Workplace outside(TimeSource time) {
    return new Workplace(null, null, null, null, time, null, new OpenScopes());
  }

  /** That of the calling thread. */
  public static Workplace current() {
    Workplace current = CURRENT.get();
    return current == null ? NONE : current;
  }

  /** The same host, and this service. */
  public Workplace at(String serviceName) {
    return new Workplace(host, serviceName, null, mdcKey, time, interceptor, scopes);
  }

  /** Whether both are of one host. */
  @SuppressWarnings("ReferenceEquality") // its identity
  public boolean isOfTheSameHost(Workplace other) {
    return host != null && host == other.host;
  }

  /** On the thread that is to have it, at its beginning. */
  public void adopt() {
    if (host != null || time != TimeSource.system()) {
      CURRENT.set(this);
    }
    if (mdcKey != null && service != null) {
      putIntoMdc(mdcKey, service);
    }
    if (mdcKey != null && job != null) {
      putIntoMdc(JOB_KEY, job.id());
    }
  }

  /** The same, and this job. */
  public Workplace at(Job itsJob) {
    return new Workplace(host, service, itsJob, mdcKey, time, interceptor, scopes);
  }

  /** The same, for the job that {@code other} is for, if it is of the same service. */
  public Workplace forJobOf(Workplace other) {
    boolean sameService = isOfTheSameHost(other) && Objects.equals(service, other.service);
    return sameService && other.job != null ? at(other.job) : this;
  }

  /**
   * On a thread that has this workplace: makes a call for a job, whose id stands in the log lines
   * of the thread meanwhile, and in those of the threads that it forks.
   */
  public <T extends @Nullable Object> T inJob(Job itsJob, Callable<T> code) throws Exception {
    CURRENT.set(at(itsJob));
    if (mdcKey != null) {
      putIntoMdc(JOB_KEY, itsJob.id());
    }
    try {
      return code.call();
    } finally {
      CURRENT.set(this);
      if (mdcKey != null) {
        removeFromMdc(JOB_KEY);
      }
    }
  }

  /** Gets something on the calling thread as on one that has this workplace. */
  public <T> T with(Supplier<T> action) {
    Workplace before = CURRENT.get();
    CURRENT.set(this);
    try {
      return action.get();
    } finally {
      CURRENT.set(before);
    }
  }

  /** A log binding that throws must not keep a service from its work. */
  private static void putIntoMdc(String key, String value) {
    try {
      MDC.put(key, value);
    } catch (RuntimeException | LinkageError e) {
      return;
    }
  }

  private static void removeFromMdc(String key) {
    try {
      MDC.remove(key);
    } catch (RuntimeException | LinkageError e) {
      return;
    }
  }

  /** {@code task} as it is run when the service forks it. */
  public <T extends @Nullable Object> Callable<? extends T> intercepted(
      Callable<? extends T> task) {
    ForkInterceptor forks = interceptor;
    String forkedBy = service;
    if (forks == null || forkedBy == null) {
      return task;
    }
    return () -> forks.call(forkedBy, task);
  }
}
