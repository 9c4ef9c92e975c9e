package dev.innkeeper.jmh.report;

import com.sun.management.OperatingSystemMXBean;
import dev.innkeeper.jmh.harness.Jdk;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZonedDateTime;
import java.util.List;

/**
 * How and where the figures of a report came about.
 *
 * @param complete false when the run was interrupted
 * @param cpu its model
 * @param kernel name, version and architecture
 */
public record RunInfo(
    ZonedDateTime began,
    Duration took,
    boolean complete,
    String commandLine,
    String cpu,
    int cores,
    long memoryBytes,
    String kernel,
    List<Jdk> jdks) {

  private static final Path CPUS = Path.of("/proc/cpuinfo");

  /** A run on this machine. */
  public static RunInfo here(
      ZonedDateTime began, Duration took, boolean complete, String commandLine, List<Jdk> jdks)
      throws IOException {
    OperatingSystemMXBean system = ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
    return new RunInfo(
        began,
        took,
        complete,
        commandLine,
        cpuModel(Files.isReadable(CPUS) ? Files.readAllLines(CPUS) : List.of(), system.getArch()),
        system.getAvailableProcessors(),
        system.getTotalMemorySize(),
        String.join(" ", system.getName(), system.getVersion(), system.getArch()),
        jdks);
  }

  /** ARM machines have no such line. */
  static String cpuModel(List<String> cpuinfo, String otherwise) {
    return cpuinfo.stream()
        .filter(line -> line.startsWith("model name"))
        .map(line -> line.substring(line.indexOf(':') + 1).strip())
        .findFirst()
        .orElse(otherwise);
  }
}
