package dev.innkeeper.runtime.service;

import dev.innkeeper.runtime.jobs.JobQueue;
import dev.innkeeper.runtime.jobs.RecurringJob;
import dev.innkeeper.runtime.jobs.ScheduledJob;
import dev.innkeeper.runtime.scope.TaskScope;
import java.util.Optional;

/**
 * Intercepts every call to a service, and every task that a service forks: for tracing, metrics, a
 * security context.
 *
 * <pre>{@code
 * builder.intercept(invocation -> {
 *   try (Span span = tracer.open(invocation.service() + ' ' + invocation.kind())) {
 *     invocation.proceed();
 *   }
 * });
 * }</pre>
 *
 * <p>An interceptor calls {@link Invocation#proceed()} once, on the same thread, and lets whatever
 * that throws pass. An exception that it swallows is thrown all the same; an exception of its own
 * is thrown in place of the call's result. Of several interceptors the one registered first is
 * outermost.
 *
 * <p><b>Threads:</b> called on the thread of the call, by many threads at the same time.
 * <b>Interruption:</b> an interceptor is part of the call, and is interrupted with it.
 *
 * @since 0.1
 */
@FunctionalInterface
public interface ServiceInterceptor {

  /**
   * Proceeds with the invocation, and does what is to be done before and after it.
   *
   * @throws Exception what the invocation throws
   */
  void intercept(Invocation invocation) throws Exception;

  /** What is invoked. There may be more kinds later: a {@code switch} needs a default. */
  enum Kind {
    /** The supplier that makes the service. */
    CREATE,
    /** {@link HostedLifecycleService#starting}. */
    STARTING,
    /** {@link HostedService#start}. */
    START,
    /** {@link HostedLifecycleService#started}. */
    STARTED,
    /** {@link BackgroundService#execute}. */
    EXECUTE,
    /** {@link HostedLifecycleService#stopping}. */
    STOPPING,
    /** The hooks of {@link ServiceContext#onStopRequested}, in one call. */
    ON_STOP_REQUESTED,
    /** {@link HostedService#stop}. */
    STOP,
    /** {@link HostedLifecycleService#stopped}. */
    STOPPED,
    /** A {@link HealthCheck} of the service. */
    HEALTH_CHECK,
    /** A task that was forked in a {@link TaskScope} of the service. */
    CHILD,
    /**
     * A run of a {@link RecurringJob} or a {@link ScheduledJob}, or an attempt at a job of a {@link
     * JobQueue}.
     */
    JOB
  }

  /**
   * One call. A unit test of an interceptor may implement it; methods that are added later have a
   * default.
   *
   * @since 0.1
   */
  interface Invocation {

    /** The name of the service that is called, or that forked the task. */
    String service();

    /** What is invoked. */
    Kind kind();

    /** The run that begins, if it is one of a {@link RecurringJob} or a {@link ScheduledJob}. */
    default Optional<JobRun> run() {
      return Optional.empty();
    }

    /** The attempt that begins, if it is one at a job of a {@link JobQueue}. */
    default Optional<JobAttempt> attempt() {
      return Optional.empty();
    }

    /**
     * Makes the call.
     *
     * @throws IllegalStateException if it was made already
     * @throws Exception what it throws
     */
    void proceed() throws Exception;
  }
}
