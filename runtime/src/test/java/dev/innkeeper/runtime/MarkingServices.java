package dev.innkeeper.runtime;

import static dev.innkeeper.runtime.HostFixture.seconds;
import static dev.innkeeper.runtime.HostFixture.sleep;
import static dev.innkeeper.runtime.HostFixture.sleepDeaf;

import dev.innkeeper.runtime.service.BackgroundService;
import dev.innkeeper.runtime.service.HostedService;
import dev.innkeeper.runtime.service.ServiceContext;
import java.time.Duration;

/** Services that mark the calls to them on the trail of a fixture. */
final class MarkingServices {

  private final HostFixture fixture;

  MarkingServices(HostFixture fixture) {
    this.fixture = fixture;
  }

  /** Marks the beginning and the end of its start and its stop, which take a while. */
  HostedService service(String name, long startSeconds, long stopSeconds) {
    return new HostedService() {
      @Override
      public void start(ServiceContext context) throws InterruptedException {
        fixture.mark(name + " starts");
        work(context, startSeconds);
        if (startSeconds > 0) {
          fixture.mark(name + " started");
        }
      }

      @Override
      public void stop(ServiceContext context) throws InterruptedException {
        fixture.mark(name + " stops");
        work(context, stopSeconds);
        if (stopSeconds > 0) {
          fixture.mark(name + " stopped");
        }
      }

      private void work(ServiceContext context, long seconds) throws InterruptedException {
        try {
          sleep(context.timeSource(), Duration.ofSeconds(seconds));
        } catch (InterruptedException e) {
          fixture.mark(name + " interrupted");
          throw e;
        }
      }
    };
  }

  HostedService service(String name) {
    return service(name, 0, 0);
  }

  HostedService failing(String name, long afterSeconds, Exception failure) {
    return context -> {
      fixture.mark(name + " starts");
      sleep(fixture.time, Duration.ofSeconds(afterSeconds));
      throw failure;
    };
  }

  /** Its start takes a while and is deaf to interrupts. */
  HostedService deafToStart(String name, long startSeconds) {
    return new HostedService() {
      @Override
      public void start(ServiceContext context) {
        fixture.mark(name + " starts");
        sleepDeaf(fixture.time, seconds(startSeconds));
        fixture.mark(name + " started");
      }

      @Override
      public void stop(ServiceContext context) {
        fixture.mark(name + " stops");
      }
    };
  }

  interface Work {
    void until(ServiceContext context) throws Exception;
  }

  /** Marks its start, the end of its work, and its stop. */
  BackgroundService worker(String name, Work work) {
    return new BackgroundService() {
      @Override
      public void start(ServiceContext context) {
        fixture.mark(name + " starts");
      }

      @Override
      public void execute(ServiceContext context) throws Exception {
        try {
          work.until(context);
        } catch (InterruptedException e) {
          fixture.mark(name + " interrupted");
          throw e;
        }
      }

      @Override
      public void stop(ServiceContext context) {
        fixture.mark(name + " stops");
      }
    };
  }

  BackgroundService readyAfter(String name, long delay) {
    return worker(
        name,
        context -> {
          sleep(fixture.time, seconds(delay));
          fixture.mark(name + " is ready");
          context.ready();
          context.awaitStop();
        });
  }
}
