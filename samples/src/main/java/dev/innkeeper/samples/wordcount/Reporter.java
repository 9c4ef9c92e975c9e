package dev.innkeeper.samples.wordcount;

import dev.innkeeper.runtime.service.BackgroundService;
import dev.innkeeper.runtime.service.ServiceContext;
import dev.innkeeper.timer.PeriodicTimer;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Says how far the count is, on a grid that does not drift. */
public final class Reporter implements BackgroundService {

  private static final Logger LOG = LoggerFactory.getLogger(Reporter.class);

  private final Tally tally;
  private final Duration period;

  public Reporter(Tally tally, Duration period) {
    this.tally = tally;
    this.period = period;
  }

  @Override
  public void execute(ServiceContext context) throws InterruptedException {
    try (PeriodicTimer timer = context.timer(period)) {
      while (timer.waitForNextTick()) {
        LOG.info(
            "Report {}, {} µs after its time: {}; most frequent: {}",
            timer.lastTick().number(),
            timer.lastTick().lateness().toNanos() / 1_000,
            tally,
            tally.favourites(3));
      }
    }
  }
}
