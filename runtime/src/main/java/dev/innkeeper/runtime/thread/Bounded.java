package dev.innkeeper.runtime.thread;

import dev.innkeeper.timer.Signal;
import dev.innkeeper.timer.TimeSource;
import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Calls the methods of an exception, on a thread beside the one that has caught it: they are user
 * code or need the exception's monitor, which anybody may hold for ever. Whoever asks waits for a
 * second at most, and goes on with what it knows. A thread that has answered waits ten seconds for
 * the next question, because what has failed once may fail again and again.
 *
 * <p>That second is real time, whatever the time source, since what is waited for is not done at a
 * time of the host's: in manual time the thread that asks is busy.
 */
public final class Bounded {

  private static final Duration PATIENCE = Duration.ofSeconds(1);

  private static final TimeSource REAL = TimeSource.system();

  /** Until JDK 24 a virtual thread that waits for a monitor holds its carrier all the while. */
  private static final Executor THREADS =
      new ThreadPoolExecutor(
          0,
          Integer.MAX_VALUE,
          10,
          TimeUnit.SECONDS,
          new SynchronousQueue<>(),
          Thread.ofPlatform()
              .daemon()
              .name("innkeeper-failures")
              .inheritInheritableThreadLocals(false)
              .factory());

  private Bounded() {}

  /** Returns when it is done, has thrown anything, cannot be done or takes too long. */
  public static void run(Runnable question) {
    Signal answered = new Signal(REAL);
    ClassLoader loader = Thread.currentThread().getContextClassLoader();
    try {
      THREADS.execute(() -> answer(question, loader, answered));
    } catch (Throwable t) { // there is no thread or no memory for it: it stays unanswered
      return;
    }
    await(answered);
  }

  private static void answer(Runnable question, @Nullable ClassLoader loader, Signal answered) {
    Thread thread = Thread.currentThread();
    try {
      thread.setContextClassLoader(loader);
      question.run();
    } catch (Throwable t) { // what is known by now has to do
      return;
    } finally {
      thread.setContextClassLoader(null);
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
