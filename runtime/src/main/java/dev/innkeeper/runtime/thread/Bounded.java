package dev.innkeeper.runtime.thread;

import dev.innkeeper.timer.Signal;
import dev.innkeeper.timer.TimeSource;
import java.time.Duration;

/**
 * Calls the methods of an exception, on a thread beside the one that has caught it: they are user
 * code or need the exception's monitor, which anybody may hold for ever. Whoever asks waits for a
 * second at most, and goes on with what it knows.
 *
 * <p>That second is real time, whatever the time source, since what is waited for is not done at a
 * time of the host's: in manual time the thread that asks is busy.
 */
public final class Bounded {

  private static final Duration PATIENCE = Duration.ofSeconds(1);

  private static final TimeSource REAL = TimeSource.system();

  private Bounded() {}

  /** Returns when it is done, has thrown anything, cannot be done or takes too long. */
  public static void run(Runnable question) {
    Signal answered = new Signal(REAL);
    try {
      thread().unstarted(() -> answer(question, answered)).start();
    } catch (Throwable t) { // there is no thread or no memory for it: it stays unanswered
      return;
    }
    await(answered);
  }

  /** Until JDK 24 a virtual thread that waits for a monitor holds its carrier all the while. */
  private static Thread.Builder thread() {
    return Thread.ofPlatform()
        .daemon()
        .name(Thread.currentThread().getName() + "/failure")
        .inheritInheritableThreadLocals(false);
  }

  private static void answer(Runnable question, Signal answered) {
    try {
      question.run();
    } catch (Throwable t) { // what is known by now has to do
      return;
    } finally {
      answered.raise();
    }
  }

  /** The flag of the thread stays as it is. */
  private static void await(Signal answered) {
    long deadline = REAL.nanoTimeAfter(PATIENCE);
    boolean interrupted = false;
    while (true) {
      try {
        answered.awaitUntil(deadline);
        break;
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    InterruptFlag.restore(interrupted);
  }
}
