package dev.innkeeper.runtime.jobs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.innkeeper.runtime.Host;
import dev.innkeeper.runtime.report.HostEvent;
import java.io.IOException;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class RetriedJobTest {

  private static final Duration SECOND = Duration.ofSeconds(1);
  private static final Duration LONG = Duration.ofSeconds(100);

  private final HostOfJobs jobs = new HostOfJobs();
  private final ConcurrentHashMap<String, AtomicInteger> tries = new ConcurrentHashMap<>();

  private boolean isFirst(String item) {
    return tries.computeIfAbsent(item, any -> new AtomicInteger()).incrementAndGet() == 1;
  }

  private static RetryPolicy within(Duration longest) {
    return RetryPolicy.maxRetries(1).backoff(longest, longest);
  }

  /** All fail at the beginning, and each draws how long it is put off. */
  @Test
  void comesWhenItIsDueAndNotInTheOrderOfSubmission() throws Exception {
    List<String> second = new CopyOnWriteArrayList<>();
    JobQueue<String, Void> queue =
        JobQueue.<String>builder(
                "jobs",
                item -> {
                  if (isFirst(item)) {
                    throw new IOException(item);
                  }
                  second.add(item + " after " + jobs.elapsed());
                })
            .retry(within(LONG))
            .build();
    Host host = jobs.start(jobs.builder().queue(queue));
    for (int i = 1; i <= 10; i++) {
      jobs.submit(queue, "job " + i);
    }
    jobs.time().advance(LONG);
    assertEquals(
        jobs.retries().stream()
            .sorted(Comparator.comparing(HostEvent.JobRetrying::delay))
            .map(retry -> retry.item() + " after " + retry.delay())
            .toList(),
        second);
    assertTrue(jobs.time().drive(host::stop).clean());
  }

  /**
   * Of three workers one does all the work, and has a long job when the process is suspended, and
   * two jobs become due meanwhile. The idle ones had nothing to wait for when they became idle.
   */
  @Test
  void doesNotWaitForAWorkerThatIsBusyWhileAnotherIsIdle() throws Exception {
    JobQueue<String, Void> queue =
        JobQueue.<String>builder(
                "jobs",
                item -> {
                  if (isFirst(item) && !item.equals("long")) {
                    throw new IOException(item);
                  }
                  jobs.mark(item);
                  jobs.sleep(LONG);
                })
            .workers(3)
            .retry(within(SECOND))
            .build();
    jobs.start(jobs.builder().queue(queue));
    jobs.submit(queue, "a");
    jobs.submit(queue, "b");
    jobs.submit(queue, "long");
    jobs.time().freeze(SECOND.multipliedBy(2));
    jobs.time().advance(SECOND);
    assertEquals(List.of("0 long", "2 a", "2 b"), jobs.trail().stream().sorted().toList());
  }

  @Test
  void isHandedBackAtOnceByAStopAtWhoseInterruptItWouldBeDue() throws Exception {
    JobQueue<String, Void> queue =
        JobQueue.<String>builder(
                "jobs",
                item -> {
                  throw new IOException(item);
                })
            .retry(within(LONG))
            .onHandBack(items -> jobs.mark("back: " + items))
            .build();
    Duration untilTheInterrupt = Duration.ofSeconds(10);
    Host host = jobs.start(jobs.builder().queue(queue, s -> s.interruptAfter(untilTheInterrupt)));
    jobs.submit(queue, "a");
    Duration due = jobs.retries().getFirst().delay();
    jobs.time().advance(due.minus(untilTheInterrupt));
    assertTrue(jobs.time().drive(host::stop).clean());
    assertEquals(List.of(due.minus(untilTheInterrupt).toSeconds() + " back: [a]"), jobs.trail());
    assertEquals(due.minus(untilTheInterrupt), jobs.elapsed());
    assertEquals(0, queue.status().delayed(), "nothing is left");
  }
}
