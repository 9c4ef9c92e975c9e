package dev.innkeeper.samples.cleanup;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.innkeeper.junit.InnkeeperExtension;
import dev.innkeeper.runtime.Host;
import dev.innkeeper.runtime.HostBuilder;
import dev.innkeeper.timer.testing.ManualTimeSource;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

// snippet: cleanup-extension-test
@ExtendWith(InnkeeperExtension.class)
class CleanupExtensionTest {

  @Test
  void runsEachNight(HostBuilder builder, ManualTimeSource time) throws Exception {
    List<Instant> deleted = new CopyOnWriteArrayList<>();
    Host host = builder.add("cleanup", new NightlyCleanup(ZoneOffset.UTC, deleted::add)).build();

    host.start();
    time.advance(Duration.ofDays(3));
    time.drive(host::stop); // without this line the test fails, and says so

    assertEquals(3, deleted.size());
  }
}
// end
