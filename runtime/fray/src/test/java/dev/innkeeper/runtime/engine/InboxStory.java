package dev.innkeeper.runtime.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.innkeeper.fray.Cast;
import dev.innkeeper.fray.Schedules.Story;
import dev.innkeeper.runtime.machine.Message;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * What is posted to an inbox is taken once, by one thread at a time, in whatever order the threads
 * take their steps.
 */
enum InboxStory implements Story {
  TWO_POST("what two threads post is taken when they return") {
    @Override
    public void live() throws InterruptedException {
      Stage stage = new Stage(2);
      new Cast().with("a", () -> stage.post(0, 0)).with("b", () -> stage.post(1, 0)).play();
      stage.assertTaken(1, 1);
    }
  },

  THREE_POST("what three threads post is taken when they return") {
    @Override
    public void live() throws InterruptedException {
      Stage stage = new Stage(6);
      new Cast()
          .with("a", () -> stage.post(0, 0, 1))
          .with("b", () -> stage.post(1, 0, 1))
          .with("c", () -> stage.post(2, 0, 1))
          .play();
      stage.assertTaken(2, 2, 2);
    }
  },

  TWO_TELL("what is told is taken by the host thread that is woken") {
    @Override
    public void live() throws InterruptedException {
      Stage stage = new Stage(4);
      new Cast()
          .with("host", stage::host)
          .with("a", () -> stage.tell(0, 0, 1))
          .with("b", () -> stage.tell(1, 0, 1))
          .play();
      stage.assertTaken(2, 2);
    }
  },

  SOME_POST_AND_SOME_TELL("what is posted and told is taken") {
    @Override
    public void live() throws InterruptedException {
      Stage stage = new Stage(6);
      new Cast()
          .with("host", stage::host)
          .with("a", () -> stage.post(0, 0, 1))
          .with("b", () -> stage.tell(1, 0, 1))
          .with(
              "c",
              () -> {
                stage.tell(2, 0);
                stage.post(2, 1);
              })
          .play();
      stage.assertTaken(2, 2, 2);
    }
  },

  THE_HOST_THREAD_LEAVES("what is told while the host thread leaves is taken") {
    @Override
    public void live() throws InterruptedException {
      Stage stage = new Stage(1);
      new Cast()
          .with(
              "host",
              () -> {
                stage.host();
                stage.inbox.leaveAlone();
              })
          .with("a", () -> stage.tell(0, 0, 1))
          .with("b", () -> stage.tell(1, 0, 1))
          .with("c", () -> stage.post(2, 0))
          .play();
      stage.assertTaken(2, 2, 1);
    }
  },

  THE_HOST_THREAD_HAS_LEFT("what is told when the host thread has left is taken") {
    @Override
    public void live() throws InterruptedException {
      Stage stage = new Stage(0);
      stage.inbox.leaveAlone();
      new Cast()
          .with("a", () -> stage.tell(0, 0, 1))
          .with("b", () -> stage.tell(1, 0, 1))
          .with("c", () -> stage.post(2, 0, 1))
          .play();
      stage.assertTaken(2, 2, 2);
    }
  },

  DRAINS_END("what is left when a drain ends is taken") {
    /** With drains of two messages each, everybody meets their limit. */
    @Override
    public void live() throws InterruptedException {
      Stage stage = new Stage(6);
      new Cast()
          .with("host", stage::host)
          .with("a", () -> stage.post(0, 0, 1, 2))
          .with("b", () -> stage.post(1, 0, 1))
          .with("c", () -> stage.tell(2, 0))
          .play();
      stage.assertTaken(3, 2, 1);
    }
  };

  /** An inbox, what was taken out of it, and its host thread. */
  private static final class Stage {

    final Inbox inbox;

    /** When that many are taken, the host thread has what it waits for. */
    private final int awaited;

    /** Written by whoever drains, without a lock of its own. */
    private final List<Message.Ready> taken = new ArrayList<>();

    private final AtomicInteger takers = new AtomicInteger();
    private final AtomicInteger count = new AtomicInteger();
    private volatile @Nullable Thread host;

    Stage(int awaited) {
      this.inbox = new Inbox(this::take, this::wakeHost);
      this.awaited = awaited;
    }

    private void take(Message message) {
      assertEquals(1, takers.incrementAndGet(), "two take a message at the same time");
      taken.add((Message.Ready) message);
      boolean enough = count.incrementAndGet() == awaited;
      assertEquals(0, takers.decrementAndGet(), "two take a message at the same time");
      if (enough) {
        wakeHost();
      }
    }

    private void wakeHost() {
      Thread waiting = host;
      if (waiting != null) {
        LockSupport.unpark(waiting);
      }
    }

    /** As {@link HostThread} waits: drains, looks at its condition, and sleeps. */
    void host() {
      host = Thread.currentThread();
      while (true) {
        inbox.drain();
        if (count.get() >= awaited) {
          return;
        }
        if (!inbox.needsDrain()) {
          LockSupport.park(this);
        }
      }
    }

    void post(int sender, int... numbers) {
      for (int number : numbers) {
        inbox.post(new Message.Ready(sender, number));
      }
    }

    void tell(int sender, int... numbers) {
      for (int number : numbers) {
        inbox.tell(new Message.Ready(sender, number));
      }
    }

    /** Everything is taken: so many of each sender, each in the order in which it was sent. */
    void assertTaken(int... ofEachSender) {
      assertTrue(inbox.isIdle(), "a message is left");
      for (int sender = 0; sender < ofEachSender.length; sender++) {
        int its = sender;
        assertEquals(
            IntStream.range(0, ofEachSender[sender]).boxed().toList(),
            taken.stream().filter(m -> m.service() == its).map(Message.Ready::life).toList(),
            "of sender " + sender);
      }
    }
  }

  private final String sentence;

  InboxStory(String sentence) {
    this.sentence = sentence;
  }

  @Override
  public String toString() {
    return sentence;
  }
}
