package dev.innkeeper.runtime.jobs;

import dev.innkeeper.runtime.Host;
import dev.innkeeper.runtime.HostBuilder;
import dev.innkeeper.runtime.report.HostEvent;
import dev.innkeeper.timer.testing.ManualTimeSource;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A host on manual time for queues and recurring jobs, and a trail: {@code second what}. */
final class HostOfJobs {

  private final ManualTimeSource time = new ManualTimeSource();
  private final long origin = time.nanoTime();
  private final List<String> trail = new CopyOnWriteArrayList<>();
  private final List<HostEvent.JobRetrying> retries = new CopyOnWriteArrayList<>();

  ManualTimeSource time() {
    return time;
  }

  List<String> trail() {
    return trail;
  }

  /** Of all jobs that were put off to be tried again. */
  List<HostEvent.JobRetrying> retries() {
    return retries;
  }

  HostBuilder builder() {
    return Host.builder("inn")
        .timeSource(time)
        .shutdownTimeout(Duration.ofSeconds(20))
        .randomSeed(1)
        .listener(event -> {
          if (event instanceof HostEvent.JobRetrying retry) {
            retries.add(retry);
          }
        });
  }

  Host start(HostBuilder builder) throws Exception {
    Host host = builder.build();
    time.drive(() -> host.start());
    return host;
  }

  /** Submits the item, and lets a worker take it if one is idle. */
  <T, R> JobHandle<R> submit(JobQueue<T, R> queue, T item) throws Exception {
    JobHandle<R> handle = time.drive(() -> queue.submit(item));
    time.advance(Duration.ZERO);
    return handle;
  }

  Duration elapsed() {
    return Duration.ofNanos(time.nanoTime() - origin);
  }

  void mark(String what) {
    trail.add(elapsed().toSeconds() + " " + what);
  }

  /** On a thread that this time knows. */
  void awaitAndMark(JobHandle<?> handle) {
    try {
      handle.await();
      mark(handle.id() + " " + handle.state());
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  void sleep(Duration duration) throws InterruptedException {
    long deadline = time.nanoTimeAfter(duration);
    while (time.nanoTime() - deadline < 0) {
      if (Thread.interrupted()) {
        throw new InterruptedException();
      }
      time.parkUntil("sleep", deadline);
    }
  }

  /** Sleeps, whoever interrupts. */
  void sleepDeaf(Duration duration) {
    long deadline = time.nanoTimeAfter(duration);
    while (time.nanoTime() - deadline < 0) {
      time.parkUntil("deaf sleep", deadline);
      Thread.interrupted();
    }
  }
}
