package dev.innkeeper.timer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

/** Real time: each thread is looked at until it waits, and then woken. */
class SystemTimeSourceTest {

  private static final Duration LONG = Duration.ofHours(1);
  private static final Duration SHORT = Duration.ofMillis(10);

  private final TimeSource time = TimeSource.system();

  private long in(Duration duration) {
    return time.nanoTimeAfter(duration);
  }

  /** Returns when it waits in this state, or when it has ended, which would be wrong. */
  private static void assertWaits(Thread thread, Thread.State expected) {
    while (thread.getState() != expected && thread.isAlive()) {
      Thread.onSpinWait();
    }
    assertEquals(expected, thread.getState());
  }

  private void assertWaitsUntilItIsWoken(Runnable wait, Thread.State waiting) throws Exception {
    Thread thread = Thread.ofPlatform().daemon().start(wait);
    assertWaits(thread, waiting);
    time.unpark(thread);
    assertTrue(thread.join(LONG));
  }

  @Test
  void aThreadThatParksWaitsUntilItIsWoken() throws Exception {
    assertWaitsUntilItIsWoken(() -> time.park(this), Thread.State.WAITING);
  }

  @Test
  void aThreadThatParksUntilATimeCanBeWokenBefore() throws Exception {
    assertWaitsUntilItIsWoken(() -> time.parkUntil(this, in(LONG)), Thread.State.TIMED_WAITING);
    assertWaitsUntilItIsWoken(
        () -> time.parkUntil(this, Instant.now().plus(LONG)), Thread.State.TIMED_WAITING);
    assertWaitsUntilItIsWoken(
        () -> time.parkUntil(this, in(LONG), in(LONG)), Thread.State.TIMED_WAITING);
  }

  @Test
  void aWaitWithALookEndsAtTheEarlierOfTheTwo() throws Exception {
    Thread byLook = Thread.ofPlatform().daemon().start(() -> untilEither(LONG, SHORT));
    Thread byDeadline = Thread.ofPlatform().daemon().start(() -> untilEither(SHORT, LONG));
    assertTrue(byLook.join(Duration.ofSeconds(30)), "at the look");
    assertTrue(byDeadline.join(Duration.ofSeconds(30)), "at the deadline");
  }

  private void untilEither(Duration deadline, Duration look) {
    time.parkUntil(this, in(deadline), in(look));
  }

  @Test
  void anInterruptEndsAWait() throws Exception {
    CountDownLatch never = new CountDownLatch(1);
    boolean[] interrupted = new boolean[1];
    Thread thread =
        Thread.ofPlatform()
            .daemon()
            .start(() -> {
              try {
                never.await();
              } catch (InterruptedException e) {
                interrupted[0] = true;
              }
            });
    assertWaits(thread, Thread.State.WAITING);
    time.interrupt(thread);
    assertTrue(thread.join(Duration.ofSeconds(30)));
    assertTrue(interrupted[0]);
  }

  @Test
  void whetherAThreadHasEndedInTimeIsAskedWithADeadline() throws Exception {
    Thread ends = Thread.ofPlatform().start(() -> {});
    assertTrue(time.join(ends, in(LONG)));
    CountDownLatch end = new CountDownLatch(1);
    Thread goesOn =
        Thread.ofVirtual()
            .start(() -> {
              try {
                end.await();
              } catch (InterruptedException e) {
                throw new AssertionError(e);
              }
            });
    assertFalse(time.join(goesOn, in(SHORT)));
    end.countDown();
    assertTrue(time.join(goesOn, in(LONG)));
  }
}
