package dev.innkeeper.runtime;

import dev.innkeeper.runtime.report.ServiceStatus;
import dev.innkeeper.runtime.service.BackgroundService;
import dev.innkeeper.runtime.service.FailurePolicy;
import dev.innkeeper.runtime.service.RestartPolicy;
import dev.innkeeper.runtime.service.ServiceContext;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

/** Services that fail and are restarted, and orders to them. */
abstract class RestartFixture extends HostFixture {

  static final Duration FOR_EVER = Duration.ofDays(300);

  static final RestartPolicy AT_ONCE =
      FailurePolicy.restart().backoff(Duration.ofNanos(1), Duration.ofNanos(1));

  final AtomicInteger runs = new AtomicInteger();
  final AtomicReference<ServiceContext> context = new AtomicReference<>();

  /** Gives an order on a thread of its own, and marks what comes of it. */
  void order(String name, Callable<ServiceStatus> order) {
    time.start(
        name,
        () -> {
          try {
            mark(name + ": " + order.call().state());
          } catch (Exception e) {
            mark(name + ": " + e.getMessage());
          }
        });
    time.advance(Duration.ZERO);
  }

  interface Start {
    void run(int number) throws Exception;
  }

  /** The work of the first run fails at once; how each start goes is for the test to say. */
  BackgroundService failingOnce(Start start) {
    return new BackgroundService() {
      @Override
      public void start(ServiceContext given) throws Exception {
        int run = runs.incrementAndGet();
        mark("start " + run);
        start.run(run);
      }

      @Override
      public void execute(ServiceContext given) throws InterruptedException {
        if (runs.get() == 1) {
          throw new IllegalStateException("crash");
        }
        mark(given.isStopRequested() ? "works in vain" : "works");
        given.awaitStop();
      }
    };
  }

  /** Its work fails a second after its start, this many times, and then goes on. */
  BackgroundService failing(int times) {
    return new BackgroundService() {
      @Override
      public void start(ServiceContext context) {
        mark("start");
      }

      @Override
      public void execute(ServiceContext context) throws InterruptedException {
        int run = runs.incrementAndGet();
        context.onStopRequested(() -> mark("hook of run " + run));
        if (run <= times) {
          sleep(time, seconds(1));
          mark("run " + run + " fails");
          throw new IllegalStateException("crash " + run);
        }
        mark("run " + run + " goes on");
        context.awaitStop();
      }

      @Override
      public void stop(ServiceContext context) {
        mark("stop");
      }
    };
  }
}
