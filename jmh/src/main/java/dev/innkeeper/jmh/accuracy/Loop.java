package dev.innkeeper.jmh.accuracy;

/**
 * One way to tick. It ticks for ever: the JVM is made for one round and ends with it. A loop on a
 * thread does not return, the others do at once.
 */
@FunctionalInterface
interface Loop {

  /** Ticks at {@code first}, a {@link System#nanoTime()}, and from there every {@code period}. */
  void run(long first, long period, Ticks ticks) throws Exception;
}
