package dev.innkeeper.runtime.jobs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.innkeeper.fray.Cast;
import dev.innkeeper.fray.Schedules.Story;
import dev.innkeeper.runtime.jobs.JobHandle.State;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;

/** Each job of a queue has one end, in whatever order the threads take their steps. */
enum QueueStory implements Story {
  THE_WORKER_RESTS("a job that is submitted while the worker goes to rest is run") {
    @Override
    public void live() throws InterruptedException {
      Stage stage = new Stage(2);
      new Cast()
          .with("worker", stage::work)
          .with(
              "user",
              () -> {
                stage.submit("a").await();
                stage.submit("b").await();
                stage.queue.complete();
              })
          .play();
      stage.assertEnds("a SUCCEEDED", "b SUCCEEDED");
    }
  },

  THERE_IS_A_LINE("submitters that stand in line get in when there is room") {
    @Override
    public void live() throws InterruptedException {
      Stage stage = new Stage(1);
      AtomicInteger submitters = new AtomicInteger(2);
      Story submit =
          () -> {
            stage.submit(Thread.currentThread().getName());
            if (submitters.decrementAndGet() == 0) {
              stage.queue.complete();
            }
          };
      new Cast().with("worker", stage::work).with("a", submit).with("b", submit).play();
      stage.assertEnds("a SUCCEEDED", "b SUCCEEDED");
    }
  },

  IT_IS_CLOSED("a job that is accepted while its queue is closed is run") {
    @Override
    public void live() throws InterruptedException {
      Stage stage = new Stage(2);
      new Cast()
          .with("worker", stage::work)
          .with("user", () -> stage.submitUnlessClosed("a"))
          .with("host", stage::stop)
          .play();
      stage.assertEachHasEndedOnce();
      assertTrue(stage.ends.stream().allMatch(end -> end.equals("a SUCCEEDED")));
    }
  },

  IT_IS_HURRIED("a job that is accepted while its queue is hurried is run or handed back") {
    @Override
    public void live() throws InterruptedException {
      Stage stage = new Stage(2);
      new Cast()
          .with("worker", stage::work)
          .with(
              "user",
              () -> {
                stage.submitUnlessClosed("a");
                stage.submitUnlessClosed("b");
              })
          .with("host", stage::stopAtOnce)
          .play();
      stage.assertEachHasEndedOnce();
    }
  },

  IT_IS_FULL_AND_HURRIED(
      "a submitter that stands in line is turned away when its queue is closed") {
    @Override
    public void live() throws InterruptedException {
      Stage stage = new Stage(1);
      new Cast()
          .with("worker", stage::work)
          .with("a", () -> stage.submitUnlessClosed("a"))
          .with("b", () -> stage.submitUnlessClosed("b"))
          .with("host", stage::stopAtOnce)
          .play();
      stage.assertEachHasEndedOnce();
    }
  },

  A_JOB_IS_CANCELLED("a job that is cancelled before its turn is not run") {
    @Override
    public void live() throws InterruptedException {
      Stage stage = new Stage(1);
      new Cast()
          .with("worker", stage::work)
          .with(
              "user",
              () -> {
                JobHandle<String> handle = stage.submit("a");
                boolean cancelled = handle.cancel();
                handle.await();
                assertTrue(cancelled || handle.state() == State.SUCCEEDED);
                stage.queue.complete();
              })
          .play();
      stage.assertEachHasEndedOnce();
    }
  };

  /** A queue of one worker, and what becomes of its jobs. */
  private static final class Stage {

    private final PlainHost host = new PlainHost();
    private final Tally tally = new Tally();
    final QueueWork<String, String> queue;
    private final CountDownLatch workerHasEnded = new CountDownLatch(1);

    private final Queue<JobHandle<String>> accepted = new ConcurrentLinkedQueue<>();
    private final Queue<String> run = new ConcurrentLinkedQueue<>();

    /** As their callbacks say. */
    final Queue<String> ends = new ConcurrentLinkedQueue<>();

    private final List<String> handedBack = new ArrayList<>();

    Stage(int capacity) {
      QueuePlan<String, String> plan =
          new JobQueueBuilder<String, String>("jobs", (job, attempt) -> run(job.item()), null)
              .capacity(capacity)
              .describedBy(item -> item)
              .onHandBack(handedBack::addAll)
              .plan();
      queue = new QueueWork<>(plan, host, tally, null);
    }

    private String run(String item) {
      run.add(item);
      return item;
    }

    /** As the host calls it. */
    void work() throws InterruptedException {
      host.work().begin();
      try {
        queue.work();
      } finally {
        host.work().end(host.timeSource());
        workerHasEnded.countDown();
      }
    }

    JobHandle<String> submit(String item) throws InterruptedException {
      JobHandle<String> handle = queue.add(item, null);
      accepted.add(handle);
      handle.whenDone(done -> ends.add(item + " " + done.state()));
      return handle;
    }

    void submitUnlessClosed(String item) throws InterruptedException {
      try {
        submit(item);
      } catch (RejectedExecutionException e) {
        // It was closed.
      }
    }

    void stop() throws Exception {
      queue.close();
      workerHasEnded.await();
      queue.handBack();
    }

    /** Its time for a stop is over as it begins. */
    void stopAtOnce() throws Exception {
      queue.close();
      host.work().interrupt(host.timeSource());
      workerHasEnded.await();
      queue.handBack();
    }

    void assertEnds(String... expected) {
      assertEachHasEndedOnce();
      assertEquals(List.of(expected), ends.stream().sorted().toList());
    }

    void assertEachHasEndedOnce() {
      host.assertNothingHasFailed();
      for (JobHandle<String> handle : accepted) {
        String item = handle.id().substring(handle.id().indexOf('#') + 1);
        assertTrue(handle.isDone(), "a job has no end");
        assertEquals(
            List.of(item + " " + handle.state()),
            ends.stream().filter(end -> end.startsWith(item)).toList());
        assertEquals(handle.state() == State.HANDED_BACK, handedBack.contains(item));
        assertTrue(handle.state() != State.SUCCEEDED || run.contains(item));
        if (handle.state() == State.FAILED
            && "cancelled before its turn".equals(handle.failure().getMessage())) {
          assertTrue(!run.contains(item), "it was run all the same");
        }
      }
      assertEquals(run.stream().distinct().toList(), run.stream().toList(), "run once each");
      QueueStatus status = queue.status();
      assertEquals(accepted.size(), status.accepted());
      assertEquals(status.accepted(), status.succeeded() + status.failed() + status.handedBack());
      assertEquals(0, status.waiting());
    }
  }

  private final String sentence;

  QueueStory(String sentence) {
    this.sentence = sentence;
  }

  @Override
  public String toString() {
    return sentence;
  }
}
