package dev.innkeeper.timer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.innkeeper.timer.testing.ManualTimeSource;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

/** A wait for a condition. */
class AwaitTest {

  private final ManualTimeSource time = new ManualTimeSource();
  private final long begin = time.nanoTime();
  private final AtomicBoolean done = new AtomicBoolean();
  private final List<String> trail = new CopyOnWriteArrayList<>();

  private void mark(String what) {
    trail.add(Duration.ofNanos(time.nanoTime() - begin).toSeconds() + " " + what);
  }

  private Thread start(Callable<?> wait) {
    return time.start(
        "waiter",
        () -> {
          try {
            mark("ends with " + wait.call());
          } catch (Exception e) {
            mark("throws " + e.getClass().getSimpleName());
          }
        });
  }

  private boolean await(Duration timeout) throws InterruptedException {
    return time.await(this, time.nanoTimeAfter(timeout), done::get);
  }

  private boolean awaitForEver() throws InterruptedException {
    time.await(this, done::get);
    return done.get();
  }

  @Test
  void endsWhenTheConditionHoldsAndNotWithAWakeUpForNothing() {
    Thread waiter = start(this::awaitForEver);
    time.advance(Duration.ofSeconds(1));
    time.unpark(waiter);
    time.advance(Duration.ofSeconds(1));
    done.set(true);
    time.unpark(waiter);
    time.advance(Duration.ZERO);
    assertEquals(List.of("2 ends with true"), trail);
  }

  @Test
  void endsAtItsDeadlineAtTheLatest() {
    start(() -> await(Duration.ofSeconds(3)));
    time.advance(Duration.ofDays(1));
    assertEquals(List.of("3 ends with false"), trail);
  }

  @Test
  void isNoneIfTheConditionHoldsAlreadyAlsoAfterTheDeadline() {
    done.set(true);
    start(() -> await(Duration.ZERO));
    time.advance(Duration.ZERO);
    assertEquals(List.of("0 ends with true"), trail);
  }

  @Test
  void throwsWhenItIsInterruptedAndTheFlagIsClear() {
    Thread first =
        start(() -> {
          assertThrows(InterruptedException.class, this::awaitForEver);
          return Thread.currentThread().isInterrupted();
        });
    Thread second = start(() -> await(Duration.ofSeconds(9)));
    time.advance(Duration.ofSeconds(1));
    time.interrupt(first);
    time.interrupt(second);
    time.advance(Duration.ofSeconds(1));
    assertEquals(List.of("1 ends with false", "1 throws InterruptedException"), trail);
  }

  @Test
  void throwsIfTheFlagIsSetBeforeItBeginsWhateverTheConditionSays() {
    done.set(true);
    start(() -> {
      time.interrupt(Thread.currentThread());
      return awaitForEver();
    });
    time.advance(Duration.ZERO);
    assertEquals(List.of("0 throws InterruptedException"), trail);
  }

  @Test
  void keepsTheInterruptIfItIsUninterruptible() {
    Thread waiter =
        start(() -> {
          time.awaitUninterruptibly(this, done::get);
          return "flag " + Thread.currentThread().isInterrupted();
        });
    time.advance(Duration.ofSeconds(1));
    time.interrupt(waiter);
    time.advance(Duration.ofSeconds(1));
    done.set(true);
    time.unpark(waiter);
    time.advance(Duration.ZERO);
    assertEquals(List.of("2 ends with flag true"), trail);
  }
}
