package dev.innkeeper.runtime.service;

import dev.innkeeper.runtime.ServiceOptions;

/**
 * A service with work that runs as long as the host does, or until it is done.
 *
 * <pre>{@code
 * BackgroundService inbox = context -> {
 *   try (PeriodicTimer timer = context.timer(Duration.ofSeconds(2))) {
 *     while (timer.waitForNextTick()) {           // false when the service is asked to stop
 *       poll();
 *     }
 *   }
 * };
 * }</pre>
 *
 * <p>{@link #start} runs first, then {@link #execute}, on the same thread of the service: it holds
 * up nobody's start. {@link #stop} is called when {@code execute} has ended, so it may close what
 * the work uses; only if {@code execute} ignores an interrupt is it called beside it, on a second
 * thread, as the last resort before the service is abandoned.
 *
 * <p>To return is to be done, which stops nothing else. To throw is a failure, for which {@link
 * ServiceOptions#onFailure} says what follows. What wakes a blocked {@code execute} when the
 * service is asked to stop: its timers, {@link ServiceContext#awaitStop()}, a hook of {@link
 * ServiceContext#onStopRequested}, and some time later an interrupt.
 *
 * @since 0.1
 */
@FunctionalInterface
@SuppressWarnings(
    "FunctionalInterfaceMethodChanged") // both are lambdas; add and background tell them apart
public interface BackgroundService extends OptionalStart {

  /**
   * Does the work.
   *
   * @throws Exception if it cannot go on. Once the service was asked to stop, work that the host
   *     has interrupted may end by that: what it throws is a normal end if an interrupt is among
   *     its causes, or the thread's interrupt flag is set. So may work that a hook of {@link
   *     ServiceContext#onStopRequested} has made to end
   */
  void execute(ServiceContext context) throws Exception;
}
