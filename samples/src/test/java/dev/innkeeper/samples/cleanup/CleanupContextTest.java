package dev.innkeeper.samples.cleanup;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.innkeeper.junit.TestContext;
import dev.innkeeper.timer.testing.ManualTimeSource;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

class CleanupContextTest {

  // snippet: cleanup-context-test
  @Test
  void deletesWhatIsOlderThanAWeek() throws Exception {
    ManualTimeSource time = new ManualTimeSource(Instant.parse("2026-03-27T12:00:00Z"));
    TestContext context = new TestContext(time);
    List<Instant> deleted = new CopyOnWriteArrayList<>();

    context.start(new NightlyCleanup(ZoneId.of("Europe/Berlin"), deleted::add));
    time.advance(Duration.ofDays(1));
    context.stop(); // throws what the service has thrown

    assertEquals(List.of(Instant.parse("2026-03-21T02:00:00Z")), deleted);
  }
  // end
}
