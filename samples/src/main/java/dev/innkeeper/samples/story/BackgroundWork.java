package dev.innkeeper.samples.story;

import dev.innkeeper.runtime.Host;
import dev.innkeeper.runtime.service.BackgroundService;
import dev.innkeeper.runtime.service.ServiceContext;
import dev.innkeeper.timer.PeriodicTimer;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A service whose work goes on for as long as the host does.
 *
 * <p>Look at the web server, which listens while the inbox works, and at the end: the host is asked
 * to stop in the middle of a message, which is finished before the inbox is closed.
 */
public final class BackgroundWork {

  private static final Logger LOG = LoggerFactory.getLogger(BackgroundWork.class);

  private BackgroundWork() {}

  public static void main(String[] args) throws InterruptedException {
    Inbox inbox = new Inbox();
    try (Host host =
        Host.builder("shop")
            .add("inbox", inbox)
            .add("web", context -> LOG.info("The web server listens"))
            .build()) {
      host.start();
      inbox.thirdMessage.await();
      LOG.info("Asks the host to stop");
    }
  }

  // snippet: background-service
  private static final class Inbox implements BackgroundService {

    private final CountDownLatch thirdMessage = new CountDownLatch(3);

    @Override
    public void start(ServiceContext context) {
      LOG.info("Opens the inbox");
    }

    @Override
    public void execute(ServiceContext context) throws InterruptedException {
      try (PeriodicTimer timer = context.timer(Duration.ofMillis(500))) {
        while (timer.waitForNextTick()) { // false when the service is asked to stop
          handle(timer.lastTick().number());
        }
      }
    }

    /** Called when the work has ended: nobody uses the inbox any more. */
    @Override
    public void stop(ServiceContext context) {
      LOG.info("Closes the inbox");
    }

    private void handle(long message) throws InterruptedException {
      LOG.info("Message {}: begins", message);
      thirdMessage.countDown();
      Thread.sleep(Duration.ofMillis(300));
      LOG.info("Message {}: done", message);
    }
  }
  // end
}
