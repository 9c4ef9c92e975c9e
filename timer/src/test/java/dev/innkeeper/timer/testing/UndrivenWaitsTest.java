package dev.innkeeper.timer.testing;

import static dev.innkeeper.timer.testing.ManualTimeFixture.SECOND;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.innkeeper.timer.Signal;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

/** Calls that wait, made on a thread that is not the host's, and outside {@code drive}. */
class UndrivenWaitsTest {

  private final ManualTimeFixture fixture = new ManualTimeFixture();
  private final ManualTimeSource time = fixture.time();
  private final Signal never = new Signal(time);

  private void limit() {
    time.limitUndrivenWaits(Duration.ofMillis(50));
  }

  private void isRefused(Executable wait) {
    IllegalStateException refused = assertThrows(IllegalStateException.class, wait);
    assertTrue(
        refused.getMessage().contains("make the call in drive(() -> ...)"), refused.getMessage());
    assertTrue(
        refused
            .getMessage()
            .startsWith("thread '" + Thread.currentThread().getName() + "' waits for Signal["),
        refused.getMessage());
  }

  @Test
  void aWaitThatNobodyCanEndThrowsAndNamesDrive() {
    limit();
    isRefused(never::await);
    isRefused(() -> never.await(SECOND));
    isRefused(() -> never.await(Duration.ofDays(1_000)));
  }

  @Test
  void soDoesTheWaitOfTheOneWhoHasMovedTheTimeSoFar() {
    limit();
    time.advance(SECOND);
    time.start("service", () -> fixture.sleep(SECOND));
    isRefused(never::await);
    time.advance(SECOND);
  }

  @Test
  void afterItTheTimeGoesOn() {
    limit();
    fixture.startSleeper("service", SECOND);
    isRefused(never::await);
    time.advance(SECOND);
    assertEquals(List.of("1 service"), fixture.trail());
  }

  @Test
  void aWaitOfAServiceNeverThrows() throws Exception {
    limit();
    time.start("service", () -> awaitAndMark());
    isRefused(() -> new Signal(time).await());
    isRefused(() -> new Signal(time).await());
    assertEquals(List.of(), fixture.trail());
    never.raise();
    time.advance(Duration.ZERO);
    assertEquals(List.of("0 service"), fixture.trail());
  }

  private void awaitAndMark() {
    fixture.await(never);
    fixture.mark("service");
  }

  @Test
  void aWaitGoesOnWhileAnIdleIsOpen() throws Exception {
    limit();
    CountDownLatch outside = new CountDownLatch(1);
    time.start("service", () -> idleAndRaise(outside));
    Thread other = Thread.ofPlatform().start(() -> letTheLimitPassAndOpen(outside));
    never.await();
    other.join();
  }

  private void letTheLimitPassAndOpen(CountDownLatch latch) {
    letTheLimitPass();
    latch.countDown();
  }

  private void idleAndRaise(CountDownLatch outside) {
    fixture.idle(outside);
    never.raise();
  }

  /** Real time, measured by the limit of another time source, which is twice as long. */
  private void letTheLimitPass() {
    ManualTimeSource other = new ManualTimeSource();
    other.limitUndrivenWaits(Duration.ofMillis(100));
    assertThrows(IllegalStateException.class, new Signal(other)::await);
  }

  @Test
  void aWaitGoesOnWhileAnotherThreadMovesTheTime() throws Exception {
    limit();
    time.advance(SECOND); // by this thread, which does not wait here
    AtomicReference<Object> ended = new AtomicReference<>();
    Thread waiter = Thread.ofPlatform().start(() -> ended.set(awaitASecond()));
    letTheLimitPass();
    time.advance(SECOND);
    waiter.join();
    assertEquals("in time", ended.get());
  }

  private Object awaitASecond() {
    try {
      return never.await(SECOND) ? "raised" : "in time";
    } catch (InterruptedException | IllegalStateException e) {
      return e;
    }
  }

  @Test
  void zeroIsNoLimit() throws Exception {
    time.limitUndrivenWaits(Duration.ZERO);
    AtomicReference<Object> ended = new AtomicReference<>();
    Thread waiter = Thread.ofPlatform().start(() -> ended.set(awaitASecond()));
    letTheLimitPass();
    assertTrue(waiter.isAlive());
    never.raise();
    waiter.join();
    assertEquals("raised", ended.get());
  }

  @Test
  void theLimitIsCheckedWhereItIsGiven() {
    assertThrows(
        IllegalArgumentException.class,
        () -> time.limitUndrivenWaits(Duration.ofSeconds(Long.MAX_VALUE)));
    assertThrows(IllegalArgumentException.class, () -> time.limitUndrivenWaits(SECOND.negated()));
  }
}
