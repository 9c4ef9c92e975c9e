package dev.innkeeper.runtime.events;

import dev.innkeeper.fray.Cast;
import dev.innkeeper.fray.Schedules.Story;
import dev.innkeeper.timer.TimeSource;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/** What is posted is told once, in order, although the thread that tells sleeps, and ends. */
enum EventQueueStory implements Story {
  THE_THREAD_SLEEPS("the thread of events is woken by what is posted") {
    @Override
    public void live() throws InterruptedException {
      EventQueue queue = new EventQueue(TimeSource.system());
      Told told = new Told();
      CountDownLatch first = new CountDownLatch(1);
      new Cast()
          .with("events", queue::run)
          .with(
              "a",
              () -> {
                queue.post(first::countDown);
                first.await();
                queue.post(told.event("a1"));
                queue.close();
              })
          .play();
      told.assertTold(List.of("a1"));
    }
  },

  THE_THREAD_ENDS("what is posted while the thread of events ends is told") {
    @Override
    public void live() throws InterruptedException {
      EventQueue queue = new EventQueue(TimeSource.system());
      Told told = new Told();
      new Cast()
          .with("events", queue::run)
          .with(
              "a",
              () -> {
                queue.post(told.event("a1"));
                queue.post(told.event("a2"));
              })
          .with(
              "closer",
              () -> {
                queue.post(told.event("c1"));
                queue.close();
                queue.post(told.event("c2"));
              })
          .play();
      told.assertTold(List.of("a1", "a2"), List.of("c1", "c2"));
    }
  };

  private final String sentence;

  EventQueueStory(String sentence) {
    this.sentence = sentence;
  }

  @Override
  public String toString() {
    return sentence;
  }
}
