package dev.innkeeper.samples.cleanup;

import dev.innkeeper.runtime.service.BackgroundService;
import dev.innkeeper.runtime.service.ServiceContext;
import dev.innkeeper.timer.CalendarTimer;
import dev.innkeeper.timer.Schedule;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.function.Consumer;

// snippet: nightly-cleanup
/** Deletes each night at three what is older than a week. */
public final class NightlyCleanup implements BackgroundService {

  private final Schedule nightly;
  private final Consumer<Instant> deleteBefore;

  public NightlyCleanup(ZoneId zone, Consumer<Instant> deleteBefore) {
    this.nightly = Schedule.daily(LocalTime.of(3, 0), zone);
    this.deleteBefore = deleteBefore;
  }

  @Override
  public void execute(ServiceContext context) throws InterruptedException {
    try (CalendarTimer timer = context.timer(nightly)) {
      while (timer.waitForNextTick()) {
        deleteBefore.accept(timer.lastScheduled().minus(Duration.ofDays(7)));
      }
    }
  }
}
// end
