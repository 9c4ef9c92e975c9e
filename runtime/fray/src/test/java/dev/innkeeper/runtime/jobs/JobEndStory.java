package dev.innkeeper.runtime.jobs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.innkeeper.fray.Cast;
import dev.innkeeper.fray.Schedules.Story;
import dev.innkeeper.timer.TimeSource;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicInteger;

/** A job ends once, and all that wait for its end are told once. */
enum JobEndStory implements Story {
  TWO_AWAIT("the end of a job wakes the threads that await it") {
    @Override
    public void live() throws InterruptedException {
      Handle handle = new Handle();
      new Cast()
          .with("first", () -> await(handle))
          .with("second", () -> await(handle))
          .with("worker", () -> handle.succeedAndTell("done"))
          .play();
    }
  },

  CALLBACKS_COME("a callback that is registered while its job ends is called once") {
    @Override
    public void live() throws InterruptedException {
      Handle handle = new Handle();
      AtomicInteger first = new AtomicInteger();
      AtomicInteger second = new AtomicInteger();
      new Cast()
          .with("a", () -> handle.whenDone(done -> first.incrementAndGet()))
          .with("b", () -> handle.whenDone(done -> second.incrementAndGet()))
          .with("worker", () -> handle.succeedAndTell("done"))
          .play();
      assertEquals(1, first.get(), "calls of the first callback");
      assertEquals(1, second.get(), "calls of the second callback");
    }
  },

  TWO_END("of a cancel and a completion one ends the job") {
    @Override
    public void live() throws InterruptedException {
      Handle handle = new Handle();
      AtomicInteger calls = new AtomicInteger();
      handle.whenDone(done -> calls.incrementAndGet());
      boolean[] cancelled = new boolean[1];
      boolean[] succeeded = new boolean[1];
      new Cast()
          .with("user", () -> cancelled[0] = handle.cancel())
          .with("worker", () -> succeeded[0] = handle.succeedAndTell("done"))
          .with("reader", () -> assertTrue(!handle.isDone() || handle.state().ordinal() > 1))
          .play();
      assertEquals(cancelled[0], !succeeded[0], "both have ended it, or neither has");
      assertEquals(
          succeeded[0] ? JobHandle.State.SUCCEEDED : JobHandle.State.FAILED, handle.state());
      assertEquals(1, calls.get(), "calls of the callback");
    }
  };

  private static final class Handle extends JobEnd<String> {

    boolean succeedAndTell(String result) {
      return endAndTell(Outcome.succeeded(result));
    }

    @Override
    public boolean cancel() {
      return endAndTell(Outcome.failed(new CancellationException()));
    }

    private boolean endAndTell(Outcome<String> how) {
      boolean first = endUnseen(how);
      if (first) {
        tell();
      }
      return first;
    }

    @Override
    public String id() {
      return "story#1";
    }

    @Override
    TimeSource time() {
      return TimeSource.system();
    }

    @Override
    boolean isRunning() {
      return true;
    }

    @Override
    void callbackFailed(Throwable thrown) {
      throw new AssertionError(thrown);
    }
  }

  private final String sentence;

  JobEndStory(String sentence) {
    this.sentence = sentence;
  }

  private static void await(Handle handle) throws InterruptedException {
    handle.await();
    assertEquals("done", handle.result());
  }

  @Override
  public String toString() {
    return sentence;
  }
}
