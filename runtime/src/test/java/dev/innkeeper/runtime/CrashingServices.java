package dev.innkeeper.runtime;

import static dev.innkeeper.runtime.HostFixture.seconds;
import static dev.innkeeper.runtime.HostFixture.sleep;

import dev.innkeeper.runtime.service.BackgroundService;
import dev.innkeeper.runtime.service.FailurePolicy;
import dev.innkeeper.runtime.service.RestartPolicy;
import dev.innkeeper.runtime.service.ServiceContext;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;

/** Services whose work fails, to be restarted, and policies for them. */
final class CrashingServices {

  static final Duration FOR_EVER = Duration.ofDays(300);

  static final RestartPolicy AT_ONCE =
      FailurePolicy.restart().backoff(Duration.ofNanos(1), Duration.ofNanos(1));

  final AtomicInteger runs = new AtomicInteger();
  private final HostFixture fixture;

  CrashingServices(HostFixture fixture) {
    this.fixture = fixture;
  }

  /** So many times, each at most a nanosecond after the failure. */
  static RestartPolicy again(int times, FailurePolicy otherwise) {
    return AT_ONCE.maxRestarts(times, FOR_EVER).orElse(otherwise);
  }

  interface Start {
    void run(int number) throws Exception;
  }

  /** The work of the first run fails at once; how each start goes is for the test to say. */
  BackgroundService once(Start start) {
    return new BackgroundService() {
      @Override
      public void start(ServiceContext given) throws Exception {
        int run = runs.incrementAndGet();
        fixture.mark("start " + run);
        start.run(run);
      }

      @Override
      public void execute(ServiceContext given) throws InterruptedException {
        if (runs.get() == 1) {
          throw new IllegalStateException("crash");
        }
        fixture.mark(given.isStopRequested() ? "works in vain" : "works");
        given.awaitStop();
      }
    };
  }

  /** Its work fails a second after its start, this many times, and then goes on. */
  BackgroundService times(int times) {
    return new BackgroundService() {
      @Override
      public void start(ServiceContext context) {
        fixture.mark("start");
      }

      @Override
      public void execute(ServiceContext context) throws InterruptedException {
        int run = runs.incrementAndGet();
        context.onStopRequested(() -> fixture.mark("hook of run " + run));
        if (run <= times) {
          sleep(fixture.time, seconds(1));
          fixture.mark("run " + run + " fails");
          throw new IllegalStateException("crash " + run);
        }
        fixture.mark("run " + run + " goes on");
        context.awaitStop();
      }

      @Override
      public void stop(ServiceContext context) {
        fixture.mark("stop");
      }
    };
  }
}
