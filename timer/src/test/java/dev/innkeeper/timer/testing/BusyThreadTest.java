package dev.innkeeper.timer.testing;

import static dev.innkeeper.timer.testing.ManualTimeFixture.SECOND;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

class BusyThreadTest {

  private final ManualTimeSource time = new ManualTimeSource();

  @Test
  void aWaitWithoutIdleIsReportedWithNameAndStackAfterTenSeconds() {
    CountDownLatch latch = new CountDownLatch(1);
    time.start("careless", () -> awaitCarelessly(latch));
    IllegalStateException stuck =
        assertThrows(IllegalStateException.class, () -> time.advance(SECOND));
    latch.countDown();
    assertTrue(
        stuck.getMessage().startsWith("thread 'careless' is still busy after 10 s"),
        stuck.getMessage());
    assertTrue(stuck.getMessage().contains("awaitCarelessly"), stuck.getMessage());
  }

  private void awaitCarelessly(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }
}
