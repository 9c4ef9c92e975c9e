package dev.innkeeper.jmh.harness;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/**
 * CPU time of this process until now, in nanoseconds. The JVM's own bean counts in steps of 10 ms,
 * more than some hundred ticks take; Linux has the nanoseconds of each thread.
 */
public record CpuTime(Map<Path, Long> ofThreads, long ofProcess) {

  /** With these a thread's time is not lost because the JVM ended it while one measured. */
  public static final String KEEP_THREADS = "-XX:-UseDynamicNumberOfCompilerThreads";

  public static CpuTime now() {
    OperatingSystemMXBean system = ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
    return new CpuTime(ofThreadsNow(), system.getProcessCpuTime());
  }

  public long since(CpuTime start) {
    if (ofThreads.isEmpty() || start.ofThreads.isEmpty()) {
      return ofProcess - start.ofProcess;
    }
    return ofThreads.entrySet().stream()
        .mapToLong(thread -> thread.getValue() - start.ofThreads.getOrDefault(thread.getKey(), 0L))
        .sum();
  }

  /** Empty where there is no such thing. */
  private static Map<Path, Long> ofThreadsNow() {
    if (!Files.isReadable(Path.of("/proc/self/schedstat"))) {
      return Map.of();
    }
    Map<Path, Long> times = new HashMap<>();
    try (DirectoryStream<Path> threads = Files.newDirectoryStream(Path.of("/proc/self/task"))) {
      for (Path thread : threads) {
        readInto(times, thread);
      }
      return times;
    } catch (IOException e) {
      return Map.of();
    }
  }

  private static void readInto(Map<Path, Long> times, Path thread) {
    try {
      String nanos = Files.readString(thread.resolve("schedstat")).split(" ", 2)[0];
      times.put(thread, Long.valueOf(nanos));
    } catch (IOException e) {
      // it has just ended
    }
  }
}
