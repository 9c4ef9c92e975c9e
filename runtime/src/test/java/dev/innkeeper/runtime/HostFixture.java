package dev.innkeeper.runtime;

import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.innkeeper.runtime.events.JdkWarning;
import dev.innkeeper.runtime.report.ServiceState;
import dev.innkeeper.runtime.report.ServiceStatus;
import dev.innkeeper.runtime.report.StopReport;
import dev.innkeeper.timer.TimeSource;
import dev.innkeeper.timer.testing.ManualTimeSource;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;

/** A host on manual time, and a trail of what happens: {@code second what}. */
final class HostFixture {

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
      Thread.interrupted();
    }
  }

  void start(Host host) throws Exception {
    time.drive(() -> {
      host.start();
      return null;
    });
  }

  Host start(HostBuilder builder) throws Exception {
    Host host = builder.build();
    start(host);
    return host;
  }

  /** Starts the host and forgets what has been marked. */
  Host started(HostBuilder builder) throws Exception {
    Host host = start(builder);
    trail.clear();
    return host;
  }

  /** Starts the host on a thread of its own, and marks if that fails. */
  Host starting(HostBuilder builder) {
    Host host = builder.build();
    time.start(
        "starter",
        () -> {
          try {
            host.start();
          } catch (HostStartException e) {
            mark("not started");
          }
        });
    return host;
  }

  HostStartException startFails(Host host) {
    return assertThrows(HostStartException.class, () -> start(host));
  }

  /** Marks when {@code host.stop()} has returned. */
  StopReport stopAndMark(Host host) throws Exception {
    return time.drive(() -> {
      StopReport report = host.stop();
      mark("stop() returned");
      return report;
    });
  }

  StopReport stop(Host host) throws Exception {
    return time.drive(host::stop);
  }

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

  /** Requests a stop of the host on a thread of its own, when this time has passed. */
  void requestStopAfter(Host host, long afterSeconds) {
    time.start(
        "requester",
        () -> {
          sleepDeaf(time, seconds(afterSeconds));
          host.lifetime().requestStop();
        });
  }

  /** Marks each event of the host's lifetime. */
  void markLifetime(Host host) {
    host.lifetime().onStarted(() -> mark("started"));
    host.lifetime().onStopping(() -> mark("stopping"));
    host.lifetime().onStopped(() -> mark("stopped"));
  }

  static ServiceState state(Host host, int service) {
    return host.services().get(service).state();
  }

  static List<String> states(StopReport report) {
    return report.services().stream().map(s -> s.name() + " " + s.state()).toList();
  }
}
