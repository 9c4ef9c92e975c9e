package dev.innkeeper.samples.shop;

import java.util.concurrent.atomic.LongAdder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Counts, and says now and then what was done, if there was anything. For any thread. */
final class Activity {

  private static final Logger LOG = LoggerFactory.getLogger(Activity.class);

  private final LongAdder orders = new LongAdder();
  private final LongAdder mails = new LongAdder();

  // What was logged before; for one thread at a time:
  private long loggedOrders;
  private long loggedMails;

  void orderPlaced() {
    orders.increment();
  }

  void mailSent() {
    mails.increment();
  }

  long orders() {
    return orders.sum();
  }

  long mails() {
    return mails.sum();
  }

  /** For one thread at a time. */
  void log() {
    long placed = orders() - loggedOrders;
    long sent = mails() - loggedMails;
    loggedOrders += placed;
    loggedMails += sent;
    if (placed + sent > 0) {
      LOG.info("{} orders, {} mails", placed, sent);
    }
  }
}
