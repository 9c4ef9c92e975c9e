package dev.innkeeper.runtime.thread;

import dev.innkeeper.timer.Signal;
import dev.innkeeper.timer.TimeSource;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

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

  /** A thread that has answered, and waits a while for the next question; null: none does. */
  private static final AtomicReference<@Nullable Answering> IDLE = new AtomicReference<>();

  private Bounded() {}

  /** What is to be called, and with which class loader. */
  private record Question(Runnable code, @Nullable ClassLoader loader, Signal answered) {}

  /** Returns when it is done, has thrown anything, cannot be done or takes too long. */
  public static void run(Runnable code) {
    ClassLoader loader = Thread.currentThread().getContextClassLoader();
    Question question = new Question(code, loader, new Signal(REAL));
    try {
      Answering idle = IDLE.getAndSet(null);
      if (idle == null) {
        new Answering(question).start();
      } else {
        idle.take(question);
      }
    } catch (Throwable t) { // there is no thread or no memory for it: it stays unanswered
      return;
    }
    await(question.answered);
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

  /**
   * A thread that answers. What has failed once may fail again and again, so that it waits for the
   * next question afterwards, unless another one does already. One that is taken out of {@link
   * Bounded#IDLE} is given a question.
   *
   * <p>It is a platform thread: until JDK 24 a virtual thread that waits for a monitor holds its
   * carrier all the while.
   */
  private static final class Answering implements Runnable {

    private static final Duration IDLE_FOR = Duration.ofSeconds(10);

    private final Thread thread =
        Thread.ofPlatform()
            .daemon()
            .name("innkeeper/failures")
            .inheritInheritableThreadLocals(false)
            .unstarted(this);

    private volatile @Nullable Question next;

    Answering(Question first) {
      next = first;
    }

    void start() {
      thread.start();
    }

    void take(Question question) {
      next = question;
      REAL.unpark(thread);
    }

    @Override
    public void run() {
      for (Question question = next; question != null; question = await()) {
        answer(question);
      }
    }

    private void answer(Question question) {
      try {
        thread.setContextClassLoader(question.loader);
        question.code.run();
      } catch (Throwable t) { // what is known by now has to do
        return;
      } finally {
        thread.setContextClassLoader(null);
        InterruptFlag.clear();
        question.answered.raise();
      }
    }

    /** Null: nobody has had one for a while, or another thread waits for the next. */
    private @Nullable Question await() {
      next = null;
      if (!IDLE.compareAndSet(null, this)) {
        return null;
      }
      long deadline = REAL.nanoTimeAfter(IDLE_FOR);
      while (next == null) {
        if (REAL.nanoTime() - deadline >= 0 && IDLE.compareAndSet(this, null)) {
          return null;
        }
        REAL.parkUntil(this, deadline);
      }
      return next;
    }
  }
}
