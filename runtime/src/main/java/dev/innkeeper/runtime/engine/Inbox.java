package dev.innkeeper.runtime.engine;

import dev.innkeeper.runtime.machine.Message;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/**
 * Brings what happens to the machine, one message at a time.
 *
 * <p>The idea: a thread that posts works off what is there, unless another one is doing so already,
 * and takes this message, too. So no thread waits for another, a message takes a moment, and still
 * only one thread at a time takes them: the counter orders what one drain has written before what
 * the next one reads. Nothing in a drain blocks, logs, or is the user's code, so a virtual thread
 * that drains keeps its carrier to the end.
 *
 * <p>What comes from a user's stack is not worked off there: a stack that overflows, or a debugger
 * that holds the thread, would hit the machine. The host thread does that, as it does the rest of a
 * drain that has taken long.
 */
final class Inbox {

  private static final int MOST_IN_A_DRAIN = 1_000;

  private final Queue<Message> messages = new ConcurrentLinkedQueue<>();

  /** How often a drain was asked for since the one in progress has begun; zero: there is none. */
  private final AtomicInteger drains = new AtomicInteger();

  private final Consumer<Message> machine;
  private final Runnable wakeHostThread;

  /** The host thread drains no more: the thread that tells something does. */
  private volatile boolean alone;

  Inbox(Consumer<Message> machine, Runnable wakeHostThread) {
    this.machine = machine;
    this.wakeHostThread = wakeHostThread;
  }

  /** From the engine's own frames, in which nobody's locks are held. */
  void post(Message message) {
    messages.add(message);
    drain();
  }

  /** From a user's stack. */
  void tell(Message message) {
    messages.add(message);
    if (alone) {
      drain();
    } else {
      wakeHostThread.run();
    }
  }

  /** Works off what is there, or leaves it to the thread that is doing so. */
  void drain() {
    if (drains.getAndIncrement() != 0) {
      return;
    }
    int seen = 1;
    int left = MOST_IN_A_DRAIN;
    while (seen != 0) {
      for (Message next = messages.poll(); next != null; next = messages.poll()) {
        machine.accept(next);
        if (--left <= 0 && !alone) {
          drains.set(0);
          wakeHostThread.run();
          if (alone) { // since we looked
            drain();
          }
          return;
        }
      }
      seen = drains.addAndGet(-seen);
    }
  }

  /** Whether there is something, and no thread is at it. */
  boolean needsDrain() {
    return drains.get() == 0 && !messages.isEmpty();
  }

  /** Whether all has been worked off. */
  boolean isIdle() {
    return messages.isEmpty() && drains.get() == 0;
  }

  /**
   * From here on the host thread does not drain. It does so once more, or has the thread look again
   * that does: that one may have seen that there was no message just before the last one was told.
   */
  void leaveAlone() {
    alone = true;
    drain();
  }
}
