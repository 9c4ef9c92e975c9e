package dev.innkeeper.timer.testing;

import static dev.innkeeper.timer.testing.ManualTimeFixture.SECOND;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

class IdleTest {

  private final ManualTimeFixture fixture = new ManualTimeFixture();
  private final ManualTimeSource time = fixture.time();

  @Test
  void aWaitInIdleLetsTheOthersRun() throws InterruptedException {
    CountDownLatch outside = new CountDownLatch(1);
    Thread thread =
        time.start(
            "outside",
            () -> {
              fixture.idle(outside);
              fixture.mark("back");
            });
    fixture.startSleeper("other", SECOND);
    time.advance(SECOND);
    outside.countDown();
    thread.join();
    assertEquals(List.of("1 other", "1 back"), fixture.trail());
  }

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
