package dev.innkeeper.runtime.service;

import dev.innkeeper.runtime.jobs.JobQueue;
import dev.innkeeper.runtime.jobs.RecurringJob;
import dev.innkeeper.runtime.scope.TaskScope;

/**
 * Is put around every call to a service, and around the tasks that it forks: for tracing, metrics,
 * a security context.
 *
 * <pre>{@code
 * builder.around(call -> {
 *   try (Span span = tracer.open(call.service() + ' ' + call.kind())) {
 *     call.proceed();
 *   }
 * });
 * }</pre>
 *
 * <p>It calls {@link Call#proceed()} once, on the same thread, and lets pass what that throws. What
 * it swallows is thrown all the same; what it throws itself is thrown by the call. Of several the
 * one registered first is outermost.
 *
 * <p><b>Threads:</b> called on the thread of the task, by many at the same time. <b>Interruption:
 * </b> it is part of the call that it is around, and is interrupted with it.
 *
 * @since 0.1
 */
@FunctionalInterface
public interface TaskDecorator {

  /**
   * Does what is to be done around {@code call}, and the call.
   *
   * @throws Exception what the call throws
   */
  void run(Call call) throws Exception;

  /** What is called. */
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
    /** The hooks of {@link ServiceContext#onStopping}, in one call. */
    ON_STOPPING,
    /** {@link HostedService#stop}. */
    STOP,
    /** {@link HostedLifecycleService#stopped}. */
    STOPPED,
    /** A task that was forked in a {@link TaskScope} of the service. */
    CHILD,
    /** A run of a {@link RecurringJob}, or a try of a job of a {@link JobQueue}. */
    JOB
  }

  /**
   * One call.
   *
   * @since 0.1
   */
  interface Call {

    /** The name of the service that is called, or that forked the task. */
    String service();

    /** What is called. */
    Kind kind();

    /**
     * Makes the call.
     *
     * @throws IllegalStateException if it was made already
     * @throws Exception what it throws
     */
    void proceed() throws Exception;
  }
}
