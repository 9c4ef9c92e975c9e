package dev.innkeeper.runtime.thread;

/** The interrupt flag of the calling thread. */
public final class InterruptFlag {

  private InterruptFlag() {}

  /** What the thread was interrupted for is over, or is noticed in another way. */
  public static void clear() {
    Thread.interrupted();
  }

  /** Sets the flag again after a wait that an interrupt must not end, if there was one. */
  public static void restore(boolean interrupted) {
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
