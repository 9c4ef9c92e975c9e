package dev.innkeeper.runtime;

import dev.innkeeper.runtime.report.ServiceStatus.StuckThread;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** How a thread that did not end in time is shown. */
final class Stacks {

  private Stacks() {}

  static StuckThread in(Thread thread) {
    return new StuckThread(thread.getName(), "is stuck", List.of(thread.getStackTrace()));
  }

  static StuckThread withoutStack(Thread thread) {
    String how = "is stuck; the time was over before its stack could be taken";
    return new StuckThread(thread.getName(), how, List.of());
  }

  static StuckThread withoutCarrier(String thread) {
    String how = "did not get to run: no carrier thread was free for it";
    return new StuckThread(thread, how, List.of());
  }

  /**
   * For a thread that is in our code, which never computes for long: a virtual one that is not
   * waiting has been woken, and waits to run.
   */
  static @Nullable Thread unlessItWaitsForCarrier(@Nullable Thread thread) {
    boolean waits =
        thread != null && thread.isVirtual() && thread.getState() == Thread.State.RUNNABLE;
    return waits ? null : thread;
  }
}
