package dev.innkeeper.samples.shop;

import dev.innkeeper.runtime.service.BackgroundService;
import dev.innkeeper.runtime.service.ServiceContext;
import dev.innkeeper.timer.PeriodicTimer;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Counts the mails that wait, once a second. Any thread may read. */
final class OutboxGauge implements BackgroundService {

  private static final Duration PERIOD = Duration.ofSeconds(1);

  private final Database database;

  /** Null: nobody can tell now. Written by the service's thread, read by any. */
  private volatile @Nullable Integer waiting;

  OutboxGauge(Database database) {
    this.database = database;
  }

  @Override
  public void execute(ServiceContext context) throws InterruptedException {
    try (PeriodicTimer timer = context.timer(PERIOD)) {
      while (timer.waitForNextTick()) {
        waiting = count();
      }
    } finally {
      waiting = null;
    }
  }

  private @Nullable Integer count() {
    try {
      return database.transaction(Outbox::size);
    } catch (DatabaseUnavailableException e) {
      return null; // that it is gone is in the log already
    }
  }

  /** How many; or that nobody can tell. */
  String waitingInWords() {
    Integer known = waiting;
    return known == null ? "unknown" : known.toString();
  }
}
