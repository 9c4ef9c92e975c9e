package dev.innkeeper.runtime;

import static dev.innkeeper.runtime.HostFixture.seconds;
import static dev.innkeeper.runtime.HostFixture.sleep;
import static dev.innkeeper.runtime.HostFixture.sleepDeaf;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ch.qos.logback.classic.Level;
import dev.innkeeper.runtime.events.HostEvents;
import dev.innkeeper.runtime.jobs.JobHandle;
import dev.innkeeper.runtime.jobs.JobInsides;
import dev.innkeeper.runtime.jobs.JobQueue;
import dev.innkeeper.runtime.jobs.RetryPolicy;
import dev.innkeeper.runtime.report.HostEvent;
import dev.innkeeper.runtime.report.StopReport;
import dev.innkeeper.runtime.service.ServiceInterceptor;
import dev.innkeeper.timer.testing.ManualTimeSource;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** A queue of jobs, as a service of a host. */
class JobQueueTest {

  private static final RetryPolicy AT_ONCE =
      RetryPolicy.maxRetries(2).backoff(Duration.ofNanos(1), Duration.ofNanos(1));

  private final HostFixture fixture = new HostFixture();
  private final ManualTimeSource time = fixture.time;
  private final List<String> trail = fixture.trail;
  private final JobFixture jobs = new JobFixture(fixture);
  private final List<String> events = new CopyOnWriteArrayList<>();

  /** How often each item was begun. */
  private final ConcurrentHashMap<String, AtomicInteger> tries = new ConcurrentHashMap<>();

  private int tried(String item) {
    return tries.computeIfAbsent(item, unused -> new AtomicInteger()).incrementAndGet();
  }

  /** Marks what it does, and fails so many times for each item. */
  private JobQueue.Action<String> failing(int times) {
    return item -> {
      int n = tried(item);
      fixture.mark(item + " try " + n);
      if (n <= times) {
        throw new IOException(item + " " + n);
      }
    };
  }

  private Host started(JobQueue<String, ?> queue) throws Exception {
    return fixture.start(fixture.host().queue(queue).listener(this::hear));
  }

  private void hear(HostEvent event) {
    if (event instanceof HostEvent.JobFailed e) {
      events.add(e.item() + " failed, tries " + e.attempts() + ": " + e.failure().getMessage());
    }
  }

  private <R> JobHandle<R> submit(JobQueue<String, R> queue, String item) throws Exception {
    return time.drive(() -> queue.submit(item));
  }

  /** On a thread of its own, which may have to wait; marks what comes of it. */
  private Thread submitter(JobQueue<String, ?> queue, String item) {
    Thread thread =
        time.start(
            "submitter of " + item,
            () -> {
              try {
                JobHandle<?> unused = queue.submit(item);
                fixture.mark(item + " is in");
              } catch (InterruptedException e) {
                fixture.mark(item + " is not in: interrupted");
              } catch (RejectedExecutionException e) {
                fixture.mark(item + " is not in: " + e.getMessage());
              }
            });
    time.advance(Duration.ZERO);
    return thread;
  }

  private static List<JobHandle.State> states(List<? extends JobHandle<?>> handles) {
    return handles.stream().<JobHandle.State>map(JobHandle::state).toList();
  }

  @Nested
  class Workers {

    @Test
    void ofOneRunsJobsOneAfterTheOtherInTheOrderOfSubmission() throws Exception {
      JobQueue<String, Void> queue = JobQueue.builder("jobs", jobs.taking(2)).build();
      Host host = started(queue);
      for (String item : List.of("a", "b", "c")) {
        JobHandle<Void> unused = submit(queue, item);
      }
      time.advance(seconds(10));
      fixture.stop(host);
      assertEquals(List.of("0 a", "2 a done", "2 b", "4 b done", "4 c", "6 c done"), trail);
    }

    @Test
    void runAsManyAtATimeAsThereAre() throws Exception {
      JobQueue<String, Void> queue = JobQueue.builder("jobs", jobs.taking(2)).workers(2).build();
      Host host = started(queue);
      for (String item : List.of("a", "b", "c")) {
        JobHandle<Void> unused = submit(queue, item);
      }
      time.advance(seconds(10));
      fixture.stop(host);
      assertEquals(List.of("0 a", "0 b", "2 a done", "2 c", "2 b done", "4 c done"), trail);
    }

    @Test
    void areThreadsOfTheService() throws Exception {
      List<String> names = new CopyOnWriteArrayList<>();
      JobQueue<String, Void> queue =
          JobQueue.<String>builder(
                  "jobs",
                  item -> {
                    names.add(Thread.currentThread().getName());
                    sleep(time, seconds(1));
                  })
              .workers(2)
              .build();
      Host host = started(queue);
      JobHandle<Void> unused = submit(queue, "a");
      JobHandle<Void> unusedToo = submit(queue, "b");
      time.advance(seconds(2));
      fixture.stop(host);
      assertEquals(
          List.of("inn/jobs/worker-1", "inn/jobs/worker-2"), names.stream().sorted().toList());
    }
  }

  @Nested
  class Handle {

    @Test
    void hasTheResult() throws Exception {
      JobQueue<String, Integer> queue =
          JobQueue.<String, Integer>builderWithResult(
                  "jobs",
                  (item, attempt) -> {
                    sleep(time, seconds(3));
                    return item.length();
                  })
              .build();
      Host host = started(queue);
      JobHandle<Integer> handle = submit(queue, "word");
      time.advance(Duration.ZERO);
      assertEquals(JobHandle.State.RUNNING, handle.state());
      assertThrows(IllegalStateException.class, handle::result);
      assertFalse(time.drive(() -> handle.await(seconds(2))));
      time.drive(() -> {
        handle.await();
        return null;
      });
      assertEquals(4, handle.result());
      assertThrows(IllegalStateException.class, handle::failure);
      fixture.stop(host);
    }

    @Test
    void hasTheFailure() throws Exception {
      JobQueue<String, Void> queue = JobQueue.builder("jobs", failing(1)).build();
      Host host = started(queue);
      JobHandle<Void> handle = submit(queue, "a");
      time.advance(Duration.ZERO);
      assertEquals(JobHandle.State.FAILED, handle.state());
      assertEquals("a 1", handle.failure().getMessage());
      assertSame(
          handle.failure(), assertThrows(IllegalStateException.class, handle::result).getCause());
      fixture.stop(host);
    }

    @Test
    void callsAllBackInOrderAndAtOnceIfItIsOver() throws Exception {
      JobQueue<String, Void> queue = JobQueue.builder("jobs", jobs.taking(1)).build();
      Host host = started(queue);
      JobHandle<Void> handle = submit(queue, "a");
      handle.whenDone(done -> fixture.mark("first " + done.state()));
      handle.whenDone(done -> {
        throw new IllegalStateException("in a callback");
      });
      handle.whenDone(done -> fixture.mark("third"));
      try (LogTrail log = LogTrail.from(Level.INFO)) {
        time.advance(seconds(2));
        assertEquals(
            List.of("ERROR inn/jobs#1: a callback of the job failed [in a callback]"), log.lines());
      }
      handle.whenDone(done -> fixture.mark("late"));
      fixture.stop(host);
      assertEquals(List.of("0 a", "1 a done", "1 first SUCCEEDED", "1 third", "2 late"), trail);
    }

    @Test
    void cancelsAJobBeforeItsTurn() throws Exception {
      JobQueue<String, Void> queue = JobQueue.builder("jobs", jobs.taking(5)).capacity(2).build();
      Host host = started(queue);
      JobHandle<Void> running = submit(queue, "a");
      JobHandle<Void> waiting = submit(queue, "b");
      Thread unused = submitter(queue, "c");
      time.advance(seconds(1));
      assertTrue(waiting.cancel());
      assertFalse(waiting.cancel());
      time.advance(seconds(20));
      assertEquals(CancellationException.class, waiting.failure().getClass());
      assertEquals(JobHandle.State.SUCCEEDED, running.state());
      assertFalse(running.cancel());
      fixture.stop(host);
      assertEquals(List.of("0 a", "1 c is in", "5 a done", "5 c", "10 c done"), trail);
    }

    @Test
    void cancelsAJobInTheMiddleAndItIsNotTriedAgain() throws Exception {
      JobQueue<String, Void> queue =
          JobQueue.builder("jobs", jobs.taking(5)).retry(AT_ONCE).build();
      Host host = started(queue);
      JobHandle<Void> handle = submit(queue, "a");
      time.advance(seconds(1));
      assertTrue(time.drive(handle::cancel));
      time.advance(seconds(1));
      assertEquals(CancellationException.class, handle.failure().getClass());
      assertEquals(InterruptedException.class, handle.failure().getCause().getClass());
      fixture.stop(host);
      assertEquals(List.of("0 a", "1 a interrupted"), trail);
    }

    @Test
    void leavesNothingBehindForOneWhoLooksAgainAndAgain() throws Exception {
      JobQueue<String, Void> queue = JobQueue.builder("jobs", jobs.taking(60)).build();
      Host host = started(queue);
      JobHandle<Void> handle = submit(queue, "a");
      for (int i = 0; i < 20; i++) {
        assertFalse(time.drive(() -> handle.await(seconds(1))));
      }
      assertFalse(JobInsides.tellsAnybody(handle), "nobody is there any more");
      fixture.stop(host);
    }

    @Test
    void wakesThoseWhoWaitBeforeItCallsBack() throws Exception {
      JobQueue<String, Void> queue = JobQueue.builder("jobs", jobs.taking(1)).build();
      Host host = started(queue);
      JobHandle<Void> handle = submit(queue, "a");
      handle.whenDone(done -> sleepDeaf(time, seconds(600)));
      time.drive(() -> {
        handle.await();
        fixture.mark("woken");
        return null;
      });
      StopReport unused = fixture.stop(host);
      assertEquals(List.of("0 a", "1 a done", "1 woken"), trail);
    }

    @Test
    void canBeWaitedForAgainAfterAnInterrupt() throws Exception {
      JobQueue<String, Void> queue = JobQueue.builder("jobs", jobs.taking(5)).build();
      Host host = started(queue);
      JobHandle<Void> handle = submit(queue, "a");
      Thread waiting =
          time.start(
              "waits",
              () -> {
                try {
                  handle.await();
                } catch (InterruptedException e) {
                  fixture.mark("interrupted");
                }
              });
      time.advance(seconds(1));
      time.interrupt(waiting);
      time.advance(seconds(1));
      assertTrue(time.drive(() -> handle.await(seconds(10))));
      fixture.stop(host);
      assertEquals(List.of("0 a", "1 interrupted", "5 a done"), trail);
    }

    @Test
    void cancelsAJobWhoseRetryIsJustBeingDecided() throws Exception {
      AtomicReference<JobHandle<Void>> handle = new AtomicReference<>();
      RetryPolicy cancelling =
          AT_ONCE.onlyIf(failure -> {
            assertTrue(handle.get().cancel());
            return true;
          });
      JobQueue<String, Void> queue =
          JobQueue.<String>builder(
                  "jobs",
                  item -> {
                    sleep(time, seconds(1));
                    failing(9).handle(item);
                  })
              .retry(cancelling)
              .build();
      Host host = started(queue);
      handle.set(submit(queue, "a"));
      time.advance(seconds(5));
      fixture.stop(host);
      assertEquals(CancellationException.class, handle.get().failure().getClass());
      assertEquals("a 1", handle.get().failure().getCause().getMessage());
      assertEquals(List.of("1 a try 1"), trail);
    }

    @Test
    void cancelsWithoutALineInTheLog() throws Exception {
      JobQueue<String, Void> queue = JobQueue.builder("jobs", jobs.taking(5)).build();
      Host host = started(queue);
      JobHandle<Void> running = submit(queue, "a");
      JobHandle<Void> waiting = submit(queue, "b");
      try (LogTrail log = LogTrail.from(Level.INFO)) {
        assertTrue(time.drive(() -> running.cancel() && waiting.cancel()));
        time.advance(seconds(1));
        assertEquals(List.of(), log.lines());
      }
      fixture.stop(host);
      assertEquals(List.of(), events);
    }
  }

  @Nested
  class Options {

    @Test
    void giveTheWorkersPlatformThreads() throws Exception {
      List<Boolean> virtual = new CopyOnWriteArrayList<>();
      JobQueue<String, Void> queue =
          JobQueue.<String>builder("jobs", item -> virtual.add(Thread.currentThread().isVirtual()))
              .build();
      Host host = fixture.host().queue(queue, ServiceOptions::platformThreads).build();
      fixture.start(host);
      JobHandle<Void> unused = submit(queue, "a");
      fixture.stop(host);
      assertEquals(List.of(false), virtual);
    }

    @Test
    void letAQueueBeReadyWhenItIsOpen() throws Exception {
      JobQueue<String, Void> queue = JobQueue.builder("jobs", jobs.taking(0)).build();
      Host host = fixture.host().queue(queue, ServiceOptions::waitForReady).build();
      fixture.start(host);
      assertTrue(host.isReady());
      fixture.stop(host);
    }
  }

  @Nested
  class Room {

    @Test
    void isWaitedForInTheOrderOfArrival() throws Exception {
      JobQueue<String, Void> queue = JobQueue.builder("jobs", jobs.taking(2)).capacity(2).build();
      Host host = started(queue);
      for (String item : List.of("a", "b", "c", "d")) {
        Thread unused = submitter(queue, item);
      }
      time.advance(seconds(10));
      fixture.stop(host);
      assertEquals(
          List.of(
              "0 a is in",
              "0 a",
              "0 b is in",
              "2 a done",
              "2 b",
              "2 c is in",
              "4 b done",
              "4 c",
              "4 d is in",
              "6 c done",
              "6 d",
              "8 d done"),
          trail);
    }

    @Test
    void isNotWaitedForByTrySubmit() throws Exception {
      JobQueue<String, Void> queue = JobQueue.builder("jobs", jobs.taking(2)).capacity(1).build();
      Host host = started(queue);
      assertTrue(time.drive(() -> queue.trySubmit("a")).isPresent());
      assertEquals(Optional.empty(), time.drive(() -> queue.trySubmit("b")));
      time.advance(seconds(3));
      assertTrue(time.drive(() -> queue.trySubmit("c")).isPresent());
      fixture.stop(host);
    }

    @Test
    void isNotWaitedForLongerThanSaid() throws Exception {
      JobQueue<String, Void> queue = JobQueue.builder("jobs", jobs.taking(5)).capacity(1).build();
      Host host = started(queue);
      JobHandle<Void> unused = submit(queue, "a");
      assertEquals(Optional.empty(), time.drive(() -> queue.submit("b", seconds(3))));
      assertTrue(time.drive(() -> queue.submit("c", seconds(3))).isPresent());
      fixture.stop(host);
      assertEquals(List.of("0 a", "5 a done", "5 c", "10 c done"), trail);
    }

    @Test
    void isNotGivenToOneWhoWasInterrupted() throws Exception {
      JobQueue<String, Void> queue = JobQueue.builder("jobs", jobs.taking(5)).capacity(1).build();
      Host host = started(queue);
      JobHandle<Void> unused = submit(queue, "a");
      Thread b = submitter(queue, "b");
      Thread unusedToo = submitter(queue, "c");
      time.advance(seconds(1));
      time.interrupt(b);
      time.advance(seconds(20));
      fixture.stop(host);
      assertEquals(
          List.of("0 a", "1 b is not in: interrupted", "5 a done", "5 c", "5 c is in", "10 c done"),
          trail);
    }
  }

  @Nested
  class Retries {

    @Test
    void comeAfterABackOffUntilItGoesWell() throws Exception {
      JobQueue<String, Void> queue =
          JobQueue.builder("jobs", failing(2)).retry(RetryPolicy.maxRetries(2)).build();
      Host host = started(queue);
      JobHandle<Void> handle = submit(queue, "a");
      time.advance(seconds(2));
      assertEquals(JobHandle.State.SUCCEEDED, handle.state());
      assertEquals(2, queue.status().retries());
      fixture.stop(host);
      assertEquals(
          List.of("a try 1", "a try 2", "a try 3"),
          trail.stream().map(line -> line.substring(line.indexOf(' ') + 1)).toList());
      assertEquals(List.of(), events);
    }

    @Test
    void areNumberedForTheHandler() throws Exception {
      JobQueue<String, Void> queue =
          JobQueue.<String, Void>builderWithResult(
                  "jobs",
                  (item, attempt) -> {
                    fixture.mark(item + " " + attempt.number() + " " + attempt.context().name());
                    throw new IOException(item);
                  })
              .retry(RetryPolicy.maxRetries(1).backoff(Duration.ofNanos(1), Duration.ofNanos(1)))
              .build();
      Host host = started(queue);
      JobHandle<Void> unused = submit(queue, "a");
      time.advance(seconds(1));
      fixture.stop(host);
      assertEquals(List.of("0 a 1 jobs", "0 a 2 jobs"), trail);
    }

    @Test
    void areLimited() throws Exception {
      JobQueue<String, Void> queue = JobQueue.builder("jobs", failing(9)).retry(AT_ONCE).build();
      Host host = started(queue);
      JobHandle<Void> handle = submit(queue, "a");
      time.advance(seconds(1));
      fixture.stop(host);
      assertEquals("a 3", handle.failure().getMessage());
      assertEquals(List.of("a failed, tries 3: a 3"), events);
    }

    @Test
    void letOthersGoFirst() throws Exception {
      JobQueue<String, Void> queue =
          JobQueue.builder("jobs", failing(1))
              .retry(RetryPolicy.maxRetries(1).backoff(seconds(60), seconds(60)))
              .build();
      Host host = started(queue);
      JobHandle<Void> a = submit(queue, "a");
      time.advance(Duration.ZERO);
      tries.put("b", new AtomicInteger(1));
      assertEquals(JobHandle.State.WAITING, a.state());
      assertEquals(1, queue.status().delayed());
      JobHandle<Void> b = submit(queue, "b");
      time.advance(Duration.ZERO);
      assertEquals(JobHandle.State.SUCCEEDED, b.state());
      time.advance(seconds(60));
      assertEquals(JobHandle.State.SUCCEEDED, a.state());
      fixture.stop(host);
    }

    @Test
    void areWatchedForByAnIdleWorkerWhileTheOthersAreBusy() throws Exception {
      JobQueue<String, Void> queue =
          JobQueue.<String>builder(
                  "jobs",
                  item -> {
                    if (item.equals("long")) {
                      jobs.taking(600).handle(item);
                    } else {
                      failing(1).handle(item);
                    }
                  })
              .workers(2)
              .retry(RetryPolicy.maxRetries(1).backoff(seconds(10), seconds(10)))
              .build();
      Host host = started(queue);
      JobHandle<Void> unused = submit(queue, "a");
      time.advance(Duration.ZERO);
      JobHandle<Void> unusedToo = submit(queue, "long");
      time.advance(seconds(11));
      assertEquals(2, tries.get("a").get(), trail.toString());
      fixture.stop(host);
    }

    @Test
    void areForThoseFailuresOnlyThatAreWorthIt() throws Exception {
      RetryPolicy picky = AT_ONCE.onlyIf(failure -> failure.getMessage().startsWith("a"));
      JobQueue<String, Void> queue = JobQueue.builder("jobs", failing(1)).retry(picky).build();
      Host host = started(queue);
      List<JobHandle<Void>> handles = List.of(submit(queue, "a"), submit(queue, "b"));
      time.advance(seconds(1));
      fixture.stop(host);
      assertEquals(List.of(JobHandle.State.SUCCEEDED, JobHandle.State.FAILED), states(handles));
    }

    @Test
    void areNotForErrorsNorWhenThePolicyItselfThrows() throws Exception {
      RetryPolicy broken =
          AT_ONCE.onlyIf(failure -> {
            throw new IllegalStateException("policy");
          });
      JobQueue<String, Void> queue =
          JobQueue.<String>builder(
                  "jobs",
                  item -> {
                    if (item.equals("error")) {
                      throw new StackOverflowError("deep");
                    }
                    throw new IOException("down");
                  })
              .retry(broken)
              .build();
      Host host = started(queue);
      JobHandle<Void> error = submit(queue, "error");
      JobHandle<Void> exception = submit(queue, "exception");
      time.advance(seconds(1));
      fixture.stop(host);
      assertEquals("deep", error.failure().getMessage());
      assertEquals("down", exception.failure().getMessage());
      assertEquals("policy", exception.failure().getSuppressed()[0].getMessage());
      assertEquals(0, queue.status().retries());
    }
  }

  @Nested
  class Timeout {

    @Test
    void interruptsATryAndTheNextMayGoWell() throws Exception {
      JobQueue<String, Void> queue =
          JobQueue.<String>builder(
                  "jobs", item -> jobs.taking(tried(item) == 1 ? 10 : 1).handle(item))
              .timeout(seconds(3))
              .retry(AT_ONCE)
              .build();
      Host host = started(queue);
      JobHandle<Void> handle = submit(queue, "a");
      time.advance(seconds(10));
      fixture.stop(host);
      assertEquals(JobHandle.State.SUCCEEDED, handle.state());
      assertEquals(List.of("0 a", "3 a interrupted", "3 a", "4 a done"), trail);
    }

    @Test
    void isOfEachTryAndNotOfTheThread() throws Exception {
      JobQueue<String, Void> queue =
          JobQueue.builder("jobs", jobs.taking(2)).timeout(seconds(3)).workers(2).build();
      Host host = started(queue);
      List<JobHandle<Void>> handles = new ArrayList<>();
      for (int i = 0; i < 10; i++) {
        handles.add(submit(queue, "job " + i));
      }
      time.advance(seconds(20));
      fixture.stop(host);
      assertTrue(
          states(handles).stream().allMatch(state -> state == JobHandle.State.SUCCEEDED),
          trail.toString());
    }

    @Test
    void isNotedForOneWorkerWhileAnAlarmIsSetForAnother() throws Exception {
      JobQueue<String, Void> queue =
          JobQueue.<String>builder(
                  "jobs",
                  item -> {
                    if (item.equals("deaf")) {
                      sleepDeaf(time, seconds(600));
                    } else {
                      jobs.taking(600).handle(item);
                    }
                  })
              .timeout(seconds(1))
              .workers(2)
              .build();
      Host host = started(queue);
      JobHandle<Void> deaf = submit(queue, "deaf");
      time.advance(Duration.ofMillis(1_500));
      JobHandle<Void> second = submit(queue, "second");
      time.advance(seconds(10));
      assertEquals(JobHandle.State.FAILED, deaf.state());
      assertEquals(JobHandle.State.FAILED, second.state());
      assertEquals(List.of("1.500 second", "2.500 second interrupted"), trail);
      fixture.stop(host);
    }

    @Test
    void givesUpAJobThatIsDeafAndItsWorkerComesBackLater() throws Exception {
      JobQueue<String, Void> queue =
          JobQueue.<String>builder(
                  "jobs",
                  item -> {
                    fixture.mark(item);
                    if (item.equals("deaf")) {
                      sleepDeaf(time, seconds(20));
                    }
                  })
              .timeout(seconds(3))
              .capacity(1)
              .retry(AT_ONCE)
              .build();
      Host host = started(queue);
      JobHandle<Void> deaf = submit(queue, "deaf");
      Thread unused = submitter(queue, "next");
      try (LogTrail log = LogTrail.from(Level.INFO)) {
        time.advance(seconds(30));
        assertEquals(
            List.of(
                "ERROR inn/jobs#1 failed after one attempt"
                    + " [not done after 5.00 s and ignored the interrupt]",
                "INFO inn/jobs#1 has ended after all; it had been given up"),
            log.lines());
      }
      assertEquals(TimeoutException.class, deaf.failure().getClass());
      assertTrue(
          List.of(deaf.failure().getStackTrace()).toString().contains("sleepDeaf"), "where it is");
      assertEquals(
          "QueueStatus[waiting=0, delayed=0, running=0, accepted=2, succeeded=1, failed=1,"
              + " handedBack=0, retries=0]",
          queue.status().toString());
      fixture.stop(host);
      assertEquals(List.of("0 deaf", "5 next is in", "20 next"), trail);
    }
  }

  @Nested
  class Failure {

    @Test
    void thatNobodyWaitsForIsLoggedOnce() throws Exception {
      JobQueue<String, Void> queue = JobQueue.builder("jobs", failing(9)).retry(AT_ONCE).build();
      Host host = started(queue);
      try (LogTrail log = LogTrail.from(Level.INFO)) {
        JobHandle<Void> unused = submit(queue, "a");
        time.advance(seconds(1));
        assertEquals(
            List.of(
                "WARN inn/jobs#1 failed in attempt 1, and is tried again in 0 ms:"
                    + " java.io.IOException: a 1",
                "ERROR inn/jobs#1 failed after 3 attempts [a 3]"),
            log.lines());
      }
      fixture.stop(host);
    }

    @Test
    void thatSomebodyWaitsForIsNotLogged() throws Exception {
      JobQueue<String, Void> queue =
          JobQueue.<String>builder(
                  "jobs",
                  item -> {
                    sleep(time, seconds(1));
                    throw new IOException(item);
                  })
              .build();
      Host host = started(queue);
      try (LogTrail log = LogTrail.from(Level.INFO)) {
        JobHandle<Void> awaited = submit(queue, "a");
        JobHandle<Void> heard = submit(queue, "b");
        heard.whenFailed(failure -> fixture.mark("b " + failure.getMessage()));
        time.drive(() -> {
          awaited.await();
          return null;
        });
        time.advance(seconds(5));
        assertEquals(List.of(), log.lines());
      }
      fixture.stop(host);
      assertEquals(List.of("2 b b"), trail);
      assertEquals(List.of("a failed, tries 1: a", "b failed, tries 1: b"), events);
    }

    @Test
    void thatSlowListenersWouldHearOfMuchTooLateIsLoggedInstead() throws Exception {
      int jobs = HostEvents.MOST_UNTOLD_JOBS + 2;
      JobQueue<String, Void> queue =
          JobQueue.<String>builder(
                  "jobs",
                  item -> {
                    if (item.equals("job 1")) {
                      sleep(time, seconds(1)); // until somebody waits for each of them
                    }
                    throw new IOException(item);
                  })
              .capacity(jobs)
              .build();
      Host host = fixture.host().queue(queue).listener(this::hearSlowly).build();
      fixture.start(host);
      try (LogTrail log = LogTrail.from(Level.INFO)) {
        time.drive(() -> {
          for (int i = 1; i <= jobs; i++) {
            queue.submit("job " + i).whenFailed(failure -> {});
          }
          return null;
        });
        time.advance(
            seconds(1)); // all fail in one turn of the worker, before a listener has its own
        assertEquals(
            List.of(
                "ERROR inn/jobs#%1$d failed after one attempt [job %1$d]".formatted(jobs - 1),
                "WARN inn: the listeners have yet to hear of 1000 events of jobs, and miss further"
                    + " ones until they have caught up"),
            log.lines().stream().sorted().toList());
      }
      time.advance(seconds(60));
      assertEquals(jobs - 2, events.size());
      JobHandle<Void> unused = submit(queue, "one more");
      time.advance(seconds(1));
      assertEquals("one more failed, tries 1: one more", events.getLast());
      fixture.stop(host);
    }

    private void hearSlowly(HostEvent event) {
      if (event instanceof HostEvent.JobFailed && events.isEmpty()) {
        sleepDeaf(time, seconds(60));
      }
      hear(event);
    }
  }

  @Test
  void itsStatusCounts() throws Exception {
    JobQueue<String, Void> queue =
        JobQueue.<String>builder(
                "jobs",
                item -> {
                  if (item.equals("bad")) {
                    throw new IOException("bad");
                  }
                  sleep(time, seconds(10));
                })
            .build();
    assertEquals(
        "QueueStatus[waiting=0, delayed=0, running=0, accepted=0, succeeded=0, failed=0,"
            + " handedBack=0, retries=0]",
        queue.status().toString());
    Host host = started(queue);
    for (String item : List.of("bad", "a", "b", "c")) {
      JobHandle<Void> unused = submit(queue, item);
    }
    time.advance(seconds(11));
    assertEquals(
        "QueueStatus[waiting=1, delayed=0, running=1, accepted=4, succeeded=1, failed=1,"
            + " handedBack=0, retries=0]",
        queue.status().toString());
    fixture.stop(host);
    assertEquals(
        "QueueStatus[waiting=0, delayed=0, running=0, accepted=4, succeeded=2, failed=1,"
            + " handedBack=1, retries=0]",
        queue.status().toString());
  }

  @Test
  void whatIsAroundCallsIsAroundEachTry() throws Exception {
    JobQueue<String, Void> queue = JobQueue.builder("jobs", failing(1)).retry(AT_ONCE).build();
    Host host =
        fixture
            .host()
            .intercept(call -> {
              if (call.kind() == ServiceInterceptor.Kind.JOB) {
                fixture.mark("around " + call.service());
              }
              call.proceed();
            })
            .queue(queue)
            .build();
    fixture.start(host);
    JobHandle<Void> unused = submit(queue, "a");
    time.advance(seconds(1));
    fixture.stop(host);
    assertEquals(
        List.of("0 around jobs", "0 a try 1", "0 around jobs", "0 a try 2"),
        trail.stream().map(line -> line.replaceFirst("^0\\.0+\\d* ", "0 ")).toList());
  }

  @Test
  void aQueueIsOneServiceAtATime() throws Exception {
    JobQueue<String, Void> queue = JobQueue.builder("jobs", jobs.taking(0)).build();
    Host host = fixture.host().add("a", queue).add("b", queue).build();
    HostStartException thrown = assertThrows(HostStartException.class, () -> fixture.start(host));
    assertEquals(
        "queue 'a' is a service already; a second one needs a second queue",
        thrown.getCause().getMessage());
  }

  @Test
  void noRetryAndZeroRetriesAreOneAttempt() {
    assertEquals("no retry", RetryPolicy.never().toString());
    assertEquals("no retry", RetryPolicy.maxRetries(0).toString());
  }

  @Test
  void badChoicesAreRefusedByName() {
    JobQueue.Builder<String, Void> builder = JobQueue.builder("jobs", jobs.taking(0));
    assertEquals("capacity must be positive: 0", refusal(() -> builder.capacity(0)));
    assertEquals("workers must be positive: -1", refusal(() -> builder.workers(-1)));
    assertEquals("timeout must be positive: PT0S", refusal(() -> builder.timeout(Duration.ZERO)));
    assertEquals("retries must be zero or more: -1", refusal(() -> RetryPolicy.maxRetries(-1)));
    assertEquals(
        "the first back-off, 2s, is longer than the longest, 1s",
        refusal(() -> AT_ONCE.backoff(seconds(2), seconds(1))));
  }

  private static String refusal(Runnable choice) {
    return assertThrows(IllegalArgumentException.class, choice::run).getMessage();
  }
}
