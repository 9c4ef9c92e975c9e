package dev.innkeeper.dbscheduler;

import dev.innkeeper.timer.TimeSource;
import java.util.concurrent.Callable;

/**
 * Waits for what the host's time source does not know, such as db-scheduler, on threads that nobody
 * interrupts.
 */
final class Outside {

  private Outside() {}

  /** An interrupt can only be one that has strayed here: it is ignored, and the wait goes on. */
  static <R> R await(TimeSource time, Callable<R> wait) {
    while (true) {
      try {
        return time.idle(wait);
      } catch (InterruptedException e) {
        continue; // its flag is clear
      } catch (RuntimeException e) {
        throw e;
      } catch (Exception e) {
        throw new IllegalStateException(e);
      }
    }
  }
}
