package dev.innkeeper.samples.shop;

import java.util.concurrent.atomic.LongAdder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Counts, and says now and then what was done, if there was anything. For any thread. */
final class Activity {

  private static final Logger LOG = LoggerFactory.getLogger(Activity.class);

  private final LongAdder orders = new LongAdder();
  private final LongAdder mails = new LongAdder();

  void orderPlaced() {
    orders.increment();
  }

  void mailSent() {
    mails.increment();
  }

  /** For one thread at a time. */
  void log() {
    long placed = orders.sumThenReset();
    long sent = mails.sumThenReset();
    if (placed + sent > 0) {
      LOG.info("{} orders, {} mails", placed, sent);
    }
  }
}
