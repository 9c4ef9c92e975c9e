package dev.innkeeper.runtime.service;

import dev.innkeeper.runtime.ServiceOptions;
import dev.innkeeper.runtime.report.Health;
import dev.innkeeper.runtime.scope.TaskScope;
import dev.innkeeper.timer.CalendarTimer;
import dev.innkeeper.timer.PeriodicTimer;
import dev.innkeeper.timer.Schedule;
import dev.innkeeper.timer.TimeSource;
import java.net.SocketException;
import java.nio.channels.ClosedChannelException;
import java.nio.file.ClosedWatchServiceException;
import java.time.Duration;
import java.util.OptionalLong;
import java.util.concurrent.CancellationException;

/**
 * What a service can see of its host.
 *
 * <pre>{@code
 * BlockingQueue<Order> queue = …;
 * context.onStopRequested(() -> queue.add(Order.LAST));    // unblocks the take
 * while (!context.isStopRequested()) {
 *   handle(queue.take());
 * }
 * }</pre>
 *
 * <p><b>Threads:</b> may be used from any thread, also by those that a service makes itself.
 *
 * @since 0.1
 */
public interface ServiceContext {

  /** The service's name. */
  String name();

  /** The host's life: its events, and the way to ask it to stop. */
  ApplicationLifetime lifetime();

  /** The host: whether it is ready, and how its services stand. */
  default HostView host() {
    throw new UnsupportedOperationException(
        getClass().getName() + " is no context of a host, and does not override host()");
  }

  /**
   * The number of the term in which this process leads, for a service that has {@link
   * ServiceOptions#whileLeader}: each new leader has a greater one. Write it beside what the
   * service writes, and refuse a write with a smaller one: then a process that was paused for
   * longer than its lease can do no harm when it goes on.
   *
   * <pre>{@code
   * update invoice set state = ?, token = ? where id = ? and token <= ?
   * }</pre>
   *
   * @return empty if the service has no election, or its engine has no such numbers
   */
  default OptionalLong fencingToken() {
    return OptionalLong.empty();
  }

  /** The time that the host goes by. */
  TimeSource timeSource();

  /** Whether this service has been asked to stop. Once true, for ever. */
  boolean isStopRequested();

  /**
   * Waits until this service is asked to stop.
   *
   * @throws InterruptedException if interrupted before or while it waits
   */
  void awaitStop() throws InterruptedException;

  /**
   * Waits until this service is asked to stop, but no longer than {@code timeout}: a sleep that a
   * stop ends.
   *
   * @return whether it has been asked
   * @throws InterruptedException if interrupted before or while it waits
   */
  boolean awaitStop(Duration timeout) throws InterruptedException;

  /**
   * Runs {@code hook} when this service is asked to stop, before its {@link HostedService#stop}; at
   * once, on the calling thread, if it has been asked already. Hooks run in the order of their
   * registration, on a second thread of the service if its work still goes on. All run; what one
   * throws is logged and reported. A start that is given up is interrupted: its hooks run once it
   * has returned, and not if it has thrown.
   *
   * <p>A hook that closes what the work waits for makes it throw. So from its first hook on the
   * work may end by a {@link ClosedChannelException}, a {@link ClosedWatchServiceException}, a
   * {@link SocketException}, a {@link CancellationException} or an interrupt, also as a cause: that
   * is a normal end.
   */
  void onStopRequested(Runnable hook);

  /**
   * As {@link #onStopRequested(Runnable)}, for a hook that makes the work end by an exception of
   * its own.
   *
   * <pre>{@code
   * context.onStopRequested(consumer::wakeup, WakeupException.class);   // org.apache.kafka
   * }</pre>
   *
   * @param endsBy classes of exceptions: once the hook has begun, one of these that comes out of
   *     {@link BackgroundService#execute}, also as a cause, is a normal end, too
   * @throws IllegalArgumentException if one of them is not a {@link Throwable}
   */
  default void onStopRequested(Runnable hook, Class<?>... endsBy) {
    onStopRequested(hook);
  }

  /**
   * Says that this service is ready: what depends on it may start. It has an effect if {@link
   * ServiceOptions#waitForReady()} was chosen, and only the first time; that it was not chosen is
   * logged once, as a warning.
   */
  void ready();

  /**
   * Says how well this service is. That stands until it says something else, or is started again. A
   * queue or a job knows more of itself, and the {@linkplain ServiceOptions#healthCheck check} has
   * its say, too: the worst counts. To say the same again costs next to nothing.
   */
  default void health(Health now) {}

  /**
   * Says that this service has failed, for one whose work is on threads of its own. It has the same
   * consequences as an exception out of {@link BackgroundService#execute}.
   */
  void fail(Throwable failure);

  /**
   * A timer on the host's time that ends when this service is asked to stop.
   *
   * @throws IllegalArgumentException if the period is zero, negative, or over 146 years
   */
  PeriodicTimer timer(Duration period);

  /**
   * A timer on the host's time that ends when this service is asked to stop. It throws what the
   * schedule throws.
   *
   * @throws IllegalStateException if the schedule does not go forward
   */
  CalendarTimer timer(Schedule schedule);

  /**
   * As {@link #timer(Duration)}, with choices of your own. The builder's time source and signal are
   * set here, so it is one for this call.
   */
  PeriodicTimer timer(PeriodicTimer.Builder builder);

  /** As {@link #timer(Schedule)}, likewise. */
  CalendarTimer timer(CalendarTimer.Builder builder);

  /**
   * Opens a scope that is owned by the calling thread and stands under this service in thread
   * dumps. Close it with try-with-resources.
   */
  TaskScope openScope(String name);
}
