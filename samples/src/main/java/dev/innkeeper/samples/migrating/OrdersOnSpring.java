package dev.innkeeper.samples.migrating;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/** Before: methods that Spring calls. */
// snippet: orders-on-spring
@Component
public class OrdersOnSpring {

  private final Inbox inbox;
  private final Mailer mailer;

  public OrdersOnSpring(Inbox inbox, Mailer mailer) {
    this.inbox = inbox;
    this.mailer = mailer;
  }

  @Scheduled(fixedRate = 30_000)
  public void poll() throws IOException {
    for (String order : inbox.read()) {
      mailer.confirm(order);
    }
  }

  @Scheduled(cron = "0 0 3 * * *", zone = "Europe/Berlin")
  public void cleanUp() {
    mailer.deleteBefore(Instant.now().minus(Duration.ofDays(30)));
  }
}
// end
