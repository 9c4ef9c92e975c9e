package dev.innkeeper.runtime;

import static dev.innkeeper.runtime.HostFixture.seconds;
import static dev.innkeeper.runtime.HostFixture.sleep;

import dev.innkeeper.runtime.jobs.JobAction;
import dev.innkeeper.runtime.jobs.JobHandle;
import dev.innkeeper.runtime.jobs.JobQueue;
import dev.innkeeper.runtime.jobs.JobQueueBuilder;
import dev.innkeeper.runtime.jobs.RetryPolicy;
import dev.innkeeper.runtime.report.HostEvent;
import java.io.IOException;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;

/** What the jobs of a queue do, who submits them, and what is heard of their failures. */
final class JobQueueFixture {

  static final RetryPolicy AT_ONCE =
      RetryPolicy.maxRetries(2).backoff(Duration.ofNanos(1), Duration.ofNanos(1));

  /** Throws for a bad item, unless that is compared with itself. */
  static final Comparator<String> FAILING_ORDER =
      (one, other) -> {
        if (!one.equals(other) && (one.endsWith("bad") || other.endsWith("bad"))) {
          throw new IllegalStateException("bad");
        }
        return one.compareTo(other);
      };

  private final HostFixture fixture;

  /** Of all that was submitted here, in order. */
  final List<JobHandle<?>> handles = new CopyOnWriteArrayList<>();

  /** What a listener hears of failures. */
  final List<String> events = new CopyOnWriteArrayList<>();

  /** How often each item was begun. */
  final ConcurrentHashMap<String, AtomicInteger> tries = new ConcurrentHashMap<>();

  JobQueueFixture(HostFixture fixture) {
    this.fixture = fixture;
  }

  /** Marks when it begins, and, if it takes a while, how that ends. */
  JobAction<String> taking(long seconds) {
    return item -> {
      fixture.mark(item);
      try {
        sleep(fixture.time, seconds(seconds));
      } catch (InterruptedException e) {
        fixture.mark(item + " interrupted");
        throw e;
      }
      if (seconds > 0) {
        fixture.mark(item + " done");
      }
    };
  }

  /** Marks what it does, and fails so many times for each item. */
  JobAction<String> failing(int times) {
    return item -> {
      int n = tried(item);
      fixture.mark(item + " try " + n);
      if (n <= times) {
        throw new IOException(item + " " + n);
      }
    };
  }

  /** Batches of up to three, or of those that are there after ten seconds. */
  JobQueueBuilder<String, Void> batching(JobAction<List<String>> action) {
    return JobQueue.batching("jobs", action, 3, seconds(10))
        .onHandBack(items -> fixture.mark("back: " + items));
  }

  JobQueueBuilder<String, Void> batchesTaking(long seconds) {
    return batching(items -> {
      fixture.mark(items.toString());
      sleep(fixture.time, seconds(seconds));
    });
  }

  /** Each fails so many times. */
  JobQueueBuilder<String, Void> batchesFailing(int times) {
    return batching(items -> {
      fixture.mark(items.toString());
      if (tried(items.getFirst()) <= times) {
        throw new IOException("full");
      }
    });
  }

  int tried(String item) {
    return tries.computeIfAbsent(item, first -> new AtomicInteger()).incrementAndGet();
  }

  /** A queue whose owner marks what is handed back. */
  JobQueueBuilder<String, Void> queue(JobAction<String> action) {
    return JobQueue.builder("jobs", action).onHandBack(items -> fixture.mark("back: " + items));
  }

  /** Starts a host with the queue and a listener, and submits the items. */
  Host start(JobQueue<String, ?> queue, String... items) throws Exception {
    Host host = fixture.start(fixture.host().queue(queue).listener(this::hear));
    submitAll(queue, items);
    return host;
  }

  void hear(HostEvent event) {
    if (event instanceof HostEvent.JobFailed e) {
      events.add(e.item() + " failed, tries " + e.attempts() + ": " + e.failure().getMessage());
    }
  }

  /** Submits the item, and lets a worker take it if one is idle. */
  <R> JobHandle<R> submit(JobQueue<String, R> queue, String item) throws Exception {
    JobHandle<R> handle = fixture.time.drive(() -> queue.submit(item));
    handles.add(handle);
    fixture.time.advance(Duration.ZERO);
    return handle;
  }

  void submitAll(JobQueue<String, ?> queue, String... items) throws Exception {
    for (String item : items) {
      submit(queue, item);
    }
  }

  /** On a thread of its own, which may have to wait; marks what comes of it. */
  Thread startSubmitting(JobQueue<String, ?> queue, String item) {
    Thread thread =
        fixture.time.start(
            "submitter of " + item,
            () -> {
              try {
                handles.add(queue.submit(item));
                fixture.mark(item + " is in");
              } catch (InterruptedException e) {
                fixture.mark(item + " is not in: interrupted");
              } catch (RejectedExecutionException e) {
                fixture.mark(item + " is not in: " + e.getMessage());
              }
            });
    fixture.time.advance(Duration.ZERO);
    return thread;
  }

  /** Of the jobs that were submitted here, in order. */
  List<JobHandle.State> states() {
    return handles.stream().<JobHandle.State>map(JobHandle::state).toList();
  }
}
