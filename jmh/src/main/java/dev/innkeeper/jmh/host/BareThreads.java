package dev.innkeeper.jmh.host;

import java.util.List;
import java.util.stream.IntStream;

/** A virtual thread for each service and nothing around it: the least that is possible. */
record BareThreads(List<Thread> threads) implements Crowd {

  static Crowd of(int services, Roll roll) {
    return new BareThreads(
        IntStream.range(0, services)
            .mapToObj(i -> Thread.ofVirtual().unstarted(() -> work(roll)))
            .toList());
  }

  private static void work(Roll roll) {
    try {
      roll.workUntilInterrupted();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void start() {
    threads.forEach(Thread::start);
  }

  @Override
  public void stop() throws InterruptedException {
    threads.forEach(Thread::interrupt);
    for (Thread thread : threads) {
      thread.join();
    }
  }
}
