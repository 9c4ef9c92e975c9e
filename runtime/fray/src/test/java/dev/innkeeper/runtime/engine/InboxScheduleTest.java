package dev.innkeeper.runtime.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.innkeeper.fray.Cast;
import dev.innkeeper.fray.Schedules;
import dev.innkeeper.runtime.machine.Message;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * What is posted to an inbox is taken once, by one thread at a time, in whatever order the threads
 * take their steps.
 */
class InboxScheduleTest {

  @Test
  void whatTwoThreadsPostIsTakenWhenTheyReturn() {
    Schedules.pass(
        "what two threads post is taken when they return", () -> twoPost(InboxScheduleTest::real));
  }

  @Test
  void whatThreeThreadsPostIsTakenWhenTheyReturn() {
    Schedules.pass(
        "what three threads post is taken when they return",
        () -> threePost(InboxScheduleTest::real));
  }

  @Test
  void whatIsToldIsTakenByTheHostThreadThatIsWoken() {
    Schedules.pass(
        "what is told is taken by the host thread that is woken",
        () -> twoTell(InboxScheduleTest::real));
  }

  @Test
  void whatIsPostedAndToldIsTaken() {
    Schedules.pass(
        "what is posted and told is taken", () -> somePostAndSomeTell(InboxScheduleTest::real));
  }

  @Test
  void whatIsToldWhileTheHostThreadLeavesIsTaken() {
    Schedules.pass(
        "what is told while the host thread leaves is taken",
        () -> theHostThreadLeaves(InboxScheduleTest::real));
  }

  @Test
  void whatIsToldWhenTheHostThreadHasLeftIsTaken() {
    Schedules.pass(
        "what is told when the host thread has left is taken",
        () -> theHostThreadHasLeft(InboxScheduleTest::real));
  }

  @Test
  void aLongDrainLeavesTheRestToTheHostThread() {
    Schedules.pass(
        "a long drain leaves the rest to the host thread",
        () -> drainsAreShort(InboxScheduleTest::shortDrain));
  }

  @Test
  void aDrainThatDoesNotLookAgainLeavesAMessage() {
    Throwable found =
        Schedules.find(
            "planted: a drain that does not look again",
            () -> twoPost(InboxScheduleTest::notLookingAgain));
    assertInstanceOf(AssertionError.class, found);
  }

  @Test
  void aHostThreadThatLeavesWithoutALastLookLeavesAMessage() {
    Throwable found =
        Schedules.find(
            "planted: a host thread that looks before it leaves",
            () -> theHostThreadLeaves(InboxScheduleTest::lookingFirst));
    assertInstanceOf(AssertionError.class, found);
  }

  // ---- the stories

  private static void twoPost(Kind kind) throws InterruptedException {
    Stage stage = new Stage(kind, 2);
    new Cast().with("a", () -> stage.post(0, 0)).with("b", () -> stage.post(1, 0)).play();
    stage.assertTaken(1, 1);
  }

  private static void threePost(Kind kind) throws InterruptedException {
    Stage stage = new Stage(kind, 6);
    new Cast()
        .with("a", () -> stage.post(0, 0, 1))
        .with("b", () -> stage.post(1, 0, 1))
        .with("c", () -> stage.post(2, 0, 1))
        .play();
    stage.assertTaken(2, 2, 2);
  }

  private static void twoTell(Kind kind) throws InterruptedException {
    Stage stage = new Stage(kind, 4);
    new Cast()
        .with("host", stage::host)
        .with("a", () -> stage.tell(0, 0, 1))
        .with("b", () -> stage.tell(1, 0, 1))
        .play();
    stage.assertTaken(2, 2);
  }

  private static void somePostAndSomeTell(Kind kind) throws InterruptedException {
    Stage stage = new Stage(kind, 6);
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

  private static void theHostThreadLeaves(Kind kind) throws InterruptedException {
    Stage stage = new Stage(kind, 1);
    new Cast()
        .with(
            "host",
            () -> {
              stage.host();
              stage.inbox.leaveAlone().run();
            })
        .with("a", () -> stage.tell(0, 0, 1))
        .with("b", () -> stage.tell(1, 0, 1))
        .with("c", () -> stage.post(2, 0))
        .play();
    stage.assertTaken(2, 2, 1);
  }

  private static void theHostThreadHasLeft(Kind kind) throws InterruptedException {
    Stage stage = new Stage(kind, 0);
    stage.inbox.leaveAlone().run();
    new Cast()
        .with("a", () -> stage.tell(0, 0, 1))
        .with("b", () -> stage.tell(1, 0, 1))
        .with("c", () -> stage.post(2, 0, 1))
        .play();
    stage.assertTaken(2, 2, 2);
  }

  /** With drains of two messages each, everybody meets their limit. */
  private static void drainsAreShort(Kind kind) throws InterruptedException {
    Stage stage = new Stage(kind, 6);
    new Cast()
        .with("host", stage::host)
        .with("a", () -> stage.post(0, 0, 1, 2))
        .with("b", () -> stage.post(1, 0, 1))
        .with("c", () -> stage.tell(2, 0))
        .play();
    stage.assertTaken(3, 2, 1);
  }

  /** An inbox, what was taken out of it, and its host thread. */
  private static final class Stage {

    final Box inbox;

    /** When that many are taken, the host thread has what it waits for. */
    private final int awaited;

    /** Written by whoever drains, without a lock of its own. */
    private final List<Message.Ready> taken = new ArrayList<>();

    private final AtomicInteger takers = new AtomicInteger();
    private final AtomicInteger count = new AtomicInteger();
    private volatile @Nullable Thread host;

    Stage(Kind kind, int awaited) {
      this.inbox = kind.create(this::take, this::wakeHost);
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
        inbox.drain().run();
        if (count.get() >= awaited) {
          return;
        }
        if (!inbox.needsDrain().getAsBoolean()) {
          LockSupport.park(this);
        }
      }
    }

    void post(int sender, int... numbers) {
      for (int number : numbers) {
        inbox.post().accept(new Message.Ready(sender, number));
      }
    }

    void tell(int sender, int... numbers) {
      for (int number : numbers) {
        inbox.tell().accept(new Message.Ready(sender, number));
      }
    }

    /** Everything is taken: so many of each sender, each in the order in which it was sent. */
    void assertTaken(int... ofEachSender) {
      assertTrue(inbox.isIdle().getAsBoolean(), "a message is left");
      for (int sender = 0; sender < ofEachSender.length; sender++) {
        int its = sender;
        assertEquals(
            IntStream.range(0, ofEachSender[sender]).boxed().toList(),
            taken.stream().filter(m -> m.service() == its).map(Message.Ready::life).toList(),
            "of sender " + sender);
      }
    }
  }

  // ---- the inboxes

  /** What the stories need of an inbox. */
  private record Box(
      Consumer<Message> post,
      Consumer<Message> tell,
      Runnable drain,
      BooleanSupplier needsDrain,
      BooleanSupplier isIdle,
      Runnable leaveAlone) {}

  private interface Kind {
    Box create(Consumer<Message> machine, Runnable wakeHostThread);
  }

  private static Box real(Consumer<Message> machine, Runnable wakeHostThread) {
    Inbox i = new Inbox(machine, wakeHostThread);
    return new Box(i::post, i::tell, i::drain, i::needsDrain, i::isIdle, i::leaveAlone);
  }

  private static Box notLookingAgain(Consumer<Message> machine, Runnable wakeHostThread) {
    NotLookingAgainInbox i = new NotLookingAgainInbox(machine, wakeHostThread);
    return new Box(i::post, i::tell, i::drain, i::needsDrain, i::isIdle, i::leaveAlone);
  }

  private static Box shortDrain(Consumer<Message> machine, Runnable wakeHostThread) {
    ShortDrainInbox i = new ShortDrainInbox(machine, wakeHostThread);
    return new Box(i::post, i::tell, i::drain, i::needsDrain, i::isIdle, i::leaveAlone);
  }

  private static Box lookingFirst(Consumer<Message> machine, Runnable wakeHostThread) {
    LookingFirstInbox i = new LookingFirstInbox(machine, wakeHostThread);
    return new Box(i::post, i::tell, i::drain, i::needsDrain, i::isIdle, i::leaveAlone);
  }
}
