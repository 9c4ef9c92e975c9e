package dev.innkeeper.samples.embedding;

import dev.innkeeper.runtime.Host;
import dev.innkeeper.runtime.service.ServiceContext;
import dev.innkeeper.timer.PeriodicTimer;
import java.time.Duration;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A program with work of its own, on its own thread, and a host beside it that keeps the exchange
 * rate fresh.
 *
 * <p>Look at the thread names: the invoices are main's. When the last one is written the block ends
 * and the host stops. {@code start()} installs no shutdown hook: a program that is to stop in order
 * on Ctrl-C calls {@code run()}, or has a hook that calls {@code close()}.
 */
public final class EmbeddedMain {

  private static final Logger LOG = LoggerFactory.getLogger(EmbeddedMain.class);

  /** Dollars for a euro, in cents. Written by the service, read by main. */
  private static volatile int rate = 110;

  private EmbeddedMain() {}

  public static void main(String[] args) throws InterruptedException {
    // snippet: embedded
    try (Host host = Host.builder("rates").background("refresh", EmbeddedMain::refresh).build()) {
      host.start(); // throws if it cannot
      for (String customer : List.of("Ann", "Bob", "Cleo")) {
        writeInvoice(customer);
      }
      LOG.info("Ready: {}, {}", host.isReady(), host.services());
    } // stops it, and waits until it has stopped
    // end
    LOG.info("All invoices are written");
  }

  private static void writeInvoice(String customer) throws InterruptedException {
    Thread.sleep(Duration.ofSeconds(1));
    LOG.info("Invoice for {}: 100 EUR are {} USD", customer, rate);
  }

  private static void refresh(ServiceContext context) throws InterruptedException {
    try (PeriodicTimer timer = context.timer(Duration.ofMillis(700))) {
      while (timer.waitForNextTick()) {
        rate = 110 + (int) timer.lastTick().number();
        LOG.info("The rate is {}", rate);
      }
    }
  }
}
