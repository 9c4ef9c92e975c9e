package dev.innkeeper.runtime.engine;

import dev.innkeeper.runtime.machine.Order;
import dev.innkeeper.timer.TimeSource;
import dev.innkeeper.timer.message.Shown;
import org.jspecify.annotations.Nullable;

/** An order, and the thread that waits for its answer. */
final class GivenOrder extends Order {

  private final Thread thread = Thread.currentThread();
  private volatile @Nullable Answer answer;

  GivenOrder(Kind kind, int service, @Nullable String caller) {
    super(kind, service, caller, Shown.text(Thread.currentThread().getName()));
  }

  /** In a drain. */
  void answer(Answer given, TimeSource time) {
    answer = given;
    time.unpark(thread);
  }

  /**
   * On the thread that gives it. Woken by the answer, or by the end of the host, which may have
   * been quicker than the order; null: there is none.
   */
  @Nullable Answer await(Engine engine) throws InterruptedException {
    engine.waiting().add(thread);
    try {
      engine.time().await(this, () -> answer != null || engine.stopped().isRaised());
      return answer;
    } finally {
      engine.waiting().remove(thread);
    }
  }
}
