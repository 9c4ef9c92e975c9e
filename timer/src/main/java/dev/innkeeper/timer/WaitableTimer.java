package dev.innkeeper.timer;

/**
 * Gives ticks to one consumer: what {@link PeriodicTimer} and {@link CalendarTimer} share.
 *
 * <pre>{@code
 * void serve(WaitableTimer timer) throws InterruptedException {
 *   while (timer.waitForNextTick()) {
 *     report(timer.lastTick().lateness());
 *   }
 * }
 * }</pre>
 *
 * <p><b>Threads:</b> one consumer at a time may wait; a second gets an {@link
 * IllegalStateException}. Everything else may be called from any thread. <b>Interruption:</b>
 * {@link #waitForNextTick} throws, consumes no tick, and may be called again. <b>Close:</b> the
 * consumer gets {@code false}, now and for ever; a due tick that it has not taken is void. A timer
 * has no thread of its own: one that nobody waits on or refers to is garbage. <b>Flight
 * recorder:</b> each tick is an event {@code dev.innkeeper.Tick}.
 *
 * @since 0.1
 */
public sealed interface WaitableTimer extends AutoCloseable permits SingleConsumerTimer {

  /**
   * Waits for the next tick, or takes one that is due already.
   *
   * @return {@code true} for a tick, which {@link #lastTick()} then describes; {@code false} once
   *     the timer is over: closed, ended by its signal, or at the end of its schedule
   * @throws InterruptedException if interrupted before or while it waits; no tick is consumed
   * @throws IllegalStateException if another thread waits already; that thread is not disturbed; or
   *     if a schedule does not go forward
   */
  boolean waitForNextTick() throws InterruptedException;

  /**
   * The tick that {@link #waitForNextTick} returned last.
   *
   * @throws IllegalStateException before the first tick
   */
  Tick lastTick();

  /**
   * Ends the timer: {@link #waitForNextTick} returns {@code false}, now and for ever. Idempotent.
   */
  @Override
  void close();
}
