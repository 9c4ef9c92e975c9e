package dev.innkeeper.dbscheduler;

import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Two processes, of which one is killed again and again; in a minute. */
@Tag("once")
class ClusterIT {

  @Test
  @EnabledOnOs(value = OS.LINUX, architectures = "amd64") // the binaries that are in the build
  void noJobIsLostAndOnlyWhatTheKilledOnesHeldIsDoneTwice(@TempDir Path folder) throws Exception {
    ClusterTrial.run(folder, 2, 5_000, Duration.ofSeconds(4), 3);
  }
}
