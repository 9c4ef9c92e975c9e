package dev.innkeeper.samples.jobs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.innkeeper.runtime.report.StopReport;
import dev.innkeeper.timer.Signal;
import dev.innkeeper.timer.testing.ManualTimeSource;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

/** The shop sends its mails, and reports. */
class ShopTest {

  private final ManualTimeSource time = new ManualTimeSource();
  private final List<String> trail = new CopyOnWriteArrayList<>();

  private final Shop.World world =
      new Shop.World() {
        @Override
        public void send(Shop.Mail mail) throws IOException {
          if (mail.to().equals("nobody")) {
            waitForAnAnswer();
          }
          trail.add("mail to " + mail.to());
        }

        private void waitForAnAnswer() throws IOException {
          try {
            new Signal(time).await();
          } catch (InterruptedException e) {
            throw new InterruptedIOException("no answer");
          }
        }

        @Override
        public void save(List<Shop.Mail> mails) {
          mails.forEach(mail -> trail.add("kept for " + mail.to()));
        }

        @Override
        public void report() {
          trail.add("report at " + time.instant());
        }
      };

  private void order(Shop shop, String customer) throws Exception {
    time.drive(() -> {
      shop.order(customer);
      return null;
    });
    time.advance(Duration.ZERO);
  }

  @Test
  void sendsReportsAndKeepsWhatItCouldNotSend() throws Exception {
    Shop shop = new Shop(world, ZoneOffset.UTC, time);
    shop.host().start();
    order(shop, "Ann");
    time.advance(Duration.ofHours(8));
    time.drive(() -> {
      shop.reportNow();
      return null;
    });
    order(shop, "nobody");
    StopReport report = time.drive(shop.host()::stop);
    assertTrue(report.clean(), report.toString());
    assertEquals(
        List.of(
            "mail to Ann",
            "report at 2000-01-01T07:00:00Z",
            "report at 2000-01-01T08:00:00Z",
            "kept for nobody"),
        trail);
  }

  @Test
  void remindsOfABillUntilItIsPaid() throws Exception {
    Shop shop = new Shop(world, ZoneOffset.UTC, time);
    shop.host().start();
    shop.bill("4711", "Ann");
    time.advance(Duration.ofHours(9 * 24 + 1));
    shop.paid("4711");
    time.advance(Duration.ofDays(10));
    time.drive(shop.host()::stop);
    assertEquals(
        List.of("mail to Ann", "mail to Ann", "mail to Ann"),
        trail.stream().filter(entry -> entry.startsWith("mail")).toList());
  }
}
