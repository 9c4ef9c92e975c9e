package dev.innkeeper.runtime;

import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.innkeeper.runtime.events.JdkWarning;
import dev.innkeeper.runtime.report.StopReport;
import dev.innkeeper.runtime.service.HostedService;
import dev.innkeeper.runtime.service.ServiceContext;
import dev.innkeeper.timer.TimeSource;
import dev.innkeeper.timer.testing.ManualTimeSource;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A host on manual time, and services that write a trail: {@code second what}. */
abstract class HostFixture {

  static { // tests assert all lines, whatever JDK they run on
    System.setProperty(JdkWarning.SWITCH, "false");
  }

  final ManualTimeSource time = new ManualTimeSource();
  final List<String> trail = new CopyOnWriteArrayList<>();
  private final long origin = time.nanoTime();

  /** What is drawn at random, such as a back-off, is the same on every run. */
  HostBuilder host() {
    return Host.builder("inn")
        .timeSource(time)
        .shutdownTimeout(Duration.ofSeconds(20))
        .randomSeed(1);
  }

  void mark(String what) {
    Duration at = Duration.ofNanos(time.nanoTime() - origin);
    String millis = at.toMillisPart() == 0 ? "" : "." + at.toMillisPart();
    trail.add(at.toSeconds() + millis + " " + what);
  }

  static Duration seconds(long seconds) {
    return Duration.ofSeconds(seconds);
  }

  /** Marks the beginning and the end of its start and its stop, which take a while. */
  HostedService service(String name, long startSeconds, long stopSeconds) {
    return new HostedService() {
      @Override
      public void start(ServiceContext context) throws InterruptedException {
        mark(name + " starts");
        work(context, startSeconds);
        if (startSeconds > 0) {
          mark(name + " started");
        }
      }

      @Override
      public void stop(ServiceContext context) throws InterruptedException {
        mark(name + " stops");
        work(context, stopSeconds);
        if (stopSeconds > 0) {
          mark(name + " stopped");
        }
      }

      private void work(ServiceContext context, long seconds) throws InterruptedException {
        try {
          sleep(context.timeSource(), Duration.ofSeconds(seconds));
        } catch (InterruptedException e) {
          mark(name + " interrupted");
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
      mark(name + " starts");
      sleep(time, Duration.ofSeconds(afterSeconds));
      throw failure;
    };
  }

  static void sleep(TimeSource time, Duration duration) throws InterruptedException {
    long deadline = time.nanoTimeAfter(duration);
    while (time.nanoTime() - deadline < 0) {
      if (Thread.interrupted()) {
        throw new InterruptedException();
      }
      time.parkUntil("sleep", deadline);
    }
  }

  /** Sleeps, and is deaf to everything. */
  static void sleepDeaf(TimeSource time, Duration duration) {
    long deadline = time.nanoTimeAfter(duration);
    while (time.nanoTime() - deadline < 0) {
      time.parkUntil("deaf sleep", deadline);
      boolean ignored = Thread.interrupted();
    }
  }

  void start(Host host) throws Exception {
    time.drive(() -> {
      host.start();
      return null;
    });
  }

  HostStartException startFails(Host host) {
    return assertThrows(HostStartException.class, () -> start(host));
  }

  StopReport stop(Host host) throws Exception {
    return time.drive(host::stop);
  }

  static List<String> states(StopReport report) {
    return report.services().stream().map(s -> s.name() + " " + s.state()).toList();
  }
}
