package dev.innkeeper.jdbc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/**
 * The clocks of processes are set, by libfaketime (Debian's package of that name): the database's
 * clock counts, and the monotonic clock of a process, which nobody can set.
 */
@Tag("nightly")
@EnabledOnOs(value = OS.LINUX, architectures = "amd64")
class SteppedClockIT {

  private static final Duration LEASE = Duration.ofSeconds(5);

  @TempDir Path folder;

  @Test
  void theLeaderStaysWhicheverClockIsSet() throws Exception {
    Optional<Path> library = library();
    assumeTrue(library.isPresent(), "libfaketime is not installed");
    Path clock = folder.resolve("clock");
    Map<String, String> environment =
        Map.of(
            "LD_PRELOAD", library.get().toString(),
            "FAKETIME_TIMESTAMP_FILE", clock.toString(),
            "FAKETIME_CACHE_DURATION", "1",
            "DONT_FAKE_MONOTONIC", "1",
            "FAKETIME_DONT_FAKE_MONOTONIC", "1");
    set(clock, "+0");
    try (Cluster cluster = new Cluster(folder, LEASE)) {
      Program first = cluster.start(environment);
      first.await("LEADS 1");
      cluster.start(environment).await("CANDIDATE");
      cluster.start().await("CANDIDATE"); // with the true time
      for (String offset : new String[] {"+3600", "-3600", "+86400", "+0"}) {
        set(clock, offset);
        Cluster.pause(LEASE.plusSeconds(2));
        cluster.awaitWrite();
        assertEquals(1, cluster.ledger.leaders(), cluster::toString);
      }
      assertTrue(first.count("CLOCK SET") >= 4, first::toString); // it has seen them all
      cluster.kill(first);
      cluster.awaitOtherLeaderThan(first);
      cluster.assertSound();
    }
  }

  private static void set(Path clock, String offset) throws IOException {
    Path next = clock.resolveSibling("next");
    Files.writeString(next, offset + "\n");
    Files.move(next, clock, StandardCopyOption.ATOMIC_MOVE);
  }

  private static Optional<Path> library() throws IOException {
    String given = System.getenv("LIBFAKETIME");
    if (given != null) {
      return Optional.of(Path.of(given));
    }
    try (Stream<Path> files =
        Files.find(
            Path.of("/usr/lib"), 4, (path, a) -> path.endsWith("faketime/libfaketime.so.1"))) {
      return files.findFirst();
    }
  }
}
