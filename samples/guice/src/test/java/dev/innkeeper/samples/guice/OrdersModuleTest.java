package dev.innkeeper.samples.guice;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.inject.Guice;
import com.google.inject.Injector;
import dev.innkeeper.runtime.Host;
import dev.innkeeper.runtime.report.StopReport;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

class OrdersModuleTest {

  /** Notes what is done with it; of the polls, the first. */
  private static final class FakeMailbox implements Mailbox {
    private final List<String> trail = new CopyOnWriteArrayList<>();
    private final CountDownLatch polled = new CountDownLatch(1);

    @Override
    public void open() {
      trail.add("open");
    }

    @Override
    public void poll() {
      if (polled.getCount() > 0) {
        trail.add("poll");
        polled.countDown();
      }
    }

    @Override
    public void close() {
      trail.add("close");
    }
  }

  @Test
  void servicesThatGuiceMakesStartAndStopInOrder() throws Exception {
    FakeMailbox mailbox = new FakeMailbox();
    Injector injector =
        Guice.createInjector(
            new OrdersModule(), binder -> binder.bind(Mailbox.class).toInstance(mailbox));
    Host host = injector.getInstance(Host.class);
    host.start();
    mailbox.polled.await();
    StopReport report = host.stop();
    assertTrue(report.clean(), report::toString);
    assertEquals(List.of("open", "poll", "close"), mailbox.trail);
  }
}
