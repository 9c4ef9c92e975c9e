package dev.innkeeper.samples.migrating;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Before: polls every 30 seconds and sends mails, on two executors and a shutdown hook. */
// snippet: orders-on-executors
public final class OrdersOnExecutors {

  private static final Logger LOG = LoggerFactory.getLogger(OrdersOnExecutors.class);

  private final ScheduledExecutorService poller = Executors.newSingleThreadScheduledExecutor();
  private final ExecutorService mails = Executors.newFixedThreadPool(4);
  private final Inbox inbox;
  private final Mailer mailer;

  public OrdersOnExecutors(Inbox inbox, Mailer mailer) {
    this.inbox = inbox;
    this.mailer = mailer;
  }

  public void start() {
    Runtime.getRuntime().addShutdownHook(new Thread(this::stop));
    Future<?> unused = poller.scheduleAtFixedRate(this::poll, 0, 30, TimeUnit.SECONDS);
  }

  private void poll() {
    try {
      for (String order : inbox.read()) {
        Future<?> unused = mails.submit(() -> confirm(order)); // the executor's queue has no bound
      }
    } catch (IOException | RuntimeException e) { // if it got out, poll() would not be called again
      LOG.error("The inbox cannot be read", e);
    }
  }

  private void confirm(String order) {
    try {
      mailer.confirm(order);
    } catch (IOException | RuntimeException e) { // else only the Future has it
      LOG.error("Not confirmed: {}", order, e);
    }
  }

  private void stop() {
    try {
      poller.shutdown();
      mails.shutdown();
      if (!mails.awaitTermination(20, TimeUnit.SECONDS)) {
        List<Runnable> lost = mails.shutdownNow(); // tasks, not orders
        LOG.warn("{} confirmations are lost", lost.size());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
// end
