package dev.innkeeper.timer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.innkeeper.timer.testing.ManualTimeSource;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

class SignalTest {

  private final ManualTimeSource time = new ManualTimeSource();
  private final Signal signal = new Signal(time);
  private final List<String> trail = new CopyOnWriteArrayList<>();

  private Thread await(String name, Duration timeout) {
    return time.start(
        name,
        () -> {
          try {
            trail.add(name + (signal.await(timeout) ? " saw it" : " timed out"));
          } catch (InterruptedException e) {
            trail.add(name + " interrupted");
          }
        });
  }

  @Test
  void raiseWakesAllWhoWaitInTheOrderOfTheirArrival() {
    await("a", Duration.ofDays(1));
    await("b", Duration.ofDays(1));
    await("c", Duration.ofDays(1));
    time.advance(Duration.ofHours(1));
    signal.raise();
    signal.raise();
    time.advance(Duration.ZERO);
    assertEquals(List.of("a saw it", "b saw it", "c saw it"), trail);
  }

  @Test
  void theTimeoutIsExact() {
    await("a", Duration.ofSeconds(1));
    time.advance(Duration.ofSeconds(1).minusNanos(1));
    assertEquals(List.of(), trail);
    time.advance(Duration.ofNanos(1));
    assertEquals(List.of("a timed out"), trail);
  }

  @Test
  void whoComesLateDoesNotWait() throws InterruptedException {
    signal.raise();
    signal.await();
    assertTrue(signal.await(Duration.ZERO));
  }

  @Test
  void anInterruptEndsOneWaitAndHarmsNobodyElse() {
    Thread a = await("a", Duration.ofDays(1));
    await("b", Duration.ofDays(1));
    time.advance(Duration.ZERO);
    time.interrupt(a);
    time.advance(Duration.ZERO);
    signal.raise();
    time.advance(Duration.ZERO);
    assertEquals(List.of("a interrupted", "b saw it"), trail);
  }

  @Test
  void thoseWhoCameAfterMayLeaveBeforeAndTheFirstIsStillWoken() {
    await("a", Duration.ofDays(1));
    Thread b = await("b", Duration.ofDays(1));
    await("c", Duration.ofSeconds(1));
    time.advance(Duration.ZERO);
    time.interrupt(b);
    time.advance(Duration.ofSeconds(1));
    signal.raise();
    time.advance(Duration.ZERO);
    assertEquals(List.of("b interrupted", "c timed out", "a saw it"), trail);
  }

  @Test
  void whoWaitsWithoutATimeoutIsIdleUntilItIsRaised() {
    time.start(
        "a",
        () -> {
          try {
            signal.await();
            trail.add("a saw it");
          } catch (InterruptedException e) {
            trail.add("a interrupted");
          }
        });
    time.advance(Duration.ofDays(1_000));
    assertEquals(List.of(), trail);
    signal.raise();
    time.advance(Duration.ZERO);
    assertEquals(List.of("a saw it"), trail);
  }

  @Test
  void itsTextSaysHowManyWait() {
    List<String> texts = new ArrayList<>();
    texts.add(signal.toString());
    await("a", Duration.ofSeconds(1));
    time.advance(Duration.ZERO);
    texts.add(signal.toString());
    time.advance(Duration.ofSeconds(1));
    texts.add(signal.toString());
    await("b", Duration.ofSeconds(1));
    await("c", Duration.ofSeconds(2));
    time.advance(Duration.ZERO);
    texts.add(signal.toString());
    time.advance(Duration.ofSeconds(2));
    signal.raise();
    texts.add(signal.toString());
    assertEquals(
        List.of(
            "Signal[not raised, 0 waiting]",
            "Signal[not raised, 1 waiting]",
            "Signal[not raised, 0 waiting]",
            "Signal[not raised, 2 waiting]",
            "Signal[raised, 0 waiting]"),
        texts);
  }

  @Test
  void aThreadInterruptedBeforehandThrowsAtOnce() {
    Thread.currentThread().interrupt();
    assertThrows(InterruptedException.class, signal::await);
    assertFalse(Thread.currentThread().isInterrupted());
  }

  @Test
  void onTheSystemsTimeNobodyMissesIt() throws InterruptedException {
    Signal real = new Signal(TimeSource.system());
    int count = 200;
    CountDownLatch seen = new CountDownLatch(count);
    for (int i = 0; i < count; i++) {
      Thread.ofVirtual()
          .start(() -> {
            try {
              real.await();
              seen.countDown();
            } catch (InterruptedException e) {
              throw new AssertionError(e);
            }
          });
      if (i == count / 2) {
        real.raise();
      }
    }
    seen.await();
    assertTrue(real.isRaised());
  }
}
