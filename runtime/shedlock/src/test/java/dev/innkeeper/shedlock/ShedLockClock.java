package dev.innkeeper.shedlock;

import dev.innkeeper.timer.TimeSource;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import net.javacrumbs.shedlock.core.ClockProvider;

/** ShedLock's one clock for the whole process, which is a test's until it is closed. */
final class ShedLockClock extends Clock implements AutoCloseable {

  private final TimeSource time;

  ShedLockClock(TimeSource time) {
    this.time = time;
    ClockProvider.setClock(this);
  }

  @Override
  public Instant instant() {
    return time.instant();
  }

  @Override
  public ZoneId getZone() {
    return ZoneId.systemDefault();
  }

  @Override
  public Clock withZone(ZoneId zone) {
    throw new UnsupportedOperationException();
  }

  @Override
  public void close() {
    ClockProvider.setClock(Clock.systemUTC());
  }
}
