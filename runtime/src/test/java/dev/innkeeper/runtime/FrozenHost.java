package dev.innkeeper.runtime;

import dev.innkeeper.runtime.report.HostState;
import dev.innkeeper.runtime.report.StopReport;
import dev.innkeeper.runtime.service.HostedService;
import dev.innkeeper.runtime.service.ServiceContext;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;

/**
 * A process that says when its host has been asked to stop, so that it can be stopped itself
 * meanwhile. It reads a line when it goes on: the first service to stop waits for that.
 *
 * <p>With an argument it keeps its host thread awake until it has stopped.
 */
final class FrozenHost {

  private static final CountDownLatch THAWED = new CountDownLatch(1);

  private FrozenHost() {}

  public static void main(String[] args) throws Exception {
    Host host =
        Host.builder("frozen")
            .drainDelay(Duration.ofSeconds(1))
            .shutdownTimeout(Duration.ofSeconds(6))
            .add("a", stopping(() -> System.out.println("STOP a")))
            .add("b", stopping(() -> System.out.println("STOP b")))
            .add(
                "c",
                stopping(() -> {
                  THAWED.await();
                  System.out.println("STOP c");
                }))
            .build();
    host.start();
    Thread.ofPlatform().daemon().start(FrozenHost::awaitThaw);
    Thread hostThread = hostThread();
    host.lifetime().requestStop();
    while (host.state() != HostState.STOPPING) {
      Thread.onSpinWait();
    }
    awaitState(hostThread, Thread.State.TIMED_WAITING); // in the drain delay
    if (args.length > 0) {
      Thread.ofPlatform().daemon().start(() -> keepAwake(host));
    }
    System.out.println("STOPPING");
    StopReport report = host.stop();
    System.out.println("CLEAN " + report.clean() + " " + report);
  }

  /** A stop that is asked for again makes the host thread look. */
  private static void keepAwake(Host host) {
    while (host.state() == HostState.STOPPING) {
      host.lifetime().requestStop();
    }
  }

  private static Thread hostThread() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().equals("frozen"))
        .findFirst()
        .orElseThrow();
  }

  private static void awaitState(Thread thread, Thread.State state) {
    while (thread.getState() != state) {
      Thread.onSpinWait();
    }
  }

  private static void awaitThaw() {
    try {
      if (System.in.read() >= 0) {
        THAWED.countDown();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private interface Stop {
    void stop() throws InterruptedException;
  }

  private static HostedService stopping(Stop stop) {
    return new HostedService() {
      @Override
      public void start(ServiceContext context) {}

      @Override
      public void stop(ServiceContext context) throws InterruptedException {
        stop.stop();
      }
    };
  }
}
