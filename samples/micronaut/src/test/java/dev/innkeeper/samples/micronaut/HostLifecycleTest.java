package dev.innkeeper.samples.micronaut;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.micronaut.context.ApplicationContext;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

class HostLifecycleTest {

  /** Notes what is done with it; of the polls, the first. */
  @Singleton
  static final class FakeMailbox implements Mailbox {
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

    @PreDestroy
    void destroyed() {
      trail.add("bean destroyed");
    }
  }

  @Test
  void theHostStartsWithTheContextAndStopsBeforeItsBeansAreDestroyed() throws Exception {
    FakeMailbox mailbox;
    try (ApplicationContext context = ApplicationContext.run()) {
      mailbox = context.getBean(FakeMailbox.class);
      mailbox.polled.await();
    }
    assertEquals(List.of("open", "poll", "close", "bean destroyed"), mailbox.trail);
  }
}
