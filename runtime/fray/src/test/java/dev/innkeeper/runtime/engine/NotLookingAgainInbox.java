package dev.innkeeper.runtime.engine;

import dev.innkeeper.runtime.machine.Message;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/** A copy of {@link Inbox}, with a fault: a drain does not look again when it was asked to. */
final class NotLookingAgainInbox {

  private static final int MOST_IN_A_DRAIN = 1_000;

  private final Queue<Message> messages = new ConcurrentLinkedQueue<>();

  private final AtomicInteger drains = new AtomicInteger();

  private final Consumer<Message> machine;
  private final Runnable wakeHostThread;

  private volatile boolean alone;

  NotLookingAgainInbox(Consumer<Message> machine, Runnable wakeHostThread) {
    this.machine = machine;
    this.wakeHostThread = wakeHostThread;
  }

  void post(Message message) {
    messages.add(message);
    drain();
  }

  void tell(Message message) {
    messages.add(message);
    if (alone) {
      drain();
    } else {
      wakeHostThread.run();
    }
  }

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
      drains.set(0);
      seen = 0;
    }
  }

  boolean needsDrain() {
    return drains.get() == 0 && !messages.isEmpty();
  }

  boolean isIdle() {
    return messages.isEmpty() && drains.get() == 0;
  }

  void leaveAlone() {
    alone = true;
    drain();
  }
}
