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
  private final Ticks ticks = new Ticks();

  /** Null: nobody can tell now. Written by the service's thread, read by any. */
  private volatile @Nullable Integer waiting;

  OutboxGauge(Database database) {
    this.database = database;
  }

  @Override
  public void execute(ServiceContext context) throws InterruptedException {
    try (PeriodicTimer timer = context.timer(PERIOD)) {
      while (timer.waitForNextTick()) {
        ticks.note(timer, context.timeSource());
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

  @Nullable Integer waiting() {
    return waiting;
  }

  Ticks ticks() {
    return ticks;
  }
}
