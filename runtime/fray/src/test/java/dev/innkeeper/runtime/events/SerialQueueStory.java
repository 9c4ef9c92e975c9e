package dev.innkeeper.runtime.events;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.innkeeper.fray.Cast;
import dev.innkeeper.fray.Schedules.Story;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/** Tasks are run one after the other, although no thread of their own waits for them. */
enum SerialQueueStory implements Story {
  TWO_POST("tasks are run by helpers one after the other, in order") {
    @Override
    public void live() throws InterruptedException {
      Queue<Thread> helpers = new ConcurrentLinkedQueue<>();
      SerialQueue queue =
          new SerialQueue(task -> {
            Thread helper = Thread.ofPlatform().name("helper").unstarted(task);
            helpers.add(helper);
            helper.start();
          });
      Told told = new Told();
      new Cast()
          .with(
              "a",
              () -> {
                queue.post(told.event("a1"));
                queue.post(told.event("a2"));
              })
          .with("b", () -> queue.post(told.event("b1")))
          .play();
      for (Thread helper = helpers.poll(); helper != null; helper = helpers.poll()) {
        helper.join(); // it has started the next one by then, if there is one
      }
      assertTrue(queue.isIdle());
      told.assertTold(List.of("a1", "a2"), List.of("b1"));
    }
  };

  private final String sentence;

  SerialQueueStory(String sentence) {
    this.sentence = sentence;
  }

  @Override
  public String toString() {
    return sentence;
  }
}
