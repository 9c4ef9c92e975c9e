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
    CountDownLatch deafWasInterrupted = new CountDownLatch(1);
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
            .background("deaf", context -> ignoreEverything(deafWasInterrupted))
            .background("hooked", NoThreadsHost::workWithHook, ServiceOptions::platformThreads)
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
    System.out.println(
        "DEAF interrupted="
            + (deafWasInterrupted.getCount() == 0)
            + " failure="
            + report.services().get(report.services().size() - 2).failure().isPresent()
            + " HOOKED "
            + report.services().getLast().failure().orElse(null));
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
        Thread hog = new Thread(null, () -> ignoreEverything(new CountDownLatch(1)), "hog", stack);
        hog.setDaemon(true);
        hog.start();
        hogs++;
      } catch (OutOfMemoryError e) {
        stack /= 2;
      }
    }
    return hogs;
  }

  /** While its work has the one thread that it has, a hook needs another. */
  private static void workWithHook(ServiceContext context) throws InterruptedException {
    context.onStopRequested(() -> System.out.println("HOOK"));
    context.awaitStop();
  }

  private static void ignoreEverything(CountDownLatch interrupted) {
    while (true) {
      try {
        NEVER.await();
      } catch (InterruptedException e) {
        interrupted.countDown();
      }
    }
  }
}
