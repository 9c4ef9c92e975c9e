package dev.innkeeper.samples.story;

import dev.innkeeper.timer.PeriodicTimer;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A poller whose period is changed by another thread, and that is stopped early.
 *
 * <p>Look at the times of the ticks: each change holds at once, for the wait in progress, too. At
 * the end the period is an hour, and the poller ends in the moment in which the timer is closed.
 */
public final class ChangePeriod {

  private static final Logger LOG = LoggerFactory.getLogger(ChangePeriod.class);

  private ChangePeriod() {}

  public static void main(String[] args) throws InterruptedException {
    CountDownLatch slow = new CountDownLatch(3);
    CountDownLatch fast = new CountDownLatch(8);

    PeriodicTimer timer = PeriodicTimer.every(Duration.ofMillis(800));
    Thread poller = Thread.ofVirtual().name("poller").start(() -> poll(timer, slow, fast));

    slow.await();
    LOG.info("There is more to do: every 200 ms");
    timer.changePeriod(Duration.ofMillis(200));

    fast.await();
    LOG.info("There is nothing to do: every hour");
    timer.changePeriod(Duration.ofHours(1));

    LOG.info("Closes the timer");
    timer.close(); // the poller waits no longer; a try-with-resources would do it, too
    poller.join();
  }

  private static void poll(PeriodicTimer timer, CountDownLatch slow, CountDownLatch fast) {
    try {
      while (timer.waitForNextTick()) {
        LOG.info("Tick {}, every {} ms", timer.lastTick().number(), timer.period().toMillis());
        slow.countDown();
        fast.countDown();
      }
      LOG.info("No more ticks");
    } catch (InterruptedException e) {
      LOG.warn("Interrupted, and nobody was expected to do that", e);
    }
  }
}
