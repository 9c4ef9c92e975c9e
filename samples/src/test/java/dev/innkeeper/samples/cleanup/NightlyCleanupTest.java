package dev.innkeeper.samples.cleanup;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.innkeeper.runtime.Host;
import dev.innkeeper.timer.testing.ManualTimeSource;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

class NightlyCleanupTest {

  // snippet: nightly-cleanup-test
  @Test
  void runsEachNightAtThreeAlsoWhenTheClocksGoForward() throws Exception {
    ManualTimeSource time = new ManualTimeSource(Instant.parse("2026-03-27T12:00:00Z"));
    List<Instant> deleted = new CopyOnWriteArrayList<>();
    Host host =
        Host.builder("shop")
            .add("cleanup", new NightlyCleanup(ZoneId.of("Europe/Berlin"), deleted::add))
            .timeSource(time)
            .build();

    host.start();
    time.advance(Duration.ofDays(3)); // the clocks go forward on the 29th
    time.drive(host::stop);

    assertEquals(
        List.of(
            Instant.parse("2026-03-21T02:00:00Z"),
            Instant.parse("2026-03-22T01:00:00Z"),
            Instant.parse("2026-03-23T01:00:00Z")),
        deleted);
  }
  // end
}
