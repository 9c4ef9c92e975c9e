package dev.innkeeper.samples.story;

import dev.innkeeper.timer.PeriodicTimer;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Two threads that wait for the ticks of one timer.
 *
 * <p>Look at who comes second: it gets an exception at once. The first does not notice and gets its
 * ticks. Two consumers need two timers, or one that hands on what is to be done.
 */
public final class OneConsumer {

  private static final Logger LOG = LoggerFactory.getLogger(OneConsumer.class);

  private OneConsumer() {}

  public static void main(String[] args) throws InterruptedException {
    CountDownLatch ticks = new CountDownLatch(3);
    CountDownLatch refusals = new CountDownLatch(1);

    try (PeriodicTimer timer = PeriodicTimer.every(Duration.ofSeconds(1))) {
      Thread.ofVirtual().name("consumer-1").start(() -> consume(timer, ticks, refusals));
      Thread.ofVirtual().name("consumer-2").start(() -> consume(timer, ticks, refusals));
      refusals.await();
      ticks.await();
    }
  }

  private static void consume(PeriodicTimer timer, CountDownLatch ticks, CountDownLatch refusals) {
    try {
      while (timer.waitForNextTick()) {
        LOG.info("Tick {}", timer.lastTick().number());
        ticks.countDown();
      }
    } catch (IllegalStateException e) {
      LOG.info("Refused: {}", e.getMessage());
      refusals.countDown();
    } catch (InterruptedException e) {
      LOG.warn("Interrupted, and nobody was expected to do that", e);
    }
  }
}
