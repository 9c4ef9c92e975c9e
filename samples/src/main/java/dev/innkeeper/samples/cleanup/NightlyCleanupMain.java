package dev.innkeeper.samples.cleanup;

import dev.innkeeper.runtime.Host;
import dev.innkeeper.timer.testing.ManualTimeSource;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Thirty nights of the cleanup, in time that moves by hand: what its test does, to look at.
 *
 * <p>The time in the lines is the host's. Look at the 29th of March, when the clocks go forward in
 * Berlin: the cleanup still comes at three. The time in front of the lines is the real one.
 */
public final class NightlyCleanupMain {

  private static final Logger LOG = LoggerFactory.getLogger(NightlyCleanupMain.class);
  private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");

  private NightlyCleanupMain() {}

  public static void main(String[] args) throws Exception {
    ManualTimeSource time = new ManualTimeSource(Instant.parse("2026-03-14T12:00:00Z"));
    Host host =
        Host.builder("shop")
            .add("cleanup", new NightlyCleanup(BERLIN, limit -> deleteBefore(limit, time)))
            .timeSource(time)
            .build();
    host.start();
    time.advance(Duration.ofDays(30));
    time.drive(host::stop);
  }

  private static void deleteBefore(Instant limit, ManualTimeSource time) {
    LOG.info("{}: deletes what is older than {}", inBerlin(time.instant()), inBerlin(limit));
  }

  private static OffsetDateTime inBerlin(Instant instant) {
    return instant.atZone(BERLIN).toOffsetDateTime();
  }
}
