package dev.innkeeper.jmh.report;

import com.sun.management.OperatingSystemMXBean;
import dev.innkeeper.jmh.harness.Jdk;
import java.io.IOException;
import java.io.Reader;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Properties;
import java.util.stream.Collectors;
import java.util.stream.Stream;

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
    List<Vm> vms) {

  private static final Path CPUS = Path.of("/proc/cpuinfo");

  /**
   * A JVM that measured.
   *
   * @param version of its JDK, as in the rows of the tables
   * @param name who made it, and its full version
   */
  public record Vm(String version, String name) {}

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
        vms(jdks));
  }

  /** ARM machines have no such line. */
  static String cpuModel(List<String> cpuinfo, String otherwise) {
    return cpuinfo.stream()
        .filter(line -> line.startsWith("model name"))
        .map(line -> line.substring(line.indexOf(':') + 1).strip())
        .findFirst()
        .orElse(otherwise);
  }

  private static List<Vm> vms(List<Jdk> jdks) throws IOException {
    List<Vm> vms = new ArrayList<>();
    for (Jdk jdk : jdks) {
      vms.add(new Vm(jdk.version(), nameOf(jdk)));
    }
    return vms;
  }

  private static String nameOf(Jdk jdk) throws IOException {
    Properties release = new Properties();
    try (Reader reader = Files.newBufferedReader(jdk.home().resolve("release"))) {
      release.load(reader);
    }
    return Stream.of("IMPLEMENTOR", "IMPLEMENTOR_VERSION", "JAVA_RUNTIME_VERSION", "JVM_VARIANT")
        .map(release::getProperty)
        .filter(Objects::nonNull)
        .map(value -> value.replace("\"", ""))
        .collect(Collectors.joining(", "));
  }
}
