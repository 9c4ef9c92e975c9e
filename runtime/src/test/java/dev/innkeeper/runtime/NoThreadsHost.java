package dev.innkeeper.runtime;

import dev.innkeeper.runtime.report.ServiceStatus;
import dev.innkeeper.runtime.report.StopReport;
import dev.innkeeper.runtime.service.ServiceContext;
import dev.innkeeper.timer.PeriodicTimer;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;

/** A process that has no thread left to give when its host has to stop. */
final class NoThreadsHost {

  private static final CountDownLatch NEVER = new CountDownLatch(1);

  private NoThreadsHost() {}

  public static void main(String[] args) throws Exception {
    loadClasses();
    CountDownLatch interrupted = new CountDownLatch(1);
    Host host =
        Host.builder("crowded")
            .add("http", context -> {})
            .background("ticks", NoThreadsHost::tick)
            .background(
                "waits",
                context -> {
                  try {
                    NEVER.await();
                  } catch (InterruptedException e) {
                    interrupted.countDown();
                  }
                })
            .background("deaf", context -> ignoreEverything())
            .shutdownTimeout(Duration.ofSeconds(10)) // each share must do on a loaded machine
            .build();
    host.start();
    int hogs = takeAllThreads();
    long began = System.nanoTime();
    StopReport report = host.stop();
    long took = (System.nanoTime() - began) / 1_000_000;
    StringBuilder states = new StringBuilder();
    for (ServiceStatus service : report.services()) {
      states.append(' ').append(service.name()).append('=').append(service.state());
    }
    System.out.println(
        "RESULT hogs=" + (hogs > 0) + " interrupted=" + (interrupted.getCount() == 0) + states);
    System.out.println("TOOK " + took);
    Runtime.getRuntime().halt(0); // there may be no thread for an orderly end of the JVM
  }

  /**
   * By the life of another host. On JDK 21 a virtual thread that reads a file may want one more
   * carrier, and to load a class is to read one: a service that is the first to come by some class
   * would fail for want of a thread, and rightly.
   */
  private static void loadClasses() throws Exception {
    Host host =
        Host.builder("before")
            .add("http", context -> {})
            .background("ticks", NoThreadsHost::tick)
            .build();
    host.start();
    host.stop();
  }

  private static void tick(ServiceContext context) throws InterruptedException {
    try (PeriodicTimer timer = context.timer(Duration.ofMillis(5))) {
      while (timer.waitForNextTick()) {
        Thread.onSpinWait();
      }
    }
  }

  private static int takeAllThreads() {
    int hogs = 0;
    for (long stack = 64L << 20; stack >= 1 << 18; ) {
      try {
        Thread hog = new Thread(null, NoThreadsHost::ignoreEverything, "hog", stack);
        hog.setDaemon(true);
        hog.start();
        hogs++;
      } catch (OutOfMemoryError e) {
        stack /= 2;
      }
    }
    return hogs;
  }

  private static void ignoreEverything() {
    while (true) {
      try {
        NEVER.await();
      } catch (InterruptedException e) {
        // deaf
      }
    }
  }
}
