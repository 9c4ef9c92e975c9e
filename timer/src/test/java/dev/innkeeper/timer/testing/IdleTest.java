package dev.innkeeper.timer.testing;

import static dev.innkeeper.timer.testing.ManualTimeFixture.SECOND;
import static org.junit.jupiter.api.Assertions.assertEquals;

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
}
