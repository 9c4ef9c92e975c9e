package dev.innkeeper.dbscheduler;

import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A hundred thousand jobs, and a kill every five seconds, or when all instances work again if that
 * takes longer, until they are done. {@code -Dinnkeeper.durable.jobs=…} says how many.
 */
@Tag("nightly")
class ClusterNightlyIT {

  private static final int JOBS = Integer.getInteger("innkeeper.durable.jobs", 100_000);

  @ParameterizedTest
  @ValueSource(ints = {2, 4})
  @EnabledOnOs(value = OS.LINUX, architectures = "amd64")
  void noJobIsLostAndOnlyWhatTheKilledOnesHeldIsDoneTwice(int instances, @TempDir Path folder)
      throws Exception {
    ClusterTrial.run(folder, instances, JOBS, Duration.ofSeconds(5), Integer.MAX_VALUE);
  }
}
