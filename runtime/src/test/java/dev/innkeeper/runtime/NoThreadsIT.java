package dev.innkeeper.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** A process that cannot make another thread stops its host all the same. */
class NoThreadsIT {

  /** The service {@code hooked} needs one more for its hook: it fails, and is named. */
  @Test
  @EnabledOnOs(OS.LINUX) // address space is limited by a shell's ulimit
  void theStopAsksInterruptsAbandonsAndReports() throws Exception {
    Process process =
        ChildJvm.start(
            List.of("bash", "-c", "ulimit -v 3000000; exec \"$@\"", "bash"),
            List.of(
                "-Xmx64m",
                "-XX:+UseSerialGC",
                "-XX:ReservedCodeCacheSize=48m",
                "-XX:CompressedClassSpaceSize=48m",
                "-Djdk.virtualThreadScheduler.parallelism=2"),
            System.getProperty("java.class.path"),
            NoThreadsHost.class);
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    int exitCode = process.waitFor();
    ChildJvm.Result result = new ChildJvm.Result(exitCode, output.lines().toList());
    assertEquals(
        "RESULT hogs=true interrupted=true http=STOPPED ticks=STOPPED waits=STOPPED deaf=ABANDONED"
            + " hooked=FAILED",
        result.line("RESULT"),
        output);
    String deafAndHooked = result.line("DEAF");
    assertTrue(
        deafAndHooked.startsWith(
            "DEAF interrupted=true failure=false HOOKED java.lang.OutOfMemoryError"),
        deafAndHooked);
    assertEquals(0, result.exitCode());
  }
}
