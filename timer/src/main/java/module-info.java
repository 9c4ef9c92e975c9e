/**
 * Timers without drift, and the time that they and everything above them go by.
 *
 * <p>{@link dev.innkeeper.timer.PeriodicTimer} is the door for users; {@link
 * dev.innkeeper.timer.TimeSource} is the seam that lets a test turn the clock by hand.
 */
module dev.innkeeper.timer {
  requires static jdk.jfr;
  requires static org.jspecify;

  exports dev.innkeeper.timer;
  exports dev.innkeeper.timer.testing;
}
