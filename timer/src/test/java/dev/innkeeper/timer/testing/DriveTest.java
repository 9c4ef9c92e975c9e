package dev.innkeeper.timer.testing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.innkeeper.timer.Signal;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class DriveTest {

  private final ManualTimeFixture fixture = new ManualTimeFixture();
  private final ManualTimeSource time = fixture.time();

  static List<Throwable> thrown() {
    return List.of(
        new IOException("disk"),
        new IllegalStateException("full"),
        new InterruptedException("enough"),
        new ExecutionException("of the call's own", new IOException("disk")),
        new AssertionError("expected 1 but was 2"),
        new StackOverflowError(),
        new NoClassDefFoundError("gone"));
  }

  @Test
  void takesACallThatReturnsNothing() throws Exception {
    time.drive(this::sleepForADay);
    assertEquals(fixture.at(Duration.ofDays(1)), time.nanoTime());
    IOException thrown = new IOException("closed");
    assertSame(
        thrown,
        assertThrows(
            IOException.class, () -> time.drive((ManualTimeSource.Action) () -> fail(thrown))));
  }

  private void sleepForADay() {
    fixture.sleep(Duration.ofDays(1));
  }

  private static void fail(IOException thrown) throws IOException {
    throw thrown;
  }

  @Test
  void jumpsFromDueTimeToDueTimeUntilTheCallReturns() throws Exception {
    String result =
        time.drive(() -> {
          fixture.sleep(Duration.ofDays(400));
          return "done";
        });
    assertEquals("done", result);
    assertEquals(fixture.at(Duration.ofDays(400)), time.nanoTime());
  }

  @ParameterizedTest
  @MethodSource("thrown")
  void throwsWhatTheCallThrows(Throwable failure) {
    Throwable thrown =
        assertThrows(
            Throwable.class,
            () ->
                time.drive(() -> {
                  switch (failure) {
                    case Error error -> throw error;
                    case Exception exception -> throw exception;
                    default -> throw new IllegalArgumentException(failure);
                  }
                }));
    assertSame(failure, thrown);
  }

  @Test
  void saysSoWhenNothingWillEverEndTheCall() {
    Signal never = new Signal(time);
    IllegalStateException stuck =
        assertThrows(
            IllegalStateException.class,
            () ->
                time.drive(() -> {
                  never.await();
                  return null;
                }));
    assertTrue(
        stuck
            .getMessage()
            .startsWith(
                "the call in drive(() -> ...) cannot end: no thread is busy and nothing is due;"
                    + " thread 'drive' waits for Signal["),
        stuck.getMessage());
  }
}
