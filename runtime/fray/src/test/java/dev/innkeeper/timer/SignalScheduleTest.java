package dev.innkeeper.timer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.innkeeper.fray.Cast;
import dev.innkeeper.fray.Schedules;
import java.time.Duration;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.pastalab.fray.runtime.DeadlockException;

/** A thread that waits for a signal wakes up, in whatever order the threads take their steps. */
class SignalScheduleTest {

  @Test
  void aWaiterIsWoken() {
    Schedules.pass("a waiter is woken", () -> oneWaits(real()));
  }

  @Test
  void twoWaitersAreWoken() {
    Schedules.pass("two waiters are woken", () -> twoWait(real()));
  }

  @Test
  void thoseWhoStayAreWokenWhileOneLeaves() {
    Schedules.pass("those who stay are woken while one leaves", () -> twoWaitAndOneLeaves(real()));
  }

  @Test
  void thoseWhoStayAreWokenWhileOneIsInterrupted() {
    Schedules.pass(
        "those who stay are woken while one is interrupted", () -> oneIsInterrupted(real()));
  }

  @Test
  void whatWasRaisedIsSeen() {
    Schedules.pass("what was raised is seen", () -> raisedIsSeen(real()));
  }

  @Test
  void aWaiterThatEntersAfterItHasLookedSleepsOn() {
    Throwable found =
        Schedules.find(
            "planted: a signal that looks before it enters", () -> oneWaits(lookingFirst()));
    assertInstanceOf(DeadlockException.class, found);
  }

  @Test
  void aWaiterThatIsForgottenWhenAnotherComesSleepsOn() {
    Throwable found =
        Schedules.find(
            "planted: a signal that forgets the first waiter", () -> twoWait(forgetful()));
    assertInstanceOf(DeadlockException.class, found);
  }

  // ---- the stories

  private static void oneWaits(Event event) throws InterruptedException {
    new Cast().with("waiter", () -> stay(event)).with("raiser", event.raise()::run).play();
    nobodyIsLeft(event);
  }

  private static void twoWait(Event event) throws InterruptedException {
    new Cast()
        .with("first", () -> stay(event))
        .with("second", () -> stay(event))
        .with("raiser", event.raise()::run)
        .play();
    nobodyIsLeft(event);
  }

  private static void twoWaitAndOneLeaves(Event event) throws InterruptedException {
    new Cast()
        .with("first", () -> stay(event))
        .with("second", () -> stay(event))
        .with("guest", () -> event.awaitSoLong().await(Duration.ZERO))
        .with("raiser", event.raise()::run)
        .play();
    nobodyIsLeft(event);
  }

  private static void oneIsInterrupted(Event event) throws InterruptedException {
    Thread guest =
        Thread.ofPlatform()
            .name("guest")
            .unstarted(() -> {
              try {
                event.awaitIt().await();
              } catch (InterruptedException e) {
                // It was not raised yet, or both came together.
              }
            });
    guest.start();
    new Cast()
        .with("stayer", () -> stay(event))
        .with("interrupter", guest::interrupt)
        .with("raiser", event.raise()::run)
        .play();
    guest.join();
    nobodyIsLeft(event);
  }

  private static void raisedIsSeen(Event event) throws InterruptedException {
    int[] written = new int[1];
    new Cast()
        .with(
            "raiser",
            () -> {
              written[0] = 1;
              event.raise().run();
              assertTrue(event.isRaised().getAsBoolean());
              assertTrue(event.awaitSoLong().await(Duration.ZERO));
            })
        .with(
            "waiter",
            () -> {
              event.awaitIt().await();
              assertTrue(event.isRaised().getAsBoolean());
              assertEquals(1, written[0]);
            })
        .with(
            "guest",
            () -> {
              boolean before = event.isRaised().getAsBoolean();
              boolean awaited = event.awaitSoLong().await(Duration.ZERO);
              boolean after = event.isRaised().getAsBoolean();
              assertTrue(!before || awaited, "raised, and then not");
              assertTrue(!awaited || after, "raised, and then not");
              assertTrue(!awaited || written[0] == 1, "raised, before it was");
            })
        .play();
    nobodyIsLeft(event);
  }

  private static void stay(Event event) throws InterruptedException {
    event.awaitIt().await();
    assertTrue(event.isRaised().getAsBoolean());
  }

  private static void nobodyIsLeft(Event event) {
    assertEquals("Signal[raised, 0 waiting]", event.text().get());
  }

  // ---- the signals

  /** What the stories need of a signal. */
  private record Event(
      Runnable raise,
      BooleanSupplier isRaised,
      Waiting awaitIt,
      WaitingSoLong awaitSoLong,
      Supplier<String> text) {}

  private interface Waiting {
    void await() throws InterruptedException;
  }

  private interface WaitingSoLong {
    boolean await(Duration timeout) throws InterruptedException;
  }

  private static Event real() {
    Signal s = new Signal(TimeSource.system());
    return new Event(s::raise, s::isRaised, s::await, s::await, s::toString);
  }

  private static Event lookingFirst() {
    LookingFirstSignal s = new LookingFirstSignal(TimeSource.system());
    return new Event(s::raise, s::isRaised, s::await, s::await, s::toString);
  }

  private static Event forgetful() {
    ForgetfulSignal s = new ForgetfulSignal(TimeSource.system());
    return new Event(s::raise, s::isRaised, s::await, s::await, s::toString);
  }
}
