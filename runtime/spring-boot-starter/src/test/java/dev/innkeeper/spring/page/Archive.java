package dev.innkeeper.spring.page;

import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import org.springframework.stereotype.Component;

/** A bean that is no service. */
@Component
class Archive {

  private final List<Instant> cleanups = new CopyOnWriteArrayList<>();
  private final AtomicLong sent = new AtomicLong();

  void send(String mail) {
    if (!mail.isEmpty()) {
      sent.incrementAndGet();
    }
  }

  void clean(Instant before) {
    cleanups.add(before);
  }

  List<Instant> cleanups() {
    return List.copyOf(cleanups);
  }
}
