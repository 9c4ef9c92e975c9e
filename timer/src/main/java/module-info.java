/**
 * Timers without drift, and the time that they and everything above them go by.
 *
 * <p>{@link dev.innkeeper.timer.PeriodicTimer} is the door for users; {@link
 * dev.innkeeper.timer.TimeSource} is the seam that lets a test turn the clock by hand.
 *
 * <p>{@code com.cronutils} parses cron expressions and is optional. It is an automatic module, and
 * {@code requires static} keeps that from those who use this one.
 */
@SuppressWarnings({"requires-automatic", "module"}) // the runtime is not there yet
module dev.innkeeper.timer {
  requires static com.cronutils;
  requires static jdk.jfr;
  requires static org.jspecify;

  exports dev.innkeeper.timer;
  exports dev.innkeeper.timer.testing;
  exports dev.innkeeper.timer.calendar to
      dev.innkeeper.runtime;
  exports dev.innkeeper.timer.message to
      dev.innkeeper.runtime;
}
